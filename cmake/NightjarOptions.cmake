# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
#
# Options, compiler settings and the few helper functions every CMakeLists.txt below uses.

option(NIGHTJAR_BUILD_TESTS "Build unit, simulation, QML and LAN tests" ON)
option(NIGHTJAR_BUILD_APP "Build the QML application (needs Qt Quick and Qt Multimedia)" ON)
option(NIGHTJAR_FUZZ "Build the fuzz targets with libFuzzer (clang only)" OFF)
set(NIGHTJAR_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined or thread")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
# Assertions stay on outside Release; line tables are enough for a stack trace and halve what the linker has to move.
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g1")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")

# A hundred test programs are linked after every change below them: LLVM's linker does it in a third of the time.
find_program(NIGHTJAR_LLD ld.lld)
if(NIGHTJAR_LLD)
  add_link_options(-fuse-ld=lld)
endif()

# Paths below the source folder are made relative, so that checkouts at different places share results.
# env(1) and not `cmake -E env`: a thousand starts of it take a tenth of a build that finds everything in the cache.
find_program(NIGHTJAR_CCACHE ccache)
find_program(NIGHTJAR_ENV env)
if(NIGHTJAR_CCACHE AND NIGHTJAR_ENV)
  set(CMAKE_C_COMPILER_LAUNCHER "${NIGHTJAR_ENV}" CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
      CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      "${NIGHTJAR_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_C_COMPILER_LAUNCHER}")
endif()

# Warnings and sanitizers as one usage requirement; third-party code never links it.
add_library(nightjar_settings INTERFACE)
target_compile_options(nightjar_settings INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual>)
target_compile_definitions(nightjar_settings INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_KEYWORDS)
if(NIGHTJAR_SANITIZE)
  add_compile_options(-fsanitize=${NIGHTJAR_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${NIGHTJAR_SANITIZE})
endif()
if(NIGHTJAR_SANITIZE STREQUAL "thread")
  target_sources(nightjar_settings INTERFACE
    $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:${CMAKE_SOURCE_DIR}/cmake/tsan/qthandover.cpp>)
endif()
if(NIGHTJAR_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
else()
  target_compile_options(nightjar_settings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Werror>)
endif()

# nightjar_precompile(TARGET [HEADER…]): the standard headers nearly every file includes, read once per target.
# A file still names what it uses: the tests and the fuzz targets compile without this.
function(nightjar_precompile target)
  target_precompile_headers(${target} PRIVATE
    <algorithm> <array> <chrono> <compare> <cstdint> <cstring> <deque> <functional> <map> <memory> <optional> <span>
    <string> <string_view> <utility> <variant> <vector> <sodium.h> ${ARGN})
endfunction()

# Adds every sub folder of the current one that has a CMakeLists.txt, in the order of their names.
function(nightjar_add_subfolders)
  file(GLOB lists CONFIGURE_DEPENDS RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" */CMakeLists.txt)
  list(SORT lists)
  foreach(list IN LISTS lists)
    get_filename_component(folder "${list}" DIRECTORY)
    add_subdirectory("${folder}")
  endforeach()
endfunction()

# nightjar_test(NAME SOURCES a.cpp … [LIBS lib …] [LABELS label …] [TIMEOUT seconds])
# One QtTest executable, registered with ctest. Its first label is the folder below tests/: unit, sim, qml, …
function(nightjar_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;LIBS;LABELS" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  add_executable(${name} ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(${name} PRIVATE nightjar_settings nightjar_core Qt6::Test ${arg_LIBS})
  add_test(NAME ${name} COMMAND ${name})
  nightjar_test_area(area)
  set_tests_properties(${name} PROPERTIES
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen" LABELS "${area};${arg_LABELS}" TIMEOUT ${arg_TIMEOUT})
endfunction()

# nightjar_test_area(VARIABLE): the folder below tests/ in which the current list is.
function(nightjar_test_area variable)
  file(RELATIVE_PATH path "${CMAKE_SOURCE_DIR}/tests" "${CMAKE_CURRENT_SOURCE_DIR}")
  string(REGEX REPLACE "/.*" "" path "${path}")
  set(${variable} "${path}" PARENT_SCOPE)
endfunction()

# nightjar_fuzz(NAME SOURCES a.cpp … [LIBS lib …])
# With NIGHTJAR_FUZZ a libFuzzer program; otherwise a replayer over the seed corpus and mutations of it, run by ctest.
function(nightjar_fuzz name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE nightjar_settings nightjar_core ${arg_LIBS})
  if(NIGHTJAR_FUZZ)
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests/fuzz/replay_main.cpp")
    add_test(NAME ${name} COMMAND ${name} "${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name}")
    set_tests_properties(${name} PROPERTIES LABELS fuzz TIMEOUT 120)
  endif()
endfunction()
