# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
#
# The libraries Nightjar stands on. Those that the distribution carries in a good version come from there;
# SQLCipher, Opus and ML-KEM are built from pinned sources by `./dev deps` into NIGHTJAR_DEPS.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium>=1.0.18)
pkg_check_modules(miniupnpc REQUIRED IMPORTED_TARGET miniupnpc>=2.2)
# The keyring of the desktop. Without it the device key is in a file alone (decision 0029).
pkg_check_modules(libsecret IMPORTED_TARGET libsecret-1>=0.20)
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Network)
if(NIGHTJAR_BUILD_TESTS)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
endif()

if(DEFINED ENV{NIGHTJAR_DEPS})
  set(nightjar_deps_default "$ENV{NIGHTJAR_DEPS}")
else()
  set(nightjar_deps_default "$ENV{HOME}/.cache/nightjar/deps")
endif()
set(NIGHTJAR_DEPS "${nightjar_deps_default}" CACHE PATH "Where `./dev deps` put SQLCipher, Opus and ML-KEM")
option(NIGHTJAR_SYSTEM_SQLCIPHER "Use the system's SQLCipher (4.6 or newer, with FTS5) instead of NIGHTJAR_DEPS" OFF)

# nightjar_sqlcipher: #include <sqlcipher/sqlite3.h>
add_library(nightjar_sqlcipher INTERFACE)
target_compile_definitions(nightjar_sqlcipher INTERFACE SQLITE_HAS_CODEC)
if(NIGHTJAR_SYSTEM_SQLCIPHER)
  find_path(nightjar_sqlcipher_include sqlcipher/sqlite3.h REQUIRED)
  find_library(nightjar_sqlcipher_library sqlcipher REQUIRED)
  target_include_directories(nightjar_sqlcipher SYSTEM INTERFACE "${nightjar_sqlcipher_include}")
  target_link_libraries(nightjar_sqlcipher INTERFACE "${nightjar_sqlcipher_library}")
  try_run(nightjar_sqlcipher_answer nightjar_sqlcipher_compiled "${CMAKE_BINARY_DIR}/checks"
    "${CMAKE_SOURCE_DIR}/cmake/checks/sqlcipher.c" LINK_LIBRARIES nightjar_sqlcipher)
  if(NOT nightjar_sqlcipher_compiled OR NOT nightjar_sqlcipher_answer EQUAL 0)
    message(FATAL_ERROR
      "The system's SQLCipher is older than 4.6 or has no FTS5: unset NIGHTJAR_SYSTEM_SQLCIPHER and run ./dev deps")
  endif()
elseif(EXISTS "${NIGHTJAR_DEPS}/sqlcipher/lib/libsqlcipher.a")
  target_include_directories(nightjar_sqlcipher SYSTEM INTERFACE "${NIGHTJAR_DEPS}/sqlcipher/include")
  target_link_libraries(nightjar_sqlcipher INTERFACE "${NIGHTJAR_DEPS}/sqlcipher/lib/libsqlcipher.a"
    OpenSSL::Crypto Threads::Threads ${CMAKE_DL_LIBS} m)
else()
  message(FATAL_ERROR "SQLCipher is not in ${NIGHTJAR_DEPS}: run ./dev deps")
endif()

# nightjar_opus: #include <opus/opus.h>
# nightjar_opus_internal: the same library with its internal headers too; "config.h" comes first in a file that uses it.
# DRED as the primary stream is reached only through them, and no distribution installs them: Opus always comes from
# NIGHTJAR_DEPS.
if(NOT EXISTS "${NIGHTJAR_DEPS}/opus/lib/libopus.a")
  message(FATAL_ERROR "Opus is not in ${NIGHTJAR_DEPS}: run ./dev deps")
endif()
add_library(nightjar_opus INTERFACE)
target_include_directories(nightjar_opus SYSTEM INTERFACE
  "${NIGHTJAR_DEPS}/opus/include" "${NIGHTJAR_DEPS}/opus/include/opus")
target_link_libraries(nightjar_opus INTERFACE "${NIGHTJAR_DEPS}/opus/lib/libopus.a" m)

add_library(nightjar_opus_internal INTERFACE)
set(opus_source "${NIGHTJAR_DEPS}/opus/src")
target_include_directories(nightjar_opus_internal SYSTEM INTERFACE "${opus_source}" "${opus_source}/include"
  "${opus_source}/src" "${opus_source}/celt" "${opus_source}/silk" "${opus_source}/silk/float" "${opus_source}/dnn")
target_compile_definitions(nightjar_opus_internal INTERFACE HAVE_CONFIG_H)
target_link_libraries(nightjar_opus_internal INTERFACE nightjar_opus)

# nightjar_mlkem: #include <mlkem/mlkem768.h>. No system carries this library.
if(NOT EXISTS "${NIGHTJAR_DEPS}/mlkem/lib/libmlkem.a")
  message(FATAL_ERROR "ML-KEM is not in ${NIGHTJAR_DEPS}: run ./dev deps")
endif()
add_library(nightjar_mlkem INTERFACE)
target_include_directories(nightjar_mlkem SYSTEM INTERFACE "${NIGHTJAR_DEPS}/mlkem/include")
target_link_libraries(nightjar_mlkem INTERFACE "${NIGHTJAR_DEPS}/mlkem/lib/libmlkem.a")
