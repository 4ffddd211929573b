# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
#
# The libraries Nightjar stands on. Those that the distribution carries in a good version come from there;
# SQLCipher and Opus are built from pinned sources by `./dev deps` into NIGHTJAR_DEPS.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium>=1.0.18)
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Network)
if(NIGHTJAR_BUILD_TESTS)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
endif()

if(DEFINED ENV{NIGHTJAR_DEPS})
  set(nightjar_deps_default "$ENV{NIGHTJAR_DEPS}")
else()
  set(nightjar_deps_default "$ENV{HOME}/.cache/nightjar/deps")
endif()
set(NIGHTJAR_DEPS "${nightjar_deps_default}" CACHE PATH "Where `./dev deps` put SQLCipher and Opus")

# NIGHTJAR_DEPS/sqlcipher/{include/sqlcipher/sqlite3.h,lib/libsqlcipher.a}
add_library(nightjar_sqlcipher INTERFACE)
if(EXISTS "${NIGHTJAR_DEPS}/sqlcipher/lib/libsqlcipher.a")
  target_include_directories(nightjar_sqlcipher SYSTEM INTERFACE "${NIGHTJAR_DEPS}/sqlcipher/include")
  target_link_libraries(nightjar_sqlcipher INTERFACE "${NIGHTJAR_DEPS}/sqlcipher/lib/libsqlcipher.a"
    OpenSSL::Crypto Threads::Threads ${CMAKE_DL_LIBS} m)
  target_compile_definitions(nightjar_sqlcipher INTERFACE SQLITE_HAS_CODEC)
else()
  message(WARNING "SQLCipher not found in ${NIGHTJAR_DEPS}: run ./dev deps")
endif()

# NIGHTJAR_DEPS/opus/{include,lib/libopus.a} and the source tree for the internal DRED encoder: NIGHTJAR_DEPS/opus/src
add_library(nightjar_opus INTERFACE)
if(EXISTS "${NIGHTJAR_DEPS}/opus/lib/libopus.a")
  target_include_directories(nightjar_opus SYSTEM INTERFACE "${NIGHTJAR_DEPS}/opus/include")
  target_link_libraries(nightjar_opus INTERFACE "${NIGHTJAR_DEPS}/opus/lib/libopus.a" m)
else()
  message(WARNING "Opus not found in ${NIGHTJAR_DEPS}: run ./dev deps")
endif()
