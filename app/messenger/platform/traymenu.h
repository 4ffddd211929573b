// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QDBusAbstractAdaptor>
#include <QDBusArgument>
#include <QDBusVariant>
#include <QVariantMap>
#include <functional>

#include "desktopports.h"

namespace nightjar {

/// One entry of com.canonical.dbusmenu: (ia{sv}av).
struct MenuNode {
    int id = 0;
    QVariantMap properties;
    QList<MenuNode> children;
};
QDBusArgument& operator<<(QDBusArgument& argument, const MenuNode& node);
const QDBusArgument& operator>>(const QDBusArgument& argument, MenuNode& node);

/// Properties of one entry: (ia{sv}).
struct MenuProperties {
    int id = 0;
    QVariantMap properties;
};
QDBusArgument& operator<<(QDBusArgument& argument, const MenuProperties& entry);
const QDBusArgument& operator>>(const QDBusArgument& argument, MenuProperties& entry);

/// The menu of the icon in the tray, as com.canonical.dbusmenu (version 3): show, lock, quit.
class TrayMenu final : public QDBusAbstractAdaptor {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "com.canonical.dbusmenu")
    Q_PROPERTY(uint Version READ version CONSTANT FINAL)
    Q_PROPERTY(QString TextDirection READ textDirection CONSTANT FINAL)
    Q_PROPERTY(QString Status READ status CONSTANT FINAL)
    Q_PROPERTY(QStringList IconThemePath READ iconThemePath CONSTANT FINAL)

public:
    enum Entry { Root = 0, Show = 1, Lock = 2, Separator = 3, Quit = 4 };

    /// `chosen`: an entry was clicked on. No signal: those of an adaptor go to the whole bus.
    TrayMenu(QObject* parent, std::function<void(Entry)> chosen);

    void setWords(const TrayPort::Words& words);
    void setLockable(bool lockable);

    [[nodiscard]] uint version() const { return 3; }
    [[nodiscard]] QString textDirection() const;
    [[nodiscard]] QString status() const { return QStringLiteral("normal"); }
    [[nodiscard]] QStringList iconThemePath() const { return {}; }

public Q_SLOTS:
    uint GetLayout(int parentId, int recursionDepth, const QStringList& propertyNames, nightjar::MenuNode& layout);
    QList<nightjar::MenuProperties> GetGroupProperties(const QList<int>& ids, const QStringList& propertyNames);
    QDBusVariant GetProperty(int id, const QString& name);
    Q_NOREPLY void Event(int id, const QString& eventId, const QDBusVariant& data, uint timestamp);
    bool AboutToShow(int id);

Q_SIGNALS:
    void LayoutUpdated(uint revision, int parent);
    void ItemsPropertiesUpdated(const QList<nightjar::MenuProperties>& updated, const QList<int>& removed);

private:
    [[nodiscard]] QVariantMap properties(int id) const;
    void changed();

    std::function<void(Entry)> m_chosen;
    TrayPort::Words m_words;
    bool m_lockable = false;
    uint m_revision = 1;
};

}  // namespace nightjar

Q_DECLARE_METATYPE(nightjar::MenuNode)
Q_DECLARE_METATYPE(nightjar::MenuProperties)
