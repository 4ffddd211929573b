// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <optional>

#include "base/random.h"
#include "runtime/messenger.h"

namespace nightjar::test {

/// A messenger in memory: answers every command the way the engine does (an answer or CommandFailed, news besides),
/// from the event loop, never from inside post(). The far ends are the test's to play.
class FakeMessenger final : public Messenger {
    Q_OBJECT

public:
    explicit FakeMessenger(QObject* parent = nullptr);

    void post(nightjar::Command command) override;

    // ---- what the world does

    /// A contact that has been there before anybody looked.
    ContactId addContact(const std::string& name, ContactState state = ContactState::Active);
    /// A message that has been there before anybody looked.
    MessageId addMessage(const ContactId& contact, bool mine, const std::string& text, Instant time,
                         MessageState state = MessageState::Received, ErrorCode reason = ErrorCode::None);
    void addCallRecord(const ContactId& contact, bool mine, const std::string& outcome, Instant time, Duration length);
    void addNotice(const ContactId& contact, std::string_view name, Instant time);
    void setUnread(const ContactId& contact, std::int64_t unread);
    void setDraft(const ContactId& contact, const std::string& text);
    /// What a message that is there already has besides its text.
    Message& amend(const MessageId& message);

    MessageId receive(const ContactId& contact, const std::string& text);
    /// A file or photo that has been there before anybody looked; with `content` all of it is here.
    MessageId addFile(const ContactId& contact, bool mine, MessageKind kind, Attachment attachment, Instant time,
                      const std::string& caption = {}, Bytes content = {});
    /// It comes while somebody looks, and is only offered.
    MessageId receiveFile(const ContactId& contact, MessageKind kind, Attachment attachment);
    void moveFile(const MessageId& message, TransferState state, std::uint64_t done,
                  ErrorCode reason = ErrorCode::None);
    /// They change the text of a message of theirs.
    void theyEdit(const MessageId& message, const std::string& text);
    /// The emoji that they have under it from now on.
    void theyReact(const MessageId& message, const std::vector<std::string>& emoji);
    void theyType(const ContactId& contact, bool typing = true);
    void advance(const MessageId& message, MessageState state, ErrorCode reason = ErrorCode::None);
    /// Somebody used the invitation that was made last.
    ContactId acceptOurInvitation(const std::string& name);
    /// Those that are open, the oldest first.
    [[nodiscard]] const std::vector<Invitation>& invitations() const { return m_invitations; }
    [[nodiscard]] std::vector<PublicAddress>& addresses() { return m_addresses; }
    /// The server has forgotten the oldest one.
    void loseAddress();
    void endInvitation(const InvitationId& invitation, InvitationEnd end);
    CallId ring(const ContactId& contact);
    /// Another one calls while one talks.
    CallId ringSecond(const ContactId& contact);
    void endSecond();
    /// What the first call's far end does.
    void hold(bool byThem);
    /// A voice note that has been there before anybody looked.
    MessageId addNote(const ContactId& contact, bool mine, Duration length, Instant time, bool better, bool heard);
    /// How the recording for a contact stands; tells it.
    void setRecording(const ContactId& contact, RecordingState state, Duration length);
    /// The note that plays has come so far, or is over.
    void playTo(Duration position, bool finished = false);
    MessageId addPlace(const ContactId& contact, bool mine, Place place, Instant time, const std::string& label);
    MessageId addCard(const ContactId& contact, bool mine, const std::string& name, const std::string& address,
                      Instant time);
    /// The public address that we came to them by.
    void setAddress(const ContactId& contact, const std::string& address);
    /// So much of this month's files was received, of so much that is allowed; tells it.
    void spend(std::int64_t cap, std::int64_t files);
    void moveCall(CallState state, CallEnd end = CallEnd::None);
    void setHubState(HubState state, ErrorCode problem = ErrorCode::None);
    void setLink(const ContactId& contact, Path path, LinkClass linkClass, double rttMs);
    void removedBy(const ContactId& contact);
    void trouble(ErrorCode code);

    /// The next command that can fail does, with this.
    void failNext(ErrorCode code) { m_failNext = code; }

    // ---- what the interface did

    [[nodiscard]] const std::vector<Command>& log() const { return m_log; }
    template <class C>
    [[nodiscard]] const C* last() const {
        for (auto it = m_log.rbegin(); it != m_log.rend(); ++it) {
            if (const auto* command = std::get_if<C>(&*it)) {
                return command;
            }
        }
        return nullptr;
    }
    template <class C>
    [[nodiscard]] int count() const {
        int n = 0;
        for (const auto& command : m_log) {
            n += std::holds_alternative<C>(command) ? 1 : 0;
        }
        return n;
    }
    [[nodiscard]] const std::vector<Message>& messages(const ContactId& contact) { return m_messages[contact]; }
    [[nodiscard]] std::map<std::string, std::string>& settings() { return m_settings; }
    CallStats stats;
    Status status;
    /// What the session is, if it is one.
    std::optional<SecretChat> secretChat;
    Meter meter{{{2026, 11, {{{1'200'000, 3'400'000}, {8'000'000, 41'000'000}, {2'100'000, 2'300'000}}}},
                 {2026, 10, {{{2'900'000, 6'100'000}, {0, 120'000'000}, {0, 0}}}}},
                0};
    StorageUse use{24'500'000, 310'200'000, 18'000'000, 92'400'000, 12'000, 1'900'000, 31'045};

