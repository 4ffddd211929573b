// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "identitiesmodel.h"

#include <QPointer>
#include <algorithm>

#include "names.h"
#include "pages.h"

namespace nightjar {

namespace {

ContainerId idOf(const QString& container) {
    return ContainerId::parse(container.toStdString()).value_or(ContainerId{});
}

}  // namespace

IdentitiesModel::IdentitiesModel(Gate& gate, Messenger& outer, QObject* parent)
    : QAbstractListModel(parent), m_gate(gate), m_chatPin(gate) {
    if (auto* const household = gate.household()) {
        connect(household, &Household::outerOpened, this, [this](Messenger* messenger) {
            add({}, *messenger);
            if (m_current.isNull()) {
                show({});
            }
        });
        connect(household, &Household::outerClosing, this, [this] { drop({}); });
        connect(household, &Household::opened, this, [this](const ContainerInfo& info, Messenger* messenger) {
            add(info.id, *messenger);
            list();
        });
        connect(household, &Household::closing, this, &IdentitiesModel::drop);
        connect(household, &Household::closed, this, &IdentitiesModel::list);
        connect(household, &Household::changed, this, &IdentitiesModel::list);
    }
    connect(&m_chatPin, &ChatPinViewModel::opened, this, [this](const ContainerId& container) { show(container); });
    add({}, outer);
    m_session = m_sessions.begin()->second.get();
    if (auto* const household = gate.household()) {
        for (const auto& one : household->containers()) {
            if (auto* const messenger = household->find(one.id)) {
                add(one.id, *messenger);
            }
        }
    }
    list();
}

IdentitiesModel::~IdentitiesModel() = default;

void IdentitiesModel::add(const ContainerId& container, Messenger& messenger) {
    auto session = std::make_unique<SessionViewModel>(messenger, m_gate);
    connect(session->chats(), &ChatListModel::unreadChanged, this, [this] {
        Q_EMIT dataChanged(index(0), index(count() - 1), {UnreadRole});
        Q_EMIT unreadChanged();
    });
    if (container.isNull()) {
        connect(session->settings(), &SettingsViewModel::changed, this, [this, settings = session->settings()] {
            if (m_name != settings->name()) {
                m_name = settings->name();
                Q_EMIT dataChanged(index(0), index(0), {NameRole});
            }
        });
    }
    connect(session->call(), &CallViewModel::changed, this, [this, container] { watchCalls(container); });
    auto& added = m_sessions[container];
    added = std::move(session);
    Q_EMIT sessionAdded(container, added.get());
    if (container.isNull()) {
        Q_EMIT homeChanged();
    }
}

void IdentitiesModel::drop(const ContainerId& container) {
    const auto at = m_sessions.find(container);
    if (at == m_sessions.end()) {
        return;
    }
    const auto old = std::move(at->second);
    m_sessions.erase(at);
    Q_EMIT sessionDropped(container);
    if (container.isNull()) {
        Q_EMIT homeChanged();
    }
    if (m_session == old.get()) {
        // The screen goes first and entirely, then what it showed.
        m_session = nullptr;
        Q_EMIT currentChanged();
        deletePages();
        if (!container.isNull()) {
            show({});
        }
    }
    Q_EMIT unreadChanged();
}

void IdentitiesModel::show(const ContainerId& container) {
    // Not from inside a handler of the page that is about to go.
    QMetaObject::invokeMethod(
        this,
        [this, container] {
            const auto at = m_sessions.find(container);
            if (at == m_sessions.end() || m_session == at->second.get()) {
                return;
            }
            if (m_session) {
                m_session = nullptr;
                Q_EMIT currentChanged();
                deletePages();
            }
            m_current = container;
            m_session = at->second.get();
            Q_EMIT currentChanged();
            Q_EMIT unreadChanged();
            Q_EMIT dataChanged(index(0), index(count() - 1), {CurrentRole});
        },
        Qt::QueuedConnection);
}

void IdentitiesModel::list() {
    std::vector<ContainerInfo> shown;
    if (const auto* const household = m_gate.household()) {
        for (const auto& one : household->containers()) {
            if (!one.hidden || m_sessions.contains(one.id)) {
                shown.push_back(one);
            }
        }
    }
    beginResetModel();
    m_shown = std::move(shown);
    endResetModel();
    Q_EMIT changed();
}

void IdentitiesModel::watchCalls(const ContainerId& container) {
    const auto at = m_sessions.find(container);
    if (at == m_sessions.end() || at->second.get() == m_session ||
        at->second->call()->state() != CallViewModel::State::Incoming) {
        return;
    }
    if (!m_session || m_session->call()->state() == CallViewModel::State::Idle) {
        show(container);
    }
}

SessionViewModel* IdentitiesModel::home() const {
    const auto at = m_sessions.find(ContainerId{});
    return at == m_sessions.end() ? nullptr : at->second.get();
}

bool IdentitiesModel::isOpenlyShown(const ContainerId& container) const {
    if (container.isNull()) {
        return true;
    }
    const auto* const household = m_gate.household();
    const auto* const info = household ? household->info(container) : nullptr;
    return info && info->kind == ContainerKind::Identity && !info->guarded && !info->hidden;
}

void IdentitiesModel::closeChats() {
    for (const auto& [container, session] : m_sessions) {
        session->close();
    }
}

int IdentitiesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant IdentitiesModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= count()) {
        return {};
    }
    const auto* const info = index.row() == 0 ? nullptr : &m_shown[static_cast<std::size_t>(index.row()) - 1];
    const auto container = info ? info->id : ContainerId{};
    const auto session = m_sessions.find(container);
    switch (role) {
        case ContainerRole:
            return info ? toQt(info->id) : QString();
        case NameRole:
        case Qt::DisplayRole:
            return info ? toQt(info->label) : m_name;
        case KindRole:
            return toQt(kindName(info ? info->kind : ContainerKind::Identity));
        case OpenRole:
            return session != m_sessions.end();
        case CurrentRole:
            return container == m_current;
        case UnreadRole:
            return session != m_sessions.end() ? session->second->chats()->unread() : 0;
        case LockedRole:
            return info && info->guarded;
        case OpensItselfRole:
            return !info || info->opensItself;
        case EndsRole:
            return info && info->ends ? toQt(*info->ends) : QDateTime();
        default:
            return {};
    }
}

