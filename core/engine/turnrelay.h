// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"
#include "link/turnclient.h"
#include "wire/content.h"
#include "wire/turnaddress.h"

namespace nightjar::engine {

struct Parts;

/// The TURN server of the identity, where one is set: links go through it while no direct path is known.
class TurnRelay {
public:
    explicit TurnRelay(Parts& parts);

    /// Reads what is stored.
    void start();
    void set(const SetTurnServer& command);
    /// A link is about to be made: an allocation will be needed. It is kept for ten minutes, and while links are up.
    void want();
    /// These may send to us there.
    void permit(const std::vector<wire::Candidate>& peers);
    void networkChanged();
    void resolved(const std::string& host, const std::vector<Endpoint>& addresses);
    void hungUp(Way way, const Endpoint& to);
    /// A datagram of TurnClient::socket, or of a connection to a TURN server.
    void handle(const Datagram& datagram);
    /// The program ends, or nobody may reach us any more: the allocation is given back.
    void leave();

    /// Where peers reach us through the server; empty while it is not there.
    [[nodiscard]] const std::vector<Endpoint>& addresses() const { return m_client.relayed(); }
    void describe(Status& status) const;
    /// Who takes what peers sent: as a datagram of link::throughTurn.
    std::function<void(const Datagram&)> deliver;

    /// True when something was heard.
    bool drain();
    [[nodiscard]] Instant nextDeadline() const;

private:
    void connect();
    void send(link::TurnClient::Outputs& outputs);

    Parts& m_parts;
    link::TurnClient m_client;
    std::optional<wire::TurnAddress> m_server;
    Endpoint m_address;  ///< of m_server; invalid while it is looked up
    Instant m_wantedUntil{};
    bool m_running = false;
};

}  // namespace nightjar::engine
