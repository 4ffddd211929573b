// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// The QML modules are static libraries; naming their plugins here brings them into the program.

#include <QtQml/qqmlextensionplugin.h>

Q_IMPORT_QML_PLUGIN(Nightjar_ViewModelsPlugin)
Q_IMPORT_QML_PLUGIN(Nightjar_ItemsPlugin)
Q_IMPORT_QML_PLUGIN(Nightjar_ThemePlugin)
Q_IMPORT_QML_PLUGIN(Nightjar_WordsPlugin)
Q_IMPORT_QML_PLUGIN(Nightjar_ControlsPlugin)
Q_IMPORT_QML_PLUGIN(Nightjar_UnlockPlugin)
Q_IMPORT_QML_PLUGIN(Nightjar_ChatPlugin)
Q_IMPORT_QML_PLUGIN(Nightjar_CallsPlugin)
Q_IMPORT_QML_PLUGIN(Nightjar_SettingsPlugin)
Q_IMPORT_QML_PLUGIN(Nightjar_ShellPlugin)
