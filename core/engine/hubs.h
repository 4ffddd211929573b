// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>
#include <map>

#include "engine/context.h"
#include "link/hubsession.h"
#include "link/natprobe.h"
#include "link/tcpaddress.h"
#include "wire/address.h"

namespace nightjar::engine {

struct Parts;

/// The sessions with all hubs in use: the home hub, where our new queues are, and those where contacts' queues are.
class Hubs {
public:
    using Answer = std::function<void(const link::HubAnswer&)>;

    explicit Hubs(Parts& parts) : m_parts(parts) {}

    /// Opens the sessions that the stored contacts and invitations need.
    void start();
    /// The hub for new queues; nothing when none is set.
    [[nodiscard]] const std::optional<wire::HubAddress>& home() const { return m_home; }
    /// False when the disk refused; then nothing has changed.
    [[nodiscard]] Result<void, store::StoreError> setHome(const wire::HubAddress& address);

    /// Fetches from a queue of ours, now and in every later session.
    void receiveFrom(const store::QueueEnd& queue);
    /// Has the hub deliver again what was not acknowledged.
    void fetchAgain(const store::QueueEnd& queue);
    /// A queue that was ours is in store::DeadQueues now: nothing more is taken from it, and it is deleted, now or when
    /// the hub is reached.
    void bury(const store::QueueEnd& queue);
    /// Nothing more will be put there.
    void stopSending(const store::QueueEnd& queue);
    /// Asks a hub; while it cannot be reached the question waits, for at most `patience`, then the answer is Lost.
    void ask(const std::string& hub, link::HubRequest request, Duration patience, Answer answer);
    /// Puts an envelope into a contact's queue; Lost at once when the hub is not there.
    /// `hasTime`: a transient one that waits behind texts.
    void put(const store::QueueEnd& queue, Bytes envelope, bool transient, Answer answer, bool hasTime = false);
    /// Asks for something of a queue in this role; Lost at once when the hub is not there.
    void askNow(const store::QueueEnd& queue, wire::QueueRole role, link::HubRequest request, Answer answer);
    void acknowledge(const std::string& hub, const QueueId& queue, wire::DeliveryNumber number);
    void relay(const store::QueueEnd& queue, Bytes payload);
    /// Speech goes over the same line: messages leave it room.
    void setVoiceActive(bool active);
    [[nodiscard]] bool isOnline(const std::string& hub) const;
    /// The identity was restored on another device, which receives now: nothing is sent or taken here any more. It is
    /// asked again with every session, so that nothing is lost should that device be gone.
    [[nodiscard]] bool isSuperseded() const { return m_superseded.has_value(); }
    /// Of the session with it, if there is one.
    [[nodiscard]] channel::Stats stats(const std::string& hub) const;

    /// What is known about the NAT before us.
    [[nodiscard]] link::NatProbe& nat() { return *m_probe; }
    [[nodiscard]] const link::NatProbe& nat() const { return *m_probe; }
    /// Of the line to the home hub: what our own network is.
    [[nodiscard]] channel::Stats homeStats() const;
    /// After so long a silence something is said to every hub.
    void setKeepAlive(Duration interval);
    /// Where the home hub answers by UDP; invalid while it does not.
    [[nodiscard]] Endpoint homeByUdp() const;
    /// Our address as seen from outside may have changed without our being told.
    void lookAgain();
    /// A peer can be reached by TCP alone: finds out how a connection of ours looks from outside.
    void wantTcp();
    /// The home hub carries no UDP for us.
    [[nodiscard]] bool isByTcp() const;
    [[nodiscard]] const link::TcpAddress& tcp() const { return *m_tcp; }
    void setLocalAddresses(const std::vector<Endpoint>& addresses);
    [[nodiscard]] const std::vector<Endpoint>& localAddresses() const { return m_local; }
    /// Our address as seen from outside; invalid while unknown.
    [[nodiscard]] Endpoint publicAddress() const;
    /// The one of IPv6, where the hub is reached by both families and publicAddress() is of IPv4.
    [[nodiscard]] Endpoint publicAddress6() const { return m_probe6->publicAddress(); }
    void resolved(const std::string& host, const std::vector<Endpoint>& addresses);
    /// True when the datagram belonged to a hub.
    [[nodiscard]] bool handle(const Endpoint& from, ByteView datagram, Way way = Way::Udp);
    /// A connection ended, or could not be made.
    void hungUp(Way way, const Endpoint& to);
    /// Sends what the sessions want sent and passes on what they heard; true when something was heard.
    bool drain();
    [[nodiscard]] Instant nextDeadline() const;
    void describe(Status& status) const;

private:
    struct Question {
        link::HubRequest request;
        Answer answer;
        Instant until;        ///< whoever asked waits no longer; it is asked anew until then
        bool mayWait = true;  ///< false: it goes into this session or is Lost, and its answer is waited for
    };
    struct Client {
        Client(const wire::HubAddress& hubAddress, RandomSource& random, Instant now)
            : address(hubAddress), session(hubAddress.key, random, now) {}
        wire::HubAddress address;
        link::HubSession session;
        std::map<link::RequestTag, Question> asked;
        std::vector<Question> waiting;
        std::vector<Endpoint> endpoints;  ///< where it may be, as the session was told
        Instant resolveAt = never;
        Way way = Way::Udp;
        Instant rememberAt = never;  ///< its way has lasted then
        Instant giveUpAt = never;    ///< the earliest `until` of all questions, or earlier
    };
    Client* client(const std::string& address);
    Client& open(const wire::HubAddress& address);
    void submit(Client& to, Question question);
    void hear(Client& from, link::HubEvent event);
    void cameOnline(Client& hub);
    void attachRecent(Client& hub);
    void wentOffline(Client& hub);
    void tellHome();
    void buryDeadQueues(Client& hub);
    void buryDeadQueue(Client& hub, const QueueId& queue, ByteView secret);
    void giveUpOld(Client& hub);
    void hear(Client& from, const link::AttachmentNews& news);
    void supersede(const QueueId& queue);
    void watchWay(Client& hub);
    void findName(Client& hub);
    void setEndpoints(Client& hub, std::vector<Endpoint> endpoints);
    /// Asks how we look from outside, by each family that the home hub has.
    void probe(const Client& hub);
    [[nodiscard]] std::pair<HubState, ErrorCode> homeState() const;

    Parts& m_parts;
    std::optional<wire::HubAddress> m_home;
    std::optional<QueueId> m_superseded;  ///< the queue of ours that somebody of a later tenure receives from
    std::map<std::string, std::unique_ptr<Client>> m_clients;
    std::unique_ptr<link::NatProbe> m_probe;   ///< of IPv4, where the hub has it
    std::unique_ptr<link::NatProbe> m_probe6;  ///< of IPv6 beside it
    std::unique_ptr<link::TcpAddress> m_tcp;
    std::vector<Endpoint> m_local;
    Instant m_lookAgainAt{};
    link::RequestTag m_lastTag = 0;
    std::pair<HubState, ErrorCode> m_told{HubState::None, ErrorCode::None};
};

}  // namespace nightjar::engine
