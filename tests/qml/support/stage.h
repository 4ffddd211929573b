// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QQuickWindow>
#include <functional>

#include "fakegate.h"
#include "preferences.h"
#include "userinterface.h"

namespace nightjar::test {

/// How the window is looked at.
struct Look {
    QString name;
    QSize size;
    QString theme;
    QString language;
};

/// The real window with the real pages over a fake gate, and hands to use it.
class Stage {
public:
    Stage(Gate::Profile profile, const Look& look, std::function<void(FakeGate&)> prepare = {});

    FakeGate gate;
    Preferences preferences{QString()};
    UserInterface ui;

    [[nodiscard]] QQuickWindow& window() const { return *ui.window(); }
    [[nodiscard]] FakeMessenger& messenger() const { return *gate.messenger(); }
    /// The first visible item of this objectName; null when there is none.
    [[nodiscard]] QQuickItem* find(const QString& objectName) const;
    /// The first item of this objectName, even one that cannot be seen.
    [[nodiscard]] QQuickItem* item(const QString& objectName) const;
    /// Presses the middle of an item; false when it is not there.
    bool click(const QString& objectName);
    void type(const QString& text);
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {});
    /// Everything that is on its way has happened: events, timers without delay, layouts.
    void settle();
    [[nodiscard]] QImage picture();
};

/// From here on the warnings of the QML engine are kept (and printed as before).
void collectQmlWarnings();
/// Those since the last call.
[[nodiscard]] QStringList takeQmlWarnings();

/// Every item of the window's tree, popups included, that can be seen.
void forEachVisible(QQuickWindow& window, const std::function<void(QQuickItem&)>& visit);

}  // namespace nightjar::test
