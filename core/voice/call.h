// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/instant.h"

namespace nightjar::voice {

/// States of a call. Each has one sentence for the user; each way out of it is named.
///  Idle             nothing yet.                                → start, offer
///  OutgoingRinging  "Calling …": our offer is on its way.        → accept, decline, busy, 45 s, hang up
///  IncomingRinging  "… is calling": the user has not answered.   → accept, decline, caller gone, 45 s
///  Connecting       "Connecting": both agreed, no sound yet.     → first packet, 30 s, hang up
///  Active           "In call": packets arrive.                   → 3 s without a packet, hang up
///  Reconnecting     "Reconnecting": packets stopped coming.      → packet, 30 s without any, hang up
///  Stalled          "The line is gone": what is said under the talk key goes as a voice note.
///                                                                → packet, 2 min more without any, hang up
///  Ended            over; the reason says why.                   → nothing
/// Besides, either side may have put the other on hold once both agreed; the states go on as they are.
enum class CallState : std::uint8_t {
    Idle,
    OutgoingRinging,
    IncomingRinging,
    Connecting,
    Active,
    Reconnecting,
    Ended,
    Stalled
};

enum class EndReason : std::uint8_t {
    None,          ///< not ended
    HungUp,        ///< by us
    RemoteHungUp,  ///< by the other side, also while it was ringing here
    Declined,      ///< by whoever was called
    Busy,          ///< the other side is in a call
    NoAnswer,      ///< nobody answered within ringTime; here: a missed call
    LostLink,      ///< stalledAfter and stalledTime without any packet
    Failed         ///< agreed, but no packet ever came
};

inline constexpr Duration ringTime = 45s;
inline constexpr Duration connectTime = 30s;
/// Keep-alives come every second in silence; three missing ones mean that something is wrong.
inline constexpr Duration reconnectAfter = 3s;
inline constexpr Duration stalledAfter = 30s;
/// A stalled call waits so long: somebody walks out of a cellar, a phone finds another network.
inline constexpr Duration stalledTime = 120s;

/// The codec set we speak; a peer without DRED 1.5 falls back to L4 and up.
inline constexpr std::uint8_t codecDred15 = 1;

// Signalling; the engine carries it in content envelopes.
struct Offer {
    std::uint8_t codecs = codecDred15;
    bool operator==(const Offer&) const = default;
};
struct Ringing {
    bool operator==(const Ringing&) const = default;
};
struct Accept {
    std::uint8_t codecs = codecDred15;
    bool operator==(const Accept&) const = default;
};
enum class DeclineReason : std::uint8_t { Declined = 1, Busy = 2 };
struct Decline {
    DeclineReason reason = DeclineReason::Declined;
    bool operator==(const Decline&) const = default;
};
struct Hangup {
    bool operator==(const Hangup&) const = default;
};
/// The sender holds, or does no more. The highest turn counts: signals may overtake each other.
struct Hold {
    std::uint64_t turn = 1;
    bool held = false;
    bool operator==(const Hold&) const = default;
};
using Signal = std::variant<Offer, Ringing, Accept, Decline, Hangup, Hold>;

// What the engine has to do, in order.
struct SendSignal {
    Signal signal;
    bool operator==(const SendSignal&) const = default;
};
struct StateChanged {
    CallState state = CallState::Idle;
    EndReason reason = EndReason::None;
    bool operator==(const StateChanged&) const = default;
};
/// The other side's phone rings; the state stays OutgoingRinging.
struct RemoteRings {
    bool operator==(const RemoteRings&) const = default;
};
struct StartMedia {
    bool caller = false;      ///< gives the two directions their keys
    std::uint8_t codecs = 0;  ///< what both sides speak
    bool operator==(const StartMedia&) const = default;
};
struct StopMedia {
    bool operator==(const StopMedia&) const = default;
};
struct HoldChanged {
    bool byUs = false;
    bool byThem = false;
    bool operator==(const HoldChanged&) const = default;
};
using CallStep = std::variant<SendSignal, StateChanged, RemoteRings, StartMedia, StopMedia, HoldChanged>;

/// One call, seen from one side. Inputs that make no sense in a state are ignored: signalling may come twice or late.
class Call {
public:
    [[nodiscard]] CallState state() const { return m_state; }
    [[nodiscard]] EndReason reason() const { return m_reason; }
    [[nodiscard]] bool isLive() const { return m_state != CallState::Idle && m_state != CallState::Ended; }
    /// Both agreed, and it is not over.
    [[nodiscard]] bool isTalk() const {
        return m_state == CallState::Connecting || m_state == CallState::Active || m_state == CallState::Reconnecting ||
               m_state == CallState::Stalled;
    }
    [[nodiscard]] bool isHeldHere() const { return m_heldHere; }
    [[nodiscard]] bool isHeldThere() const { return m_heldThere; }
    /// True when we offered the call that is now agreed on.
    [[nodiscard]] bool isCaller() const { return m_caller; }
    /// When sound first came, for the duration shown; nothing before.
    [[nodiscard]] std::optional<Instant> activeSince() const { return m_activeSince; }
    /// When tick() next has something to do.
    [[nodiscard]] Instant deadline() const { return m_deadline; }

    [[nodiscard]] std::vector<CallStep> start(Instant now);
    /// An offer that was made `age` ago; one older than ringTime is a missed call at once.
    [[nodiscard]] std::vector<CallStep> offered(Instant now, const Offer& offer, Duration age = {});
    [[nodiscard]] std::vector<CallStep> accept(Instant now);
    [[nodiscard]] std::vector<CallStep> decline(Instant now);
    [[nodiscard]] std::vector<CallStep> hangUp(Instant now);
    /// We hold them, or take it back.
    [[nodiscard]] std::vector<CallStep> hold(bool held);
    /// It is over without a word to the other side, which knows: they begin a new one.
    [[nodiscard]] std::vector<CallStep> replace();
    /// Ringing, Accept, Decline, Hangup and Hold from the other side.
    [[nodiscard]] std::vector<CallStep> signalled(Instant now, const Signal& signal);
    /// Both sides called each other and the other one's offer won: answer it in place of our own.
    [[nodiscard]] std::vector<CallStep> yieldTo(Instant now, const Offer& offer);
    /// A packet that opened under the call's key.
    [[nodiscard]] std::vector<CallStep> packetReceived(Instant now);
    [[nodiscard]] std::vector<CallStep> tick(Instant now);

private:
    using Steps = std::vector<CallStep>;
    void enter(Steps& steps, CallState state, Instant deadline);
    void end(Steps& steps, EndReason reason);
    void connect(Steps& steps, Instant now, bool caller, std::uint8_t codecs);

    CallState m_state = CallState::Idle;
    EndReason m_reason = EndReason::None;
    bool m_caller = false;
    bool m_heldHere = false;
    bool m_heldThere = false;
    std::uint64_t m_turn = 0;
    std::uint64_t m_remoteTurn = 0;
    std::uint8_t m_remoteCodecs = 0;
    Instant m_lastPacket{};
    Instant m_deadline = never;
    std::optional<Instant> m_activeSince;
};

}  // namespace nightjar::voice
