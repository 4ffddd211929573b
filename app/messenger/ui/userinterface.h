// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QQmlApplicationEngine>

#include "appviewmodel.h"
#include "language.h"

class QQuickWindow;

namespace nightjar {

/// The window and what is in it, over a gate: the real one, or a test's.
class UserInterface {
public:
    UserInterface(Gate& gate, Preferences& preferences, const QString& offeredHub);
    ~UserInterface();

    /// False when the window could not be made (a broken installation; the reason is on stderr).
    [[nodiscard]] bool show();
    [[nodiscard]] QQuickWindow* window() const;
    /// Shows the window in front of the others, as far as the system lets it.
    void raise();
    [[nodiscard]] AppViewModel& app() { return m_app; }
    [[nodiscard]] QQmlApplicationEngine& engine() { return m_engine; }

    /// A company's style, before the window is there. What is wrong with it is told on stderr, and on the page of the
    /// settings when it was not taken. Its sounds, by name.
    QHash<QString, QString> takeTheme(const QString& file);

    /// Before the application object: settings of the toolkit that are fixed for good, none of which leaves a trace on
    /// the disk.
    static void prepareToolkit();
    /// What the engine of a window needs: icons and the place of the modules. For tests that load single components.
    static void prepareEngine(QQmlEngine& engine);
    /// The typeface: the best of those that are there.
    static void chooseFont();

private:
    void keepPlace();

    AppViewModel m_app;
    QQmlApplicationEngine m_engine;
    Language m_language;
};

}  // namespace nightjar
