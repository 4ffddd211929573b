// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

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

/// All calls of this device: at most one lives at a time. Answers strangers' offers with busy, drops what belongs to no
/// call, and resolves glare: when both sides call each other the lower CallId wins and is answered at once.
class Calls {
public:
    using Actions = std::vector<CallAction>;

    [[nodiscard]] Result<Actions, CallError> start(Instant now, ContactId contact, CallId id);
    [[nodiscard]] Result<Actions, CallError> accept(Instant now, CallId call);
    /// Declines while it rings here, hangs up otherwise.
    [[nodiscard]] Result<Actions, CallError> end(Instant now, CallId call);
    /// A signal from a contact; `age` is how long ago it was sent.
    [[nodiscard]] Actions signalled(Instant now, ContactId contact, CallId wire, const Signal& signal,
                                    Duration age = {});
    [[nodiscard]] Actions packetReceived(Instant now);
    [[nodiscard]] Actions tick(Instant now);
    [[nodiscard]] Instant deadline() const;

    /// The live call, or nothing.
    struct Live {
        CallId call;
        CallId wire;
        ContactId contact;
        CallState state{};
        bool caller = false;
        std::optional<Instant> activeSince;
    };
    [[nodiscard]] std::optional<Live> live() const;

private:
    [[nodiscard]] Actions wrap(std::vector<CallStep> steps) const;

    CallId m_id;
    CallId m_wire;
    ContactId m_contact;
    Call m_call;
};

}  // namespace nightjar::voice
