// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <deque>
#include <list>

#include "base/result.h"
#include "voice/call.h"

namespace nightjar::voice {

enum class CallError : std::uint8_t { Busy, NoSuchCall };

/// One thing for the engine to do. `call` is the name of the call here (events, commands); `wire` its name in
/// signalling and key derivation. They differ only on the side whose offer lost when both called each other.
struct CallAction {
    CallId call;
    CallId wire;
    ContactId contact;
    CallStep step;
};

/// All calls of this device: one, and a second one that waits or is on hold. Answers further offers with busy, drops
/// what belongs to no call, and resolves glare: when both sides call each other the lower CallId wins and is answered
/// at once.
class Calls {
public:
    using Actions = std::vector<CallAction>;

    [[nodiscard]] Result<Actions, CallError> start(Instant now, ContactId contact, CallId id);
    /// The call that goes on is put on hold.
    [[nodiscard]] Result<Actions, CallError> accept(Instant now, CallId call);
    /// Declines while it rings here, hangs up otherwise.
    [[nodiscard]] Result<Actions, CallError> end(Instant now, CallId call);
    /// Taking a hold back holds the other call.
    [[nodiscard]] Result<Actions, CallError> hold(CallId call, bool held);
    /// A signal from a contact; `age` is how long ago it was sent.
    [[nodiscard]] Actions signalled(Instant now, ContactId contact, CallId wire, const Signal& signal,
                                    Duration age = {});
    /// A packet of this call.
    [[nodiscard]] Actions packetReceived(Instant now, CallId call);
    [[nodiscard]] Actions tick(Instant now);
    [[nodiscard]] Instant deadline() const;

    struct Live {
        CallId call;
        CallId wire;
        ContactId contact;
        CallState state{};
        bool caller = false;
        bool heldHere = false;
        bool heldThere = false;
        std::optional<Instant> activeSince;
    };
    /// The call in the foreground: the one that is talked in, or rings; nothing when there is none.
    [[nodiscard]] std::optional<Live> live() const;
    [[nodiscard]] std::optional<Live> find(CallId call) const;
    /// All that live, the older one first.
    [[nodiscard]] std::vector<Live> all() const;

private:
    struct Slot {
        CallId id;
        CallId wire;
        ContactId contact;
        Call call;
    };
    static constexpr std::size_t most = 2;
    /// Ended calls whose offer may come once more.
    static constexpr std::size_t remembered = 8;

    [[nodiscard]] Slot* slotOf(CallId call);
    Slot& open(ContactId contact, CallId id);
    [[nodiscard]] Actions offered(Instant now, ContactId contact, CallId wire, const Offer& offer, Duration age);
    void holdOthers(const Slot& but, Actions& actions);
    void forgetEnded();
    [[nodiscard]] static Live describe(const Slot& slot);
    static void wrap(const Slot& slot, std::vector<CallStep> steps, Actions& actions);

    std::list<Slot> m_slots;
    std::deque<CallId> m_over;
};

}  // namespace nightjar::voice
