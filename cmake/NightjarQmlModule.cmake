# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
#
# nightjar_qml_module(NAME QML a.qml … [SINGLETONS b.qml …] [SOURCES c.cpp …] [LIBS lib …] [DEPENDENCIES QtQuick …])
# One folder is one static library and one QML module, imported as Nightjar.NAME. A program links the target
# Nightjar${NAME}plugin and names it with Q_IMPORT_QML_PLUGIN (app/messenger/qmlmodules.h).
set(QT_QML_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/qml-modules")

function(nightjar_qml_module name)
  cmake_parse_arguments(arg "" "" "QML;SINGLETONS;SOURCES;LIBS;DEPENDENCIES" ${ARGN})
  set(target Nightjar${name})
  set_source_files_properties(${arg_SINGLETONS} PROPERTIES QT_QML_SINGLETON_TYPE TRUE)
  qt_add_library(${target} STATIC)
  # Byte code only: the C++ that Qt 6.4 makes of bindings fails where a list is handed on ("Type error").
  set_target_properties(${target} PROPERTIES AUTOMOC ON QT_QMLCACHEGEN_ARGUMENTS --only-bytecode)
  qt_add_qml_module(${target}
    URI Nightjar.${name}
    VERSION 1.0
    RESOURCE_PREFIX /qt/qml
    OUTPUT_DIRECTORY "${QT_QML_OUTPUT_DIRECTORY}/Nightjar/${name}"
    DEPENDENCIES ${arg_DEPENDENCIES}
    IMPORT_PATH "${QT_QML_OUTPUT_DIRECTORY}"
    QML_FILES ${arg_SINGLETONS} ${arg_QML}
    SOURCES ${arg_SOURCES})
  target_include_directories(${target} PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}")
  target_link_libraries(${target} PUBLIC Qt6::Quick ${arg_LIBS})
  if(arg_SOURCES)
    target_link_libraries(${target} PRIVATE nightjar_settings)
  endif()
endfunction()