    static constexpr std::string_view link =
        "nightjar:1/hub.example.org:33445/Zx8fK1bqVd0mUu3oP5rWc7tYh2nLg4sJ9eAi6kQwDvE/"
        "tB3xN6yHj8mKp1qRs4vWz7cFd0gLu2oXe5iAn9kTbY0";

private:
    void say(Event event);
    Contact* contact(const ContactId& id);
    void answer(const GetStatus& c);
    void answer(const SetName& c);
    void answer(const SetHub& c);
    void answer(const SetSetting& c);
    void answer(const GetSetting& c);
    void answer(const CreateInvitation& c);
    void answer(const RevokeInvitation& c);
    void answer(const AcceptInvitation& c);
    void answer(const ListContacts& c);
    void answer(const RenameContact& c);
    void answer(const DeleteContact& c);
    void answer(const GetSafetyNumber& c);
    void answer(const SendText& c);
    void answer(const ListMessages& c);
    void answer(const SearchMessages& c);
    void answer(const DeleteMessage& c);
    void answer(const MarkRead& c);
    void answer(const StartCall& c);
    void answer(const AcceptCall& c);
    void answer(const EndCall& c);
    void answer(const GetCallStats& c);
    void answer(const GetLinkInfo& c);
    void answer(const MuteCall& c);
    void answer(const HoldCall& c);
    void answer(const SetPushToTalk& c);
    void answer(const PressToTalk& c);
    void answer(const ListCalls& c);
    void answer(const RecordNote& c);
    void answer(const PauseRecording& c);
    void answer(const DiscardRecording& c);
    void answer(const SendRecording& c);
    void answer(const PlayNote& c);
    void answer(const StopNote& c);
    void answer(const SetInvisible& c);
    void answer(const SetRelayOnly& c);
    void answer(const BlockContact& c);
    void answer(const UnblockContact& c);
    void answer(const SetContactPrivacy& c);
    void answer(const SetLife& c);
    void answer(const GetSecretChat& c) { say(SecretChatAnswer{c.request, secretChat}); }
    void answer(const ListInvitations& c);
    void answer(const CreatePublicAddress& c);
    void answer(const ListPublicAddresses& c);
    void answer(const ChangePublicAddress& c);
    void answer(const DeletePublicAddress& c);
    void answer(const SetTurnServer& c);
    void answer(const SendFile& c);
    void answer(const FetchFile& c);
    void answer(const PauseTransfer& c);
    void answer(const ResumeTransfer& c);
    void answer(const CancelTransfer& c);
    void answer(const SaveFile& c);
    void answer(const ReadFile& c);
    void answer(const ListFiles& c);
    void answer(const EditMessage& c);
    void answer(const GetMessageHistory& c);
    void answer(const ForwardMessage& c);
    void answer(const ReactToMessage& c);
    void answer(const ResendMessage& c);
    void answer(const SetTyping& c);
    void answer(const SetDraft& c);
    void answer(const AcceptContact& c);
    void answer(const RefuseContact& c);
    void answer(const DeleteChat& c);
    void answer(const GetStorage& c);
    void answer(const ClearStorage& c);
    void answer(const CompactStore& c);
    void answer(const ExportBackup& c);
    void answer(const SendLocation& c);
    void answer(const StopLocation& c);
    void answer(const ListLive& c);
    void answer(const SendCard& c);
    void answer(const GetMeter& c);
    void answer(const SetMeterCap& c);
    /// What this stage does not play.
    template <class C>
    void answer(const C& c) {
        if constexpr (requires { c.request; }) {
            say(CommandFailed{c.request, ErrorCode::Internal});
        }
    }
    /// True, and CommandFailed is said, when failNext() wants it.
    bool fails(RequestId request);
    bool missing(RequestId request, const ContactId& id);
    /// Null, and CommandFailed is said, when there is no such message.
    Message* sought(RequestId request, const ContactId& contact, const MessageId& message);
    void store(const Message& message);
    void send(RequestId request, Message message);
    void setReactions(Message& message, bool mine, const std::vector<std::string>& emoji);
    void rewrite(Message& message, const std::string& text);
    [[nodiscard]] std::optional<Quote> quoteOf(const ContactId& contact, const std::optional<MessageId>& message);
    void forgetDraft(const ContactId& contact, const std::string& text);
    void tellContact(const ContactId& id);
    /// The message of this id with an attachment; null, and CommandFailed is said, when there is none.
    Message* withFile(RequestId request, const MessageId& message);

    SeededRandom m_random{7};
    std::vector<Command> m_log;
    std::vector<Contact> m_contacts;
    std::map<ContactId, std::vector<Message>> m_messages;
    std::map<MessageId, std::vector<MessageVersion>> m_versions;
    std::map<ContactId, LinkInfo> m_links;
    std::map<std::string, std::string> m_settings;
    std::map<MessageId, Bytes> m_contents;
    std::optional<ErrorCode> m_failNext;
    std::vector<Invitation> m_invitations;
    std::vector<PublicAddress> m_addresses;
    CallId m_call;
    ContactId m_callContact;
    CallId m_second;
    ContactId m_secondContact;
    std::map<ContactId, Duration> m_recorded;
    std::optional<PlayNote> m_plays;
};

/// Now, as the core counts.
[[nodiscard]] Instant present();

}  // namespace nightjar::test
