// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>

#include "crypto/work.h"
#include "engine/context.h"
#include "link/hubsession.h"
#include "wire/address.h"

namespace nightjar::engine {

struct Parts;

/// Takes invitations from public addresses (docs/protocol.md section 12). Nothing is kept: after a restart it begins
/// again, and the same token gets the same invitation.
///
/// States of a taking:
///   asking   the hub was asked for a ticket
///   working  the proof of work is being made, a little at every tick
///   taking   the proof is with the hub
class Takings {
public:
    /// Done with the sealed invitation in `blob`, Refused with `error`, or Lost.
    using Answer = std::function<void(const link::HubAnswer&)>;

    explicit Takings(Parts& parts) : m_parts(parts) {}

    /// `patience`: how long each question to the hub may wait.
    void take(const wire::AddressLink& address, const wire::BlobToken& token, Duration patience, Answer answer);
    /// Works on for some milliseconds.
    void tick();
    [[nodiscard]] Instant nextDeadline() const;

private:
    struct Taking {
        std::string hub;
        AddressId address;
        Duration patience{};
        Answer answer;
        int tickets = 0;  ///< that were asked for
        wire::WorkTicket ticket;
        std::optional<crypto::WorkSolver> solver;  ///< while it is working
    };

    void ask(const wire::BlobToken& token);
    void ticketCame(const wire::BlobToken& token, const link::HubAnswer& answer);
    void solved(const wire::BlobToken& token, Taking& taking, std::uint64_t nonce);
    void answered(const wire::BlobToken& token, const link::HubAnswer& answer);
    void finish(const wire::BlobToken& token, const link::HubAnswer& answer);

    Parts& m_parts;
    std::map<wire::BlobToken, Taking> m_takings;
    Instant m_workAt{};
};

}  // namespace nightjar::engine
