// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "traymenu.h"

#include <QDBusMetaType>
#include <QGuiApplication>

namespace nightjar {

QDBusArgument& operator<<(QDBusArgument& argument, const MenuNode& node) {
    argument.beginStructure();
    argument << node.id << node.properties;
    argument.beginArray(qMetaTypeId<QDBusVariant>());
    for (const auto& child : node.children) {
        argument << QDBusVariant(QVariant::fromValue(child));
    }
    argument.endArray();
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, MenuNode& node) {
    argument.beginStructure();
    argument >> node.id >> node.properties;
    argument.beginArray();
    while (!argument.atEnd()) {
        QDBusVariant child;
        argument >> child;
        node.children.append(qdbus_cast<MenuNode>(child.variant().value<QDBusArgument>()));
    }
    argument.endArray();
    argument.endStructure();
    return argument;
}

QDBusArgument& operator<<(QDBusArgument& argument, const MenuProperties& entry) {
    argument.beginStructure();
    argument << entry.id << entry.properties;
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, MenuProperties& entry) {
    argument.beginStructure();
    argument >> entry.id >> entry.properties;
    argument.endStructure();
    return argument;
}

TrayMenu::TrayMenu(QObject* parent, std::function<void(Entry)> chosen)
    : QDBusAbstractAdaptor(parent), m_chosen(std::move(chosen)) {
    qDBusRegisterMetaType<MenuNode>();
    qDBusRegisterMetaType<MenuProperties>();
    qDBusRegisterMetaType<QList<MenuProperties>>();
    qDBusRegisterMetaType<QList<int>>();
}

void TrayMenu::setWords(const TrayPort::Words& words) {
    if (!(m_words == words)) {
        m_words = words;
        changed();
    }
}

void TrayMenu::setLockable(bool lockable) {
    if (m_lockable != lockable) {
        m_lockable = lockable;
        changed();
    }
}

QString TrayMenu::textDirection() const {
    return QGuiApplication::isRightToLeft() ? QStringLiteral("rtl") : QStringLiteral("ltr");
}

QVariantMap TrayMenu::properties(int id) const {
    const auto entry = [](const QString& words, bool enabled) {
        // An underscore would mark a key.
        return QVariantMap{{QStringLiteral("label"), QString(words).replace(u'_', QStringLiteral("__"))},
                           {QStringLiteral("enabled"), enabled},
                           {QStringLiteral("visible"), true}};
    };
    switch (id) {
        case Root:
            return {{QStringLiteral("children-display"), QStringLiteral("submenu")}};
        case Show:
            return entry(m_words.show, true);
        case Lock:
            return entry(m_words.lock, m_lockable);
        case Separator:
            return {{QStringLiteral("type"), QStringLiteral("separator")}, {QStringLiteral("visible"), true}};
        case Quit:
            return entry(m_words.quit, true);
        default:
            return {};
    }
}

uint TrayMenu::GetLayout(int parentId, int recursionDepth, const QStringList&, MenuNode& layout) {
    layout = {parentId, properties(parentId), {}};
    if (parentId == Root && recursionDepth != 0) {
        for (const int id : {Show, Lock, Separator, Quit}) {
            layout.children.append({id, properties(id), {}});
        }
    }
    return m_revision;
}

QList<MenuProperties> TrayMenu::GetGroupProperties(const QList<int>& ids, const QStringList&) {
    QList<MenuProperties> out;
    for (const int id : ids.isEmpty() ? QList<int>{Root, Show, Lock, Separator, Quit} : ids) {
        if (const auto known = properties(id); !known.isEmpty()) {
            out.append({id, known});
        }
    }
    return out;
}

QDBusVariant TrayMenu::GetProperty(int id, const QString& name) {
    const auto value = properties(id).value(name);
    return QDBusVariant(value.isValid() ? value : QVariant(QString()));
}

void TrayMenu::Event(int id, const QString& eventId, const QDBusVariant&, uint) {
    if (eventId == u"clicked" && (id == Show || (id == Lock && m_lockable) || id == Quit)) {
        m_chosen(static_cast<Entry>(id));
    }
}

bool TrayMenu::AboutToShow(int) {
    return false;
}

void TrayMenu::changed() {
    Q_EMIT LayoutUpdated(++m_revision, Root);
}

}  // namespace nightjar

#include "moc_traymenu.cpp"
