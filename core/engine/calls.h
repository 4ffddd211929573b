// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>
#include <map>

#include "channel/channel.h"
#include "crypto/keys.h"
#include "crypto/packetprotection.h"
#include "engine/context.h"
#include "link/outgoing.h"
#include "voice/calls.h"
#include "voice/voicesession.h"
#include "wire/content.h"

namespace nightjar::engine {

struct Parts;

/// Calls: what the call machine decides becomes envelopes, events and sealed voice packets (docs/protocol.md section
/// 9).
class Calls {
public:
    explicit Calls(Parts& parts) : m_parts(parts) {}

    void start(const StartCall& command);
    void accept(const AcceptCall& command);
    void end(const EndCall& command);
    void mute(const MuteCall& command);
    void getStats(const GetCallStats& command);
    void hold(const HoldCall& command);
    void setPushToTalk(const SetPushToTalk& command);
    void pressToTalk(const PressToTalk& command);
    void list(const ListCalls& command);
    /// One rings or goes on.
    [[nodiscard]] bool isLive() const { return m_calls.live().has_value(); }

    /// A CALL_… content, inside the transaction that takes it in; what is to be done after the commit goes to `after`.
    void signalArrived(const ContactId& contact, const wire::Content& content, AfterCommit& after);
    /// A voice packet; `from` is nothing when it came through the relay.
    void voiceArrived(const ContactId& contact, std::optional<link::Route> from, ByteView packet);
    /// A voice packet straight from an address: of a call there is, or of nobody.
    void voiceArrivedDirect(const link::Route& from, ByteView packet);

    void captured(std::span<const std::int16_t> samples);
    void playbackWanted(std::size_t samples);
    void contactRemoved(const ContactId& contact);
    void tick();
    [[nodiscard]] Instant nextDeadline() const;

private:
    /// What both sides put into the keys of a call; known by its name on the wire.
    struct Keying {
        ContactId contact;
        bool weCalled = false;
        SecretBytes secret;
        crypto::KeyPair own;
        std::optional<crypto::PublicKey> peer;
    };
    struct Media {
        crypto::VoiceKey sendKey;
        crypto::VoiceKey receiveKey;
        voice::VoiceSession session;
        std::int64_t sentBytes = 0;
        std::int64_t receivedBytes = 0;
        Instant reportAt{};
    };
    /// A call that lives; by its name here.
    struct One {
        ContactId contact;
        std::unique_ptr<Media> media{};
        std::optional<Instant> activeSince{};
        Instant acceptAgain = never;
        std::optional<voice::CallAction> accepted{};
        CallStats endedStats{};  ///< between the end of the sound and the end of the call
        bool muted = false;
        bool pushToTalk = false;
        bool talking = false;  ///< the talk key is down
        bool burst = false;    ///< what is said is recorded, since the line is gone
    };

    void offered(const ContactId& contact, const wire::CallOfferContent& offer, Duration age);
    void perform(voice::Calls::Actions actions);
    void sendSignal(const voice::CallAction& action, const voice::Signal& signal);
    void sendAccept(const voice::CallAction& action);
    void stateChanged(const voice::CallAction& action, const voice::StateChanged& change);
    void startMedia(const voice::CallAction& action, const voice::StartMedia& start);
    void stopMedia(const CallId& call);
    void holdChanged(const voice::CallAction& action, const voice::HoldChanged& change);
    /// Begins or ends the recording of what is said into a line that is gone.
    void followBurst(const CallId& call);
    /// What the microphone gives to this call is heard there.
    [[nodiscard]] bool isHeard(const CallId& call, const One& one) const;
    [[nodiscard]] CallStats describe(const CallId& call, const One& one) const;
    bool open(const CallId& call, One& one, std::optional<link::Route> from, ByteView packet);
    void record(const voice::CallAction& action, CallEnd end, Duration length, std::int64_t bytes);

    Parts& m_parts;
    voice::Calls m_calls;
    std::map<CallId, Keying> m_keying;
    std::map<CallId, One> m_ones;
    CallStats m_lastStats;  ///< of the call that ended last
    CallId m_lastCall;
};

}  // namespace nightjar::engine
