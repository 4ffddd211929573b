// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "notifier.h"

#include <numeric>

#include "names.h"

namespace nightjar {

namespace {

const QString quietKey = QStringLiteral("quiet");
const QString callPrefix = QStringLiteral("call/");
/// Of a text, in characters: as much as any daemon shows.
constexpr qsizetype mostText = 240;

QString words(const Message& message) {
    const auto text = oneLine(toQt(message.text), mostText);
    switch (message.kind) {
        case MessageKind::Photo:
            return text.isEmpty() ? Notifier::tr("Photo") : Notifier::tr("Photo: %1").arg(text);
        case MessageKind::File:
            return message.attachment ? Notifier::tr("File: %1").arg(oneLine(toQt(message.attachment->name)))
                                      : Notifier::tr("File");
        case MessageKind::Note:
            return Notifier::tr("Voice message");
        case MessageKind::Location:
            return Notifier::tr("A place");
        case MessageKind::Card:
            return Notifier::tr("A contact");
        case MessageKind::Call:
            return Notifier::tr("Missed call");
        default:
            return text.isEmpty() ? Notifier::tr("New message") : text;
    }
}

}  // namespace

QString Notifier::Source::key() const {
    return toQt(container) + u'/' + toQt(contact);
}

Notifier::Notifier(AppViewModel& app, NotificationPort& port, QObject* parent)
    : QObject(parent), m_app(app), m_port(port) {
    connect(&m_app, &AppViewModel::screenChanged, this, &Notifier::follow);
    connect(m_app.preferences(), &Preferences::desktopChanged, this, [this] {
        if (!m_app.preferences()->notifies() || !m_app.preferences()->notifiesContent()) {
            withdrawAll();
        }
    });
    connect(m_app.desktop(), &DesktopViewModel::inFrontChanged, this, &Notifier::forgetWhatIsSeen);
    connect(&m_port, &NotificationPort::acted, this, &Notifier::act);
    connect(&m_port, &NotificationPort::replied, this, &Notifier::reply);
    connect(&m_port, &NotificationPort::closed, this, [this](const QString& key) {
        m_open.erase(key);
        m_calls.erase(key);
        if (key == quietKey) {
            m_quiet.clear();
        }
    });
    follow();
}

Notifier::~Notifier() {
    withdrawAll();
}

void Notifier::follow() {
    auto* const identities = m_app.identities();
    if (m_app.screen() != AppViewModel::Screen::Ready) {
        withdrawAll();
    }
    if (identities == m_identities) {
        return;
    }
    withdrawAll();
    m_identities = identities;
    if (!identities) {
        return;
    }
    for (const auto& [container, session] : identities->sessions()) {
        watch(container, *session);
    }
    connect(identities, &IdentitiesModel::sessionAdded, this,
            [this](const ContainerId& container, SessionViewModel* session) { watch(container, *session); });
    connect(identities, &IdentitiesModel::sessionDropped, this, [this](const ContainerId& container) {
        std::set<Source> gone;
        for (const auto& [key, source] : m_open) {
            gone.insert(source);
        }
        for (const auto& [source, count] : m_quiet) {
            gone.insert(source);
        }
        for (const auto& source : gone) {
            if (source.container == container) {
                forget(source);
            }
        }
        const auto call = callPrefix + toQt(container);
        if (m_calls.erase(call) > 0) {
            m_port.withdraw(call);
        }
    });
}

void Notifier::watch(const ContainerId& container, SessionViewModel& session) {
    connect(&session, &SessionViewModel::messageArrived, this, [this, container](const Message& message) {
        hear({container, message.contact}, message);
    });
    connect(session.chats(), &ChatListModel::contactChanged, this,
            [this, container, chats = session.chats()](const ContactId& id) {
                const auto* const contact = chats->find(id);
                const Source source{container, id};
                if (contact && contact->unread > 0) {
                    m_counted.insert(source);
                } else if (m_counted.contains(source)) {
                    forget(source);
                }
            });
    connect(session.chats(), &ChatListModel::contactRemoved, this, [this, container](const ContactId& id) {
        forget({container, id});
    });
    connect(&session, &SessionViewModel::conversationChanged, this, &Notifier::forgetWhatIsSeen);
    connect(session.call(), &CallViewModel::changed, this,
            [this, container, call = session.call()] { callChanged(container, *call); });
}

void Notifier::hear(const Source& source, const Message& message) {
    const bool missed = message.kind == MessageKind::Call && message.text == "missed";
    const bool told = message.kind != MessageKind::Notice && (message.kind != MessageKind::Call || missed);
    if (message.mine || !told || !m_app.preferences()->notifies() || isLookedAt(source)) {
        return;
    }
    if (auto* const from = session(source.container)) {
        from->muted()->ask(source.contact, this, [this, source, message](bool muted) {
            if (!muted && !isLookedAt(source)) {
                tell(source, message);
            }
        });
    }
}

void Notifier::tell(const Source& source, const Message& message) {
    auto* const from = session(source.container);
    const auto* const contact = from ? from->chats()->find(source.contact) : nullptr;
    if (contact && mayTellContent(source.container)) {
        tellOpenly(source, *contact, message);
    } else if (from) {
        tellQuietly(source, message.kind == MessageKind::Call);
    }
}

void Notifier::tellOpenly(const Source& source, const Contact& contact, const Message& message) {
    Notification note;
    note.heading = contact.name.empty() ? tr("Nameless") : oneLine(toQt(contact.name));
    note.text = message.author.empty() ? words(message)
                                       : QStringLiteral("%1: %2").arg(oneLine(toQt(message.author)), words(message));
    note.actions = {{QStringLiteral("open"), tr("Open")}};
    note.category =
        message.kind == MessageKind::Call ? QStringLiteral("call.unanswered") : QStringLiteral("im.received");
    note.replyWords = message.kind == MessageKind::Call ? QString() : tr("Reply");
    m_open.insert_or_assign(source.key(), source);
    m_port.show(source.key(), note);
}

void Notifier::tellQuietly(const Source& source, bool missedCall) {
    ++m_quiet[source];
    const int count =
        std::accumulate(m_quiet.begin(), m_quiet.end(), 0, [](int sum, const auto& one) { return sum + one.second; });
    Notification note;
    note.heading = QStringLiteral("Nightjar");
    // The first may be told for what it is; of several only that there are several.
    note.text = count > 1 ? tr("New messages: %1").arg(count) : missedCall ? tr("Missed call") : tr("New message");
    note.actions = {{QStringLiteral("open"), tr("Open")}};
    note.category = QStringLiteral("im.received");
    m_port.show(quietKey, note);
}

void Notifier::callChanged(const ContainerId& container, const CallViewModel& call) {
    const auto key = callPrefix + toQt(container);
    if (call.state() != CallViewModel::State::Incoming) {
        if (m_calls.erase(key) > 0) {
            m_port.withdraw(key);
        }
        return;
    }
    const bool inFront = m_app.desktop()->isInFront() && m_app.session();
    if (m_calls.contains(key) || inFront || !m_app.preferences()->notifies()) {
        return;
    }
    Notification note;
    note.heading = QStringLiteral("Nightjar");
    note.text = tr("Incoming call");
    if (mayTellContent(container)) {
        note.heading = call.name().isEmpty() ? tr("Nameless") : oneLine(call.name());
    }
    note.actions = {{QStringLiteral("open"), tr("Open")}};
    if (m_app.session()) {
        note.actions += {{QStringLiteral("answer"), tr("Accept")}, {QStringLiteral("decline"), tr("Decline")}};
    }
    note.urgent = true;
    note.category = QStringLiteral("call.incoming");
    m_calls[key] = container;
    m_port.show(key, note);
}

void Notifier::act(const QString& key, const QString& action, const QByteArray& token) {
    if (const auto ringing = m_calls.find(key); ringing != m_calls.end()) {
        auto* const ours = session(ringing->second);
        // Behind the lock screen a call is neither taken nor declined.
        if (ours && m_app.session() && ours->call()->state() == CallViewModel::State::Incoming) {
            if (action == u"decline") {
                return ours->call()->hangUp();
            }
            if (action == u"answer") {
                ours->call()->accept();
            }
        }
    } else if (const auto shown = m_open.find(key); shown != m_open.end()) {
        m_app.offerChat(shown->second.container, shown->second.contact);
    } else if (key == quietKey && m_quiet.size() == 1) {
        m_app.offerChat(m_quiet.begin()->first.container, m_quiet.begin()->first.contact);
    }
    Q_EMIT windowWanted(token);
}

void Notifier::reply(const QString& key, const QString& text) {
    const auto shown = m_open.find(key);
    if (shown == m_open.end() || !m_app.session()) {
        return;
    }
    const auto source = shown->second;
    if (auto* const ours = session(source.container)) {
        ours->reply(source.contact, text);
    }
    forget(source);
}

void Notifier::forgetWhatIsSeen() {
    auto* const shown = m_app.session();
    if (!shown || !shown->conversation() || !m_identities) {
        return;
    }
    for (const auto& [container, session] : m_identities->sessions()) {
        const Source source{container, shown->conversation()->id()};
        if (session.get() == shown && isLookedAt(source)) {
            return forget(source);
        }
    }
}

void Notifier::forget(const Source& source) {
    m_counted.erase(source);
    if (m_open.erase(source.key()) > 0) {
        m_port.withdraw(source.key());
    }
    if (m_quiet.erase(source) > 0 && m_quiet.empty()) {
        m_port.withdraw(quietKey);
    }
}

void Notifier::withdrawAll() {
    m_counted.clear();
    for (const auto& [key, source] : std::exchange(m_open, {})) {
        m_port.withdraw(key);
    }
    for (const auto& [key, container] : std::exchange(m_calls, {})) {
        m_port.withdraw(key);
    }
    if (!std::exchange(m_quiet, {}).empty()) {
        m_port.withdraw(quietKey);
    }
}

SessionViewModel* Notifier::session(const ContainerId& container) const {
    if (!m_identities) {
        return nullptr;
    }
    const auto found = m_identities->sessions().find(container);
    return found == m_identities->sessions().end() ? nullptr : found->second.get();
}

bool Notifier::mayTellContent(const ContainerId& container) const {
    return m_app.preferences()->notifiesContent() && m_app.session() && m_identities &&
           m_identities->isOpenlyShown(container);
}

bool Notifier::isLookedAt(const Source& source) const {
    auto* const shown = m_app.session();
    return shown && shown == session(source.container) && shown->conversation() &&
           shown->conversation()->id() == source.contact && m_app.desktop()->isInFront();
}

}  // namespace nightjar