QHash<int, QByteArray> IdentitiesModel::roleNames() const {
    return {{ContainerRole, "container"},
            {NameRole, "name"},
            {KindRole, "kind"},
            {OpenRole, "open"},
            {CurrentRole, "current"},
            {UnreadRole, "unread"},
            {LockedRole, "locked"},
            {OpensItselfRole, "opensItself"},
            {EndsRole, "ends"}};
}

int IdentitiesModel::unreadElsewhere() const {
    int sum = 0;
    for (const auto& [container, session] : m_sessions) {
        sum += session.get() == m_session ? 0 : session->chats()->unread();
    }
    return sum;
}

QString IdentitiesModel::current() const {
    return m_current.isNull() ? QString() : toQt(m_current);
}

const ContainerInfo* IdentitiesModel::currentInfo() const {
    const auto* const household = m_gate.household();
    return household ? household->info(m_current) : nullptr;
}

QString IdentitiesModel::currentKind() const {
    const auto* const info = currentInfo();
    return toQt(kindName(info ? info->kind : ContainerKind::Identity));
}

QString IdentitiesModel::currentName() const {
    const auto* const info = currentInfo();
    return info ? toQt(info->label) : QString();
}

Household::Done IdentitiesModel::told(std::function<void(const ContainerId&)> then) {
    ++m_working;
    m_problem.clear();
    Q_EMIT changed();
    return [guard = QPointer(this), then = std::move(then)](const Household::Outcome& outcome) {
        if (!guard) {
            return;
        }
        --guard->m_working;
        guard->m_problem = outcome ? QString() : toQt(outcome.error().name());
        Q_EMIT guard->changed();
        if (outcome && then) {
            then(*outcome);
        }
    };
}

void IdentitiesModel::select(const QString& container) {
    const auto id = idOf(container);
    if (m_sessions.contains(id)) {
        show(id);
    } else if (auto* const household = m_gate.household()) {
        household->open(id, told([this](const ContainerId& opened) { show(opened); }));
    }
}

void IdentitiesModel::create(const QString& name, const QString& hub) {
    if (auto* const household = m_gate.household()) {
        household->makeIdentity(name.trimmed().toStdString(), hub.trimmed().toStdString(),
                                told([this](const ContainerId& made) { show(made); }));
    }
}

void IdentitiesModel::open(const QString& container) {
    if (auto* const household = m_gate.household()) {
        household->open(idOf(container), told());
    }
}

void IdentitiesModel::close(const QString& container) {
    // Not from inside a handler of the page that is about to go.
    QMetaObject::invokeMethod(
        this,
        [this, id = idOf(container)] {
            if (auto* const household = m_gate.household()) {
                household->close(id);
            }
        },
        Qt::QueuedConnection);
}

void IdentitiesModel::remove(const QString& container) {
    // Not from inside a handler of the page that is about to go.
    QMetaObject::invokeMethod(
        this,
        [this, id = idOf(container)] {
            if (auto* const household = m_gate.household()) {
                household->retire(id, told());
            }
        },
        Qt::QueuedConnection);
}

void IdentitiesModel::setOpensItself(const QString& container, bool opensItself) {
    if (auto* const household = m_gate.household()) {
        household->change(idOf(container), std::nullopt, opensItself, told());
    }
}

void IdentitiesModel::dismissProblem() {
    m_problem.clear();
    Q_EMIT changed();
}

}  // namespace nightjar
