// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QMap>

#include "desktopports.h"
#include "spellport.h"

namespace nightjar::test {

/// A notification daemon that shows everything and asks nobody.
class FakeNotifications final : public NotificationPort {
public:
    void show(const QString& key, const Notification& what) override {
        shown[key] = what;
        ++total;
    }
    void withdraw(const QString& key) override { shown.remove(key); }

    /// Everything that can be read of it, in one text.
    [[nodiscard]] QString read() const {
        QString out;
        for (auto it = shown.begin(); it != shown.end(); ++it) {
            out += it->heading + u'|' + it->text + u'|';
            for (const auto& action : it->actions) {
                out += action.words + u'|';
            }
            out += it->replyWords + u'\n';
        }
        return out;
    }

    QMap<QString, Notification> shown;
    int total = 0;
};

class FakeTray final : public TrayPort {
public:
    [[nodiscard]] bool isThere() const override { return there && shown; }
    void setShown(bool on) override { shown = on; }
    void setState(bool hasUnread, bool isLockable) override {
        unread = hasUnread;
        lockable = isLockable;
    }
    void setWords(const Words& said) override { words = said; }
    void become(bool isThere) {
        there = isThere;
        Q_EMIT thereChanged();
    }

    bool there = true;
    bool shown = false;
    bool unread = false;
    bool lockable = false;
    Words words;
};

class FakeBadge final : public BadgePort {
public:
    void show(int n) override { count = n; }
    int count = 0;
};

class FakeAutostart final : public AutostartPort {
public:
    [[nodiscard]] bool isOn() const override { return on; }
    [[nodiscard]] bool set(bool wanted) override {
        on = works ? wanted : on;
        return works;
    }
    bool on = false;
    bool works = true;
};

/// Knows few words, and tells at once.
class FakeSpelling final : public SpellPort {
public:
    [[nodiscard]] bool speak(const QStringList& languages) override {
        spoken = languages;
        return there;
    }
    void check(const QStringList& words) override {
        QStringList right;
        QStringList wrong;
        for (const auto& word : words) {
            asked.append(word);
            (known.contains(word) ? right : wrong).append(word);
        }
        Q_EMIT checked(right, wrong);
    }
    void suggest(const QString& word) override { Q_EMIT suggested(word, known); }

    QStringList known{QStringLiteral("hello"), QStringLiteral("world")};
    QStringList spoken;
    QStringList asked;
    bool there = true;
};

/// All of them, as a desktop that has everything.
struct FakeDesktop {
    FakeTray tray;
    FakeBadge badge;
    FakeNotifications notifications;
    FakeAutostart autostart;
    FakeSpelling spelling;
};

}  // namespace nightjar::test
