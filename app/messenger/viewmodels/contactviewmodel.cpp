// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "contactviewmodel.h"

#include "clipboard.h"
#include "names.h"

namespace nightjar {

namespace {
constexpr int safetyGroupLength = 5;

QString lines(const std::vector<LinkCandidate>& candidates) {
    QStringList out;
    for (const auto& candidate : candidates) {
        out.append((toQt(candidate.kind) + u' ' + toQt(candidate.address)).trimmed());
    }
    return out.join(u'\n');
}

}  // namespace

ContactViewModel::ContactViewModel(Courier& courier, ChatListModel& chats, UndoViewModel& undo, MutedChats& muted,
                                   const ContactId& contact, QObject* parent)
    : QObject(parent), m_courier(courier), m_chats(chats), m_undo(undo), m_muted(muted), m_id(contact) {
    connect(&m_chats, &ChatListModel::contactChanged, this, [this](const ContactId& changed_) {
        if (changed_ == m_id) {
            if (m_safetyGroups.isEmpty()) {
                askSafetyNumber();
            }
            Q_EMIT changed();
        }
    });
    m_poll.setInterval(std::chrono::seconds(2));
    connect(&m_poll, &QTimer::timeout, this, &ContactViewModel::askLink);
    m_poll.start();
    if (isGroup()) {
        askFounder();
    }
    askSafetyNumber();
    askLink();
    readWipeNotice();
    m_muted.ask(m_id, this, [this](bool isMuted) {
        m_isMuted = isMuted;
        Q_EMIT changed();
    });
}

void ContactViewModel::setMuted(bool muted) {
    m_muted.set(m_id, muted, this, [this, muted](ErrorCode code) {
        if (code == ErrorCode::None) {
            m_isMuted = muted;
        }
        m_problem = toQt(code);
        Q_EMIT changed();
    });
}

QString ContactViewModel::contact() const {
    return toQt(m_id);
}

QString ContactViewModel::name() const {
    const auto* contact = m_chats.find(m_id);
    return contact ? toQt(contact->name) : QString();
}

QString ContactViewModel::initialsOfName() const {
    return initials(name());
}

int ContactViewModel::tintOfContact() const {
    return tint(m_id);
}

QString ContactViewModel::path() const {
    return toQt(pathName(m_link.path));
}

QString ContactViewModel::linkClass() const {
    return toQt(linkClassName(m_link.linkClass));
}

QString ContactViewModel::remoteAddress() const {
    return toQt(m_link.remoteAddress);
}

QString ContactViewModel::remoteNat() const {
    return toQt(m_link.remoteNat);
}

QString ContactViewModel::method() const {
    return toQt(m_link.method);
}

QString ContactViewModel::localCandidates() const {
    return lines(m_link.localCandidates);
}

QString ContactViewModel::remoteCandidates() const {
    return lines(m_link.remoteCandidates);
}

bool ContactViewModel::isRelayOnly() const {
    const auto* contact = m_chats.find(m_id);
    return contact && contact->relayOnly;
}

void ContactViewModel::setRelayOnly(bool relayOnly) {
    SetRelayOnly command;
    command.contact = m_id;
    command.relayOnly = relayOnly;
    m_courier.ask(command, this, [this](const Event& answer) {
        report(answer);
        askLink();
    });
}

bool ContactViewModel::isBlocked() const {
    const auto* contact = m_chats.find(m_id);
    return contact && contact->blocked;
}

void ContactViewModel::setBlocked(bool blocked) {
    const auto told = [this](const Event& answer) { report(answer); };
    if (blocked) {
        BlockContact command;
        command.contact = m_id;
        m_courier.ask(command, this, told);
    } else {
        UnblockContact command;
        command.contact = m_id;
        m_courier.ask(command, this, told);
    }
}

ContactPrivacy ContactViewModel::privacy() const {
    const auto* contact = m_chats.find(m_id);
    return contact ? contact->privacy : ContactPrivacy();
}

void ContactViewModel::setReceipts(bool on) {
    auto wanted = privacy();
    wanted.receipts = on;
    setPrivacy(wanted);
}

void ContactViewModel::setReadReceipts(bool on) {
    auto wanted = privacy();
    wanted.readReceipts = on;
    setPrivacy(wanted);
}

void ContactViewModel::setTyping(bool on) {
    auto wanted = privacy();
    wanted.typing = on;
    setPrivacy(wanted);
}

void ContactViewModel::setMayErase(bool on) {
    auto wanted = privacy();
    wanted.mayErase = on;
    setPrivacy(wanted);
}

bool ContactViewModel::isLet() const {
    const auto* contact = m_chats.find(m_id);
    return !contact || contact->theyMayErase;
}

void ContactViewModel::setWipeNotice(bool on, bool ownDevice, bool erases) {
    SetWipeNotice command;
    command.contact = m_id;
    command.on = on;
    command.wipesThere = on && ownDevice;
    command.erasesChat = on && erases;
    m_courier.ask(command, this, [this](const Event& answer) {
        report(answer);
        readWipeNotice();
    });
}

void ContactViewModel::readWipeNotice() {
    GetSetting get;
    get.key = "wipe-notice/" + m_id.toString();
    m_courier.ask(get, this, [this](const Event& answer) {
        if (const auto* setting = std::get_if<SettingAnswer>(&answer)) {
            m_wipeNotice = toQt(setting->value);
            Q_EMIT changed();
        }
    });
    get.key = "wipe-notice-erases/" + m_id.toString();
    m_courier.ask(get, this, [this](const Event& answer) {
        if (const auto* setting = std::get_if<SettingAnswer>(&answer)) {
            m_wipeErases = !setting->value.empty();
            Q_EMIT changed();
        }
    });
}

void ContactViewModel::setPrivacy(const ContactPrivacy& privacy) {
    SetContactPrivacy command;
    command.contact = m_id;
    command.privacy = privacy;
    m_courier.ask(command, this, [this](const Event& answer) { report(answer); });
}

void ContactViewModel::report(const Event& answer) {
    m_problem = toQt(failureOf(answer));
    Q_EMIT changed();
    m_chats.reload();
}

void ContactViewModel::rename(const QString& name) {
    RenameContact command;
    command.contact = m_id;
    command.name = name.trimmed().toStdString();
    m_courier.ask(std::move(command), this, [this](const Event& answer) { report(answer); });
}

void ContactViewModel::remove(bool both) {
    DeleteContact command;
    command.contact = m_id;
    command.both = both;
    UndoViewModel::Deletion deletion;
    deletion.what = QStringLiteral("contact");
    deletion.name = name();
    // This page is closed by then; the list of chats outlives it.
    deletion.commit = [&courier = m_courier, &chats = m_chats, command] {
        courier.ask(command, &chats, [&chats](const Event& answer) {
            if (failureOf(answer) != ErrorCode::None) {
                chats.setLeaving({});
                Q_EMIT chats.failed(failureOf(answer));
            }
        });
    };
    deletion.revert = [&chats = m_chats] { chats.setLeaving({}); };
    m_undo.begin(std::move(deletion));
    m_chats.setLeaving(m_id);
}

void ContactViewModel::clear(bool both) {
    DeleteChat command;
    command.contact = m_id;
    command.both = both;
    UndoViewModel::Deletion deletion;
    deletion.what = QStringLiteral("chat");
    deletion.name = name();
    deletion.commit = [&courier = m_courier, &chats = m_chats, command] {
        courier.ask(command, &chats, [&chats](const Event& answer) {
            chats.setClearing({});
            if (failureOf(answer) != ErrorCode::None) {
                Q_EMIT chats.failed(failureOf(answer));
            }
        });
    };
    deletion.revert = [&chats = m_chats] { chats.setClearing({}); };
    m_undo.begin(std::move(deletion));
    m_chats.setClearing(m_id);
}

void ContactViewModel::copySafetyNumber() {
    copySensitive(safetyNumber());
}

QString ContactViewModel::lifeFrom() const {
    const auto* contact = m_chats.find(m_id);
    return toQt(lifeFromName(contact ? contact->life.from : LifeFrom::Never));
}

int ContactViewModel::lifeSeconds() const {
    const auto* contact = m_chats.find(m_id);
    return contact ? static_cast<int>(contact->life.life / std::chrono::seconds(1)) : 0;
}

void ContactViewModel::setLife(const QString& from, int seconds) {
    SetLife command;
    command.contact = m_id;
    if (from != toQt(lifeFromName(LifeFrom::Never))) {
        const bool sent = from == toQt(lifeFromName(LifeFrom::Sent));
        command.rule = {sent ? LifeFrom::Sent : LifeFrom::Read, std::chrono::seconds(seconds)};
    }
    m_courier.ask(command, this, [this](const Event& answer) { report(answer); });
}

bool ContactViewModel::isGroup() const {
    const auto* contact = m_chats.find(m_id);
    return contact && contact->isGroup;
}

bool ContactViewModel::isFounder() const {
    return m_founder && isGroup();
}

void ContactViewModel::askFounder() {
    m_courier.ask(GetSecretChat{}, this, [this](const Event& answer) {
        const auto* chat = std::get_if<SecretChatAnswer>(&answer);
        m_founder = chat != nullptr && chat->chat && chat->chat->founder;
        Q_EMIT changed();
    });
}

QVariantList ContactViewModel::members() const {
    QVariantList out;
    const auto* contact = m_chats.find(m_id);
    for (const auto& member : contact ? contact->members : std::vector<GroupMember>()) {
        const auto shown = toQt(member.name);
        out.append(QVariantMap{{QStringLiteral("name"), shown},
                               {QStringLiteral("initials"), initials(shown)},
                               {QStringLiteral("tint"), tint(member.name)},
                               {QStringLiteral("joined"), member.joined},
                               {QStringLiteral("founder"), member.founder}});
    }
    return out;
}

void ContactViewModel::removeMember(const QString& name) {
    RemoveMember command;
    command.contact = m_id;
    command.name = name.toStdString();
    m_courier.ask(std::move(command), this, [this](const Event& answer) { report(answer); });
}

void ContactViewModel::askSafetyNumber() {
    GetSafetyNumber get;
    get.contact = m_id;
    m_courier.ask(get, this, [this](const Event& answer) {
        if (const auto* number = std::get_if<SafetyNumberAnswer>(&answer)) {
            m_safetyGroups.clear();
            const auto digits = toQt(number->digits);
            for (qsizetype at = 0; at < digits.size(); at += safetyGroupLength) {
                m_safetyGroups.append(digits.mid(at, safetyGroupLength));
            }
            Q_EMIT changed();
        }
    });
}

void ContactViewModel::askLink() {
    GetLinkInfo get;
    get.contact = m_id;
    m_courier.ask(get, this, [this](const Event& answer) {
        if (const auto* info = std::get_if<LinkInfoAnswer>(&answer)) {
            m_link = info->info;
            Q_EMIT linkChanged();
        }
    });
}

}  // namespace nightjar
