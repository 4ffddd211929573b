// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/wipenotices.h"

#include "chat/wipenotice.h"
#include "engine/parts.h"
#include "store/incoming.h"
#include "store/profile.h"
#include "store/wipenotices.h"
#include "wire/envelope.h"

namespace nightjar::engine {

namespace {

constexpr std::size_t keySize = 32;
/// As the number of the last of our messages that they have seen: nothing of what we said is kept.
constexpr std::uint64_t everything = INT64_MAX;
/// As long as any hub may show the envelope again.
constexpr Duration seenLife = std::chrono::hours(60 * 24);

/// Where a program reads how it is set: "off", "on", "own-device".
std::string settingOf(const ContactId& contact) {
    return "setting/wipe-notice/" + contact.toString();
}
/// And whether the conversation is to go there: "on" or nothing.
std::string erasesSettingOf(const ContactId& contact) {
    return "setting/wipe-notice-erases/" + contact.toString();
}

}  // namespace

void WipeNotices::set(const SetWipeNotice& command) {
    auto& context = m_parts.context;
    const auto contact = context.recipient(command.request, command.contact);
    if (!contact) {
        return;
    }
    store::Transaction transaction(context.database);
    store::WipeNotices notices(context.database);
    wire::WipeNoticeContent content;
    if (command.on) {
        store::WipeNotices::Armed armed{command.contact, SecretBytes(keySize), command.wipesThere, command.erasesChat};
        context.random.fill(armed.key.mutableView());
        content.key = armed.key.clone();
        notices.arm(armed);
    } else {
        notices.disarm(command.contact);
    }
    store::Profile(context.database)
        .setText(settingOf(command.contact), !command.on          ? ""
                                             : command.wipesThere ? "own-device"
                                                                  : "on");
    store::Profile(context.database)
        .setText(erasesSettingOf(command.contact), command.on && command.erasesChat ? "on" : "");
    if (!m_parts.outgoing.post(command.contact, std::move(content)) && !context.database.error()) {
        return context.fail(command.request, ErrorCode::ContactGone);
    }
    if (context.commit(transaction, command.request)) {
        context.done(command.request);
        m_parts.outgoing.wake(command.contact);
    }
}

void WipeNotices::offered(const ContactId& contact, const wire::WipeNoticeContent& content) {
    store::WipeNotices notices(m_parts.context.database);
    if (content.key.empty()) {
        notices.forgetTheirKey(contact);
    } else {
        notices.setTheirKey(contact, content.key);
    }
}

bool WipeNotices::arrived(const store::ContactRecord& contact, ByteView envelope, const Origin& origin) {
    if (envelope.size() != wire::envelopeSizes.front()) {
        return false;
    }
    auto& context = m_parts.context;
    store::WipeNotices notices(context.database);
    const auto key = notices.theirKey(contact.id);
    const auto notice = key ? chat::openWipeNotice(*key, envelope) : std::nullopt;
    if (!notice) {
        return false;
    }
    const auto own = notices.find(contact.id);
    const bool wipesHere = notice->wipesThere && own && own->wipesThere;
    store::MessageRecord record;
    record.id = MessageId::draw(context.random);
    record.contact = contact.id;
    record.kind = store::MessageKind::Notice;
    record.text = wipesHere ? chat::noticeWipeHere : chat::noticeForcedToWipe;
    record.timeMs = context.nowMs();
    record.receivedMs = context.nowMs();
    record.state = store::MessageState::Received;
    AfterCommit after;
    store::Transaction transaction(context.database);
    notices.forgetTheirKey(contact.id);
    if (notice->erasesChat) {
        // Before the notice, which stays. Only where we let them delete here.
        m_parts.erasing.clearArrived(contact.id, {everything}, after);
    }
    store::Messages(context.database).add(record);
    store::SeenEnvelopes(context.database)
        .add(wire::envelopeId(envelope), false, toUnixMs(m_parts.age.now() + seenLife));
    after.emplace_back([this, record] {
        auto& now = m_parts.context;
        now.emit(MessageAdded{toMessage(now.database, record)});
        now.contactChanged(record.contact);
    });
    if (context.commit(transaction, std::move(after))) {
        m_parts.receipts.acknowledge(origin);
    }
    return true;
}

}  // namespace nightjar::engine
