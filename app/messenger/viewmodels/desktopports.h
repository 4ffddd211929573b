// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QList>
#include <QObject>
#include <QString>

namespace nightjar {

// What a desktop offers to the programs on it, each as small as the interface needs it. Where a desktop has nothing of
// the kind nobody is there, and nothing happens.

/// One thing that is told while the window is not looked at.
struct Notification {
    struct Action {
        QString id;  ///< "open" is also what a click anywhere else on it means
        QString words;
        bool operator==(const Action&) const = default;
    };

    QString heading;
    QString text;  ///< as it is to be read, without any markup
    QList<Action> actions;
    QString replyWords;   ///< what the field to reply in is called; empty: no reply is wanted
    bool urgent = false;  ///< it stays until something is done about it: somebody calls
    QString category;     ///< of the Desktop Notifications Specification: "im.received" …
};

/// Where notifications are shown (a notification daemon). Nothing that is told to it outlives withdraw().
class NotificationPort : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Shows it, in place of the one of the same key if there is one.
    virtual void show(const QString& key, const Notification& what) = 0;
    virtual void withdraw(const QString& key) = 0;

Q_SIGNALS:
    /// `token`: by which the window may come to the front; may be empty.
    void acted(const QString& key, const QString& action, const QByteArray& token);
    void replied(const QString& key, const QString& text);
    /// Somebody put it away; it is not shown any more.
    void closed(const QString& key);
};

/// The place where programs that have no window stay visible (a tray).
class TrayPort : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    struct Words {
        QString show;
        QString lock;
        QString quit;
        bool operator==(const Words&) const = default;
    };

    /// There is such a place, and our icon is in it if that is wanted.
    [[nodiscard]] virtual bool isThere() const = 0;
    virtual void setShown(bool shown) = 0;
    /// `unread`: a mark on the icon. `lockable`: the menu offers to lock.
    virtual void setState(bool unread, bool lockable) = 0;
    virtual void setWords(const Words& words) = 0;

Q_SIGNALS:
    void thereChanged();
    void showWanted();
    void lockWanted();
    void quitWanted();
};

/// A number on the program's icon in a task bar.
class BadgePort {
public:
    virtual ~BadgePort() = default;
    /// Zero: none.
    virtual void show(int count) = 0;
};

/// Whether the desktop starts the program when somebody logs in.
class AutostartPort {
public:
    virtual ~AutostartPort() = default;
    [[nodiscard]] virtual bool isOn() const = 0;
    /// False when it could not be written.
    [[nodiscard]] virtual bool set(bool on) = 0;
};

}  // namespace nightjar
