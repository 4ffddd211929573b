// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <map>
#include <set>

#include "crypto/keys.h"
#include "crypto/noise.h"
#include "hub/hub.h"
#include "hub/memoryqueuestore.h"
#include "link/hubsession.h"

using namespace nightjar;
using namespace nightjar::link;

namespace {

const Endpoint hubAt = Endpoint::v4(198, 51, 100, 7, 33445);
constexpr Duration wireDelay = 40ms;

struct Queue {
    QueueId id;
    crypto::KeyPair receiver;
    crypto::KeyPair sender;

    explicit Queue(RandomSource& random)
        : id(QueueId::draw(random)),
          receiver(crypto::generateKeyPair(random)),
          sender(crypto::generateKeyPair(random)) {}
    [[nodiscard]] CreateQueue create() const { return {id, receiver.publicKey.value, sender.publicKey.value}; }
};

/// Some clients and a hub with a wire of 40 ms between them, in virtual time.
class World {
public:
    struct Client {
        Client(HubSession s, Endpoint at) : session(std::move(s)), address(at) {}

        HubSession session;
        Endpoint address;
        bool cut = false;           ///< no UDP
        int lose = 0;               ///< so many of the next packets of the hub are lost
        std::set<Way> openStreams;  ///< that are let out
        std::vector<Way> streamed;  ///< what was sent through which
        std::vector<HubStateNews> states;
        std::map<RequestTag, std::vector<HubAnswer>> answers;
        std::vector<HubDelivery> deliveries;
        std::vector<HubRelay> relays;
        std::vector<AttachmentNews> attachments;
        std::vector<std::pair<Instant, Bytes>> sent;  ///< all datagrams
        RequestTag lastTag = 0;
    };

    World() : m_random(5), m_keys(crypto::generateKeyPair(m_random)) { restartHub(); }

    Client& addClient() {
        const auto port = static_cast<std::uint16_t>(40000 + m_clients.size());
        m_clients.push_back(std::make_unique<Client>(HubSession(m_keys.publicKey.value, m_random, m_now),
                                                     Endpoint::v4(203, 0, 113, 5, port)));
        return *m_clients.back();
    }
    Client& addOnlineClient() {
        auto& client = addClient();
        client.session.setEndpoints(m_now, {hubAt});
        run(1s);
        return client;
    }
    /// The hub forgets its sessions; what it stored stays.
    void restartHub() { m_hub = std::make_unique<hub::Hub>(m_keys, m_store, m_random); }
    hub::Hub& hub() { return *m_hub; }
    void hubSays(std::vector<hub::Outgoing> datagrams) {
        for (auto& out : datagrams) {
            const auto way = static_cast<Way>(out.connection);
            m_inFlight.emplace(m_now + wireDelay, Flight{way == Way::Tls ? hubAt.withPort(443) : hubAt, out.to,
                                                         std::move(out.datagram), way});
        }
    }
    void inject(const Endpoint& from, const Endpoint& to, Bytes bytes) {
        m_inFlight.emplace(m_now, Flight{from, to, std::move(bytes)});
    }

    RequestTag ask(Client& client, HubRequest request) {
        client.session.request(m_now, std::move(request), ++client.lastTag);
        return client.lastTag;
    }
    /// Asks and waits for the answer.
    HubAnswer askAndWait(Client& client, HubRequest request) {
        const auto tag = ask(client, std::move(request));
        run(2s);
        return client.answers[tag].size() == 1 ? client.answers[tag][0]
                                               : HubAnswer{0, HubAnswer::Outcome::Lost, {}, {}};
    }
    void makeQueue(Client& receiver, Client& sender, const Queue& queue) {
        QVERIFY(askAndWait(receiver, queue.create()).outcome == HubAnswer::Outcome::Done);
        receiver.session.attach(m_now, wire::QueueRole::Receiver, queue.id, queue.receiver.secret.view());
        sender.session.attach(m_now, wire::QueueRole::Sender, queue.id, queue.sender.secret.view());
        run(1s);
        QVERIFY(receiver.session.isAttached(wire::QueueRole::Receiver, queue.id));
        QVERIFY(sender.session.isAttached(wire::QueueRole::Sender, queue.id));
    }

    void run(Duration duration) {
        const auto end = m_now + duration;
        while (step(end)) {
        }
    }
    template <class Condition>
    bool runUntil(Condition condition, Duration most) {
        const auto end = m_now + most;
        while (!condition()) {
            if (!step(end)) {
                return condition();
            }
        }
        return true;
    }

    Instant m_now{1'700'000'000s};
    SeededRandom m_random;
    crypto::KeyPair m_keys;

private:
    struct Flight {
        Endpoint from;
        Endpoint to;
        Bytes bytes;
        Way way = Way::Udp;
    };

    void drain(Client& client) {
        auto out = client.session.poll(m_now);
        for (auto& datagram : out.datagrams) {
            if (datagram.way != Way::Udp) {
                client.streamed.push_back(datagram.way);
                if (!client.openStreams.contains(datagram.way)) {
                    m_inFlight.emplace(m_now, Flight{datagram.to, client.address, {}, datagram.way});  // refused
                } else {
                    m_inFlight.emplace(m_now + wireDelay,
                                       Flight{client.address, datagram.to, std::move(datagram.bytes), datagram.way});
                }
                continue;
            }
            client.sent.emplace_back(m_now, datagram.bytes);
            if (!client.cut) {
                m_inFlight.emplace(m_now + wireDelay, Flight{client.address, datagram.to, std::move(datagram.bytes)});
            }
        }
        for (auto& event : out.events) {
            if (const auto* state = std::get_if<HubStateNews>(&event)) {
                client.states.push_back(*state);
            } else if (const auto* answer = std::get_if<HubAnswer>(&event)) {
                client.answers[answer->tag].push_back(*answer);
            } else if (const auto* delivery = std::get_if<HubDelivery>(&event)) {
                client.deliveries.push_back(*delivery);
            } else if (const auto* relay = std::get_if<HubRelay>(&event)) {
                client.relays.push_back(*relay);
            } else {
                client.attachments.push_back(std::get<AttachmentNews>(event));
            }
        }
    }

    bool step(Instant end) {
        auto next = std::max(m_hub->nextDeadline(), m_now + Duration(1));
        for (auto& client : m_clients) {
            drain(*client);
            // Whatever could be done at this moment is done.
            if (client->session.nextDeadline() <= m_now) {
                qFatal("a deadline that poll() did not meet");
            }
            next = std::min(next, client->session.nextDeadline());
        }
        if (!m_inFlight.empty()) {
            next = std::min(next, std::max(m_inFlight.begin()->first, m_now));
        }
        if (next > end) {
            m_now = end;
            return false;
        }
        m_now = next;
        hubSays(m_hub->tick(m_now));
        while (!m_inFlight.empty() && m_inFlight.begin()->first <= m_now) {
            const auto flight = std::move(m_inFlight.begin()->second);
            m_inFlight.erase(m_inFlight.begin());
            if (flight.to == hubAt || flight.to == hubAt.withPort(443)) {
                hubSays(m_hub->handle(
                    m_now,
                    hub::Incoming{
                        hub::Port::Main, flight.from, flight.bytes, {}, static_cast<hub::ConnectionId>(flight.way)}));
            }
            for (auto& client : m_clients) {
                if (client->address != flight.to) {
                    continue;
                }
                if (flight.way != Way::Udp && !client->openStreams.contains(flight.way)) {
                    client->session.hungUp(m_now, flight.way, flight.from);
                } else if (client->lose > 0) {
                    --client->lose;
                } else if (flight.way != Way::Udp || !client->cut) {
                    (void)client->session.handle(m_now, flight.from, flight.bytes, flight.way);
                }
            }
        }
        return true;
    }

    hub::MemoryQueueStore m_store;
    std::unique_ptr<hub::Hub> m_hub;
    std::vector<std::unique_ptr<Client>> m_clients;
    std::multimap<Instant, Flight> m_inFlight;
};

[[nodiscard]] std::vector<std::int64_t> helloTimes(const World::Client& client, Instant since) {
    std::vector<std::int64_t> times;
    for (const auto& [at, bytes] : client.sent) {
        if (wire::kindOf(bytes) == wire::DatagramKind::HubHello) {
            times.push_back(toMs(at - since));
        }
    }
    return times;
}

}  // namespace

class TestHubSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isWelcomed();
    void saysHelloWithPatience();
    void hurriesWhenKicked();
    void triesEveryAddress();
    void noticesAWrongKey();
    void answersEveryRequestOnce();
    void attachesDeliversAcknowledges();
    void attachesManyAtOnce();
    void keepsWhatOvertakesItsHandle();
    void requestsWaitForTheirQueue();
    void relaysInBothDirections();
    void refusedQueuesAreAskedAgain();
    void survivesARestartOfTheHub();
    void survivesTheEndOfTheHub();
    void losesWhatWasAskedOfTheOldSession();
    void comesBackFromSilence();
    void keepsTheMappingOpen();
    void followsItsOwnAddress();
    void pausesWithoutAddresses();
    void saysGoodBye();
    void survivesGarbage();
    void takesAStreamWhereUdpIsBlocked_data();
    void takesAStreamWhereUdpIsBlocked();
    void movesASessionToAStreamAndBack();
    void connectsAnewWhenAStreamEnds();
};

void TestHubSession::isWelcomed() {
    World world;
    auto& client = world.addClient();
    world.run(1s);
    QCOMPARE(client.session.state(), HubSessionState::Idle);
    QVERIFY(client.sent.empty());
    client.session.setEndpoints(world.m_now, {hubAt});
    const auto start = world.m_now;
    QVERIFY(world.runUntil([&] { return client.session.state() == HubSessionState::Online; }, 1s));
    QCOMPARE(toMs(world.m_now - start), std::int64_t{80});  // one round trip
    world.run(1s);
    QVERIFY(client.session.observedAddress() == client.address);
    QVERIFY(client.session.endpoint() == hubAt);
    QVERIFY(client.session.timeOffset() > -3ms && client.session.timeOffset() < 3ms);
    QVERIFY(client.states.back().state == HubSessionState::Online);
    QCOMPARE(helloTimes(client, start).size(), std::size_t{1});
    QVERIFY(client.session.stats().bytesSent >= 320 + 28);
    // The hub believes it, too: after half-open sessions are gone this one is there.
    world.run(60s);
    QCOMPARE(world.hub().counters().sessions, std::size_t{1});
    QCOMPARE(world.hub().counters().halfOpen, std::size_t{0});
}

void TestHubSession::takesAStreamWhereUdpIsBlocked_data() {
    QTest::addColumn<int>("way");
    QTest::addColumn<int>("preferred");
    QTest::addColumn<int>("mostMs");
    QTest::newRow("tcp") << int(Way::Tcp) << int(Way::Udp) << 1100;
    QTest::newRow("tls") << int(Way::Tls) << int(Way::Udp) << 2100;
    QTest::newRow("tcp, known") << int(Way::Tcp) << int(Way::Tcp) << 100;
    QTest::newRow("tls, known") << int(Way::Tls) << int(Way::Tls) << 100;
}

void TestHubSession::takesAStreamWhereUdpIsBlocked() {
    QFETCH(int, way);
    QFETCH(int, preferred);
    QFETCH(int, mostMs);
    World world;
    auto& client = world.addClient();
    client.cut = true;
    client.openStreams = {static_cast<Way>(way)};
    client.session.preferWay(static_cast<Way>(preferred));
    const auto start = world.m_now;
    client.session.setEndpoints(world.m_now, {hubAt}, 443);
    QVERIFY(world.runUntil([&] { return client.session.state() == HubSessionState::Online; }, 5s));
    QVERIFY2(toMs(world.m_now - start) <= mostMs, qPrintable(QString::number(toMs(world.m_now - start))));
    QCOMPARE(client.session.way(), static_cast<Way>(way));
    const Queue queue(world.m_random);
    QVERIFY(world.askAndWait(client, queue.create()).outcome == HubAnswer::Outcome::Done);
    world.run(1h);
    QCOMPARE(client.session.state(), HubSessionState::Online);
    QCOMPARE(world.hub().counters().sessions, std::size_t{1});
}

void TestHubSession::movesASessionToAStreamAndBack() {
    World world;
    auto& client = world.addClient();
    client.openStreams = {Way::Tcp, Way::Tls};
    client.session.setEndpoints(world.m_now, {hubAt}, 443);
    world.run(10s);
    QVERIFY(client.streamed.empty());  // UDP answered
    client.cut = true;
    const Queue queue(world.m_random);
    const auto tag = world.ask(client, queue.create());
    QVERIFY(world.runUntil([&] { return !client.answers[tag].empty(); }, 3s));
    QVERIFY(client.answers[tag][0].outcome == HubAnswer::Outcome::Done);  // the same session: nothing was lost
    QCOMPARE(client.session.way(), Way::Tcp);
    QCOMPARE(world.hub().counters().sessions, std::size_t{1});
    world.run(5min);
    QCOMPARE(client.session.way(), Way::Tcp);
    client.cut = false;
    QVERIFY(world.runUntil([&] { return client.session.way() == Way::Udp; }, 70s));
    QVERIFY(world.askAndWait(client, queue.create()).outcome == HubAnswer::Outcome::Done);
    const auto streamed = client.streamed.size();
    world.run(10min);
    QCOMPARE(client.streamed.size(), streamed);
    QCOMPARE(world.hub().counters().sessions, std::size_t{1});
}

void TestHubSession::connectsAnewWhenAStreamEnds() {
    World world;
    auto& client = world.addClient();
    client.cut = true;
    client.openStreams = {Way::Tcp};
    client.session.setEndpoints(world.m_now, {hubAt}, 443);
    QVERIFY(world.runUntil([&] { return client.session.state() == HubSessionState::Online; }, 5s));
    world.run(30s);
    const Queue queue(world.m_random);
    client.session.hungUp(world.m_now, Way::Tcp, hubAt);
    const auto tag = world.ask(client, queue.create());
    QVERIFY(world.runUntil([&] { return !client.answers[tag].empty(); }, 3s));
    QVERIFY(client.answers[tag][0].outcome == HubAnswer::Outcome::Done);
    QCOMPARE(client.session.way(), Way::Tcp);
    QCOMPARE(world.hub().counters().sessions, std::size_t{1});
}

void TestHubSession::saysHelloWithPatience() {
    World world;
    auto& client = world.addClient();
    client.cut = true;
    const auto start = world.m_now;
    client.session.setEndpoints(world.m_now, {hubAt});
    world.run(5900ms);
    QCOMPARE(client.session.state(), HubSessionState::Connecting);
    world.run(200ms);
    QCOMPARE(client.session.state(), HubSessionState::Unreachable);
    QCOMPARE(client.session.problem(), HubProblem::NoAnswer);
    world.run(600s);
    const auto times = helloTimes(client, start);
    QCOMPARE(times[0], std::int64_t{0});
    QCOMPARE(times[1], std::int64_t{1200});
    QVERIFY(times[2] - times[1] >= 1900 && times[2] - times[1] <= 2900);  // 2.4 s, jittered
    for (std::size_t i = 6; i < times.size(); ++i) {
        QVERIFY(times[i] - times[i - 1] >= 23'900 && times[i] - times[i - 1] <= 36'100);
    }
    QVERIFY(times.size() < 32);
    client.cut = false;
    QVERIFY(world.runUntil([&] { return client.session.state() == HubSessionState::Online; }, 37s));
    world.run(0s);
    std::vector<HubSessionState> states;
    for (const auto& news : client.states) {
        states.push_back(news.state);
    }
    QVERIFY(
        (states == std::vector{HubSessionState::Connecting, HubSessionState::Unreachable, HubSessionState::Online}));
}

void TestHubSession::hurriesWhenKicked() {
    World world;
    auto& client = world.addClient();
    client.cut = true;
    client.session.setEndpoints(world.m_now, {hubAt});
    world.run(5min);
    client.cut = false;
    client.session.kick(world.m_now);
    QVERIFY(world.runUntil([&] { return client.session.state() == HubSessionState::Online; }, 100ms));
}

void TestHubSession::triesEveryAddress() {
    World world;
    auto& client = world.addClient();
    const auto dead = *Endpoint::parse("[2001:db8::1]:33445");
    client.session.setEndpoints(world.m_now, {dead, dead.withPort(1), dead.withPort(2), hubAt});
    QVERIFY(world.runUntil([&] { return client.session.state() == HubSessionState::Online; }, 2s));
    QVERIFY(client.session.endpoint() == hubAt);
}

void TestHubSession::noticesAWrongKey() {
    World world;
    auto& client = world.addClient();
    client.cut = true;
    client.session.setEndpoints(world.m_now, {hubAt});
    world.run(0s);
    const auto hello = wire::decodeHubHello(client.sent.at(0).second);
    QVERIFY(hello);
    Bytes noise(48 + 17, 9);
    QVERIFY(!client.session.handle(world.m_now, hubAt, wire::encodeHubWelcome(wire::ChannelId{{1, 2, 3}}, noise)));
    QVERIFY(client.session.handle(world.m_now, hubAt, wire::encodeHubWelcome(hello->client, noise)));
    QCOMPARE(client.session.state(), HubSessionState::Connecting);
    QCOMPARE(client.session.problem(), HubProblem::WrongKey);
    world.run(10s);
    QCOMPARE(client.session.state(), HubSessionState::Unreachable);
    QCOMPARE(client.session.problem(), HubProblem::WrongKey);
    // It may have been a stranger on the way: the true hub is still heard.
    client.cut = false;
    QVERIFY(world.runUntil([&] { return client.session.state() == HubSessionState::Online; }, 20s));
    QCOMPARE(client.session.problem(), HubProblem::None);
}

void TestHubSession::answersEveryRequestOnce() {
    World world;
    auto& client = world.addClient();
    const auto early = world.ask(client, TakeBlob{});
    client.session.setEndpoints(world.m_now, {hubAt});
    world.run(1s);
    QCOMPARE(client.answers[early].size(), std::size_t{1});
    QVERIFY(client.answers[early][0].outcome == HubAnswer::Outcome::Lost);

    Queue queue(world.m_random);
    QVERIFY(world.askAndWait(client, queue.create()).outcome == HubAnswer::Outcome::Done);
    QVERIFY(world.askAndWait(client, queue.create()).outcome == HubAnswer::Outcome::Done);
    const auto conflict = world.askAndWait(client, CreateQueue{queue.id, {}, {}});
    QVERIFY(conflict.outcome == HubAnswer::Outcome::Refused);

    PutBlob blob;
    blob.blob = wire::BlobId::draw(world.m_random);
    blob.secondsToLive = 3600;
    blob.content = Bytes(512, 3);
    QVERIFY(world.askAndWait(client, blob).outcome == HubAnswer::Outcome::Done);
    const auto token = wire::BlobToken::draw(world.m_random);
    const auto taken = world.askAndWait(client, TakeBlob{blob.blob, token});
    QVERIFY(taken.outcome == HubAnswer::Outcome::Done);
    QVERIFY(taken.blob == blob.content);
    const auto late = world.askAndWait(client, TakeBlob{blob.blob, wire::BlobToken::draw(world.m_random)});
    QVERIFY(late.outcome == HubAnswer::Outcome::Refused && late.error == wire::HubError::BlobUsed);

    const auto nobody = world.askAndWait(client, PutEnvelope{queue.id, false, Bytes(228, 1)});
    QVERIFY(nobody.outcome == HubAnswer::Outcome::Refused && nobody.error == wire::HubError::UnknownQueue);
    for (const auto& [tag, answers] : client.answers) {
        QCOMPARE(answers.size(), std::size_t{1});
    }
}

void TestHubSession::attachesDeliversAcknowledges() {
    World world;
    auto& alice = world.addOnlineClient();
    auto& bob = world.addOnlineClient();
    Queue queue(world.m_random);
    world.makeQueue(alice, bob, queue);
    QVERIFY(world.askAndWait(bob, PutEnvelope{queue.id, false, Bytes(16384, 1)}).outcome == HubAnswer::Outcome::Done);
    QVERIFY(world.askAndWait(bob, PutEnvelope{queue.id, true, Bytes(228, 2)}).outcome == HubAnswer::Outcome::Done);
    QCOMPARE(alice.deliveries.size(), std::size_t{2});
    QVERIFY(alice.deliveries[0].queue == queue.id);
    QVERIFY(alice.deliveries[0].envelope == Bytes(16384, 1));
    QVERIFY(alice.deliveries[0].number != 0);
    QCOMPARE(alice.deliveries[1].number, wire::DeliveryNumber{0});
    alice.session.acknowledge(queue.id, alice.deliveries[0].number);
    alice.session.acknowledge(queue.id, 0);
    world.run(1s);
    // In the next session there is nothing left.
    world.restartHub();
    world.run(40s);
    QVERIFY(alice.session.isAttached(wire::QueueRole::Receiver, queue.id));
    QCOMPARE(alice.deliveries.size(), std::size_t{2});

    QVERIFY(world.askAndWait(alice, DeleteQueue{queue.id}).outcome == HubAnswer::Outcome::Done);
    QVERIFY(!alice.session.isAttached(wire::QueueRole::Receiver, queue.id));
    const auto gone = world.askAndWait(bob, PutEnvelope{queue.id, false, Bytes(228, 1)});
    QVERIFY(gone.outcome == HubAnswer::Outcome::Refused);
    QCOMPARE(gone.error, wire::HubError::Gone);
}

void TestHubSession::attachesManyAtOnce() {
    World world;
    auto& alice = world.addOnlineClient();
    auto& bob = world.addOnlineClient();
    std::vector<Queue> queues;
    for (int i = 0; i < 600; ++i) {
        const auto& queue = queues.emplace_back(world.m_random);
        world.ask(alice, queue.create());
    }
    world.run(30s);  // as fast as a hub lets one session ask
    for (const auto& queue : queues) {
        alice.session.attach(world.m_now, wire::QueueRole::Receiver, queue.id, queue.receiver.secret.view());
    }
    const Queue unknown(world.m_random);
    alice.session.attach(world.m_now, wire::QueueRole::Receiver, unknown.id, unknown.receiver.secret.view());
    world.run(2s);
    QVERIFY(std::all_of(queues.begin(), queues.end(), [&](const Queue& queue) {
        return alice.session.isAttached(wire::QueueRole::Receiver, queue.id);
    }));
    QCOMPARE(alice.attachments.size(), std::size_t{601});
    const auto refused = std::find_if(alice.attachments.begin(), alice.attachments.end(),
                                      [](const AttachmentNews& news) { return !news.attached; });
    QVERIFY(refused != alice.attachments.end() && refused->queue == unknown.id);
    QCOMPARE(refused->error, wire::HubError::UnknownQueue);
    // Each of them has its own handle.
    for (const auto index : {0U, 300U, 599U}) {
        const auto& queue = queues[index];
        bob.session.attach(world.m_now, wire::QueueRole::Sender, queue.id, queue.sender.secret.view());
        world.ask(bob, PutEnvelope{queue.id, false, Bytes(228, 1)});
        world.run(1s);
        QVERIFY(alice.deliveries.back().queue == queue.id);
        alice.session.acknowledge(queue.id, alice.deliveries.back().number);
    }
    QCOMPARE(alice.deliveries.size(), std::size_t{3});
}

void TestHubSession::keepsWhatOvertakesItsHandle() {
    World world;
    auto& alice = world.addOnlineClient();
    auto& bob = world.addOnlineClient();
    Queue queue(world.m_random);
    QVERIFY(world.askAndWait(alice, queue.create()).outcome == HubAnswer::Outcome::Done);
    bob.session.attach(world.m_now, wire::QueueRole::Sender, queue.id, queue.sender.secret.view());
    for (std::uint8_t i = 1; i <= 8; ++i) {
        world.ask(bob, PutEnvelope{queue.id, false, Bytes(1024, i)});
    }
    world.run(2s);
    // The packet with ATTACHED is lost, those with the deliveries come.
    alice.lose = 1;
    alice.session.attach(world.m_now, wire::QueueRole::Receiver, queue.id, queue.receiver.secret.view());
    world.run(5s);
    QCOMPARE(alice.lose, 0);
    QVERIFY(alice.session.isAttached(wire::QueueRole::Receiver, queue.id));
    QCOMPARE(alice.deliveries.size(), std::size_t{8});
    std::sort(alice.deliveries.begin(), alice.deliveries.end(),
              [](const HubDelivery& a, const HubDelivery& b) { return a.number < b.number; });
    for (std::size_t i = 0; i < 8; ++i) {
        QVERIFY(alice.deliveries[i].envelope == Bytes(1024, static_cast<std::uint8_t>(i + 1)));
        alice.session.acknowledge(queue.id, alice.deliveries[i].number);
    }
    world.run(1s);
    world.restartHub();
    world.run(40s);
    QCOMPARE(alice.deliveries.size(), std::size_t{8});  // all were acknowledged
}

void TestHubSession::requestsWaitForTheirQueue() {
    World world;
    auto& alice = world.addOnlineClient();
    auto& bob = world.addOnlineClient();
    Queue queue(world.m_random);
    QVERIFY(world.askAndWait(alice, queue.create()).outcome == HubAnswer::Outcome::Done);
    bob.session.attach(world.m_now, wire::QueueRole::Sender, queue.id, queue.sender.secret.view());
    const auto tag = world.ask(bob, PutEnvelope{queue.id, false, Bytes(228, 1)});
    world.run(1s);
    QVERIFY(bob.answers[tag].at(0).outcome == HubAnswer::Outcome::Done);
    // The wrong key: refused with the reason, and not asked again and again.
    Queue other(world.m_random);
    QVERIFY(world.askAndWait(alice, other.create()).outcome == HubAnswer::Outcome::Done);
    bob.session.attach(world.m_now, wire::QueueRole::Sender, other.id, queue.sender.secret.view());
    const auto refused = world.askAndWait(bob, PutEnvelope{other.id, false, Bytes(228, 1)});
    QVERIFY(refused.outcome == HubAnswer::Outcome::Refused && refused.error == wire::HubError::NotAuthorised);
    const auto again = world.ask(bob, PutEnvelope{other.id, false, Bytes(228, 1)});
    QVERIFY(bob.session.poll(world.m_now).events.size() == 1);
    bob.session.detach(wire::QueueRole::Sender, other.id);
    (void)again;
}

void TestHubSession::relaysInBothDirections() {
    World world;
    auto& alice = world.addOnlineClient();
    auto& bob = world.addOnlineClient();
    Queue toAlice(world.m_random);
    Queue toBob(world.m_random);
    world.makeQueue(alice, bob, toAlice);
    world.makeQueue(bob, alice, toBob);
    bob.session.relay(toAlice.id, Bytes(HubSession::maxRelayPayload, 1));
    alice.session.relay(toBob.id, Bytes(1, 2));
    alice.session.relay(toAlice.id, Bytes(1, 3));  // not as a sender: dropped
    world.run(1s);
    QCOMPARE(alice.relays.size(), std::size_t{1});
    QVERIFY(alice.relays[0].queue == toAlice.id);
    QVERIFY(alice.relays[0].payload == Bytes(HubSession::maxRelayPayload, 1));
    QCOMPARE(bob.relays.size(), std::size_t{1});
    QVERIFY(bob.relays[0].payload == Bytes(1, 2));
}

void TestHubSession::refusedQueuesAreAskedAgain() {
    World world;
    auto& alice = world.addOnlineClient();
    Queue queue(world.m_random);
    alice.session.attach(world.m_now, wire::QueueRole::Receiver, queue.id, queue.receiver.secret.view());
    world.run(20s);
    QCOMPARE(alice.attachments.size(), std::size_t{1});  // told once
    QVERIFY(!alice.attachments[0].attached);
    QCOMPARE(alice.attachments[0].error, wire::HubError::UnknownQueue);
    QVERIFY(world.askAndWait(alice, queue.create()).outcome == HubAnswer::Outcome::Done);
    QVERIFY(alice.session.isAttached(wire::QueueRole::Receiver, queue.id));
    QVERIFY(alice.attachments.back().attached);
}

void TestHubSession::survivesARestartOfTheHub() {
    World world;
    auto& alice = world.addOnlineClient();
    auto& bob = world.addOnlineClient();
    Queue queue(world.m_random);
    world.makeQueue(alice, bob, queue);
    world.restartHub();
    const auto start = world.m_now;
    // The first packet is answered with "channel unknown"; one round trip later all is as before.
    const auto tag = world.ask(bob, PutEnvelope{queue.id, false, Bytes(228, 1)});
    QVERIFY(world.runUntil([&] { return bob.answers.count(tag) == 1; }, 2s));
    QVERIFY(bob.answers[tag][0].outcome == HubAnswer::Outcome::Lost);
    QVERIFY(world.m_now - start < 300ms);
    const auto& news = bob.states.back();
    world.run(0s);
    QVERIFY(news.state == HubSessionState::Online);
    QVERIFY(world.askAndWait(bob, PutEnvelope{queue.id, false, Bytes(228, 1)}).outcome == HubAnswer::Outcome::Done);
    // Alice finds out by her keep-alive at the latest.
    QVERIFY(world.runUntil([&] { return alice.deliveries.size() == 1; }, 30s));
    QVERIFY(std::none_of(bob.states.begin(), bob.states.end(),
                         [](const auto& s) { return s.state == HubSessionState::Unreachable; }));
}

void TestHubSession::survivesTheEndOfTheHub() {
    World world;
    auto& alice = world.addOnlineClient();
    world.hubSays(world.hub().close(world.m_now));
    world.restartHub();
    world.run(500ms);
    QCOMPARE(alice.session.state(), HubSessionState::Online);
    QCOMPARE(helloTimes(alice, {}).size(), std::size_t{2});
}

void TestHubSession::losesWhatWasAskedOfTheOldSession() {
    World world;
    auto& alice = world.addOnlineClient();
    auto& bob = world.addOnlineClient();
    Queue queue(world.m_random);
    world.makeQueue(alice, bob, queue);
    alice.cut = true;
    std::vector<RequestTag> tags;
    for (int i = 0; i < 5; ++i) {
        tags.push_back(world.ask(alice, TakeBlob{wire::BlobId::draw(world.m_random), {}}));
    }
    Queue unknown(world.m_random);
    alice.session.attach(world.m_now, wire::QueueRole::Sender, unknown.id, unknown.sender.secret.view());
    tags.push_back(world.ask(alice, PutEnvelope{unknown.id, false, Bytes(228, 1)}));
    world.run(200s);  // the hub has forgotten her by now
    QCOMPARE(alice.session.state(), HubSessionState::Unreachable);
    for (const auto tag : tags) {
        QCOMPARE(alice.answers.count(tag), std::size_t{0});
    }
    alice.cut = false;
    QVERIFY(world.runUntil([&] { return alice.session.state() == HubSessionState::Online; }, 40s));
    world.run(0s);
    for (const auto tag : tags) {
        QCOMPARE(alice.answers[tag].size(), std::size_t{1});
        QVERIFY(alice.answers[tag][0].outcome == HubAnswer::Outcome::Lost);
    }
    world.run(5s);
    QVERIFY(alice.session.isAttached(wire::QueueRole::Receiver, queue.id));
}

void TestHubSession::comesBackFromSilence() {
    World world;
    auto& alice = world.addOnlineClient();
    auto& bob = world.addOnlineClient();
    Queue queue(world.m_random);
    world.makeQueue(alice, bob, queue);
    bob.cut = true;
    const auto tag = world.ask(bob, PutEnvelope{queue.id, false, Bytes(228, 1)});
    world.run(60s);
    QCOMPARE(bob.session.state(), HubSessionState::Unreachable);
    bob.cut = false;
    bob.session.kick(world.m_now);
    // Answered by the old session or lost with it, but heard of at once.
    QVERIFY(world.runUntil([&] { return bob.answers.count(tag) == 1; }, 1s));
    QCOMPARE(bob.session.state(), HubSessionState::Online);
    world.run(5s);
    QCOMPARE(bob.answers[tag].size(), std::size_t{1});
    QVERIFY(bob.session.isAttached(wire::QueueRole::Sender, queue.id));
}

void TestHubSession::keepsTheMappingOpen() {
    World world;
    auto& alice = world.addOnlineClient();
    world.run(5s);
    alice.sent.clear();
    const auto before = alice.session.stats();
    world.run(10min);
    QVERIFY(alice.sent.size() >= 20 && alice.sent.size() <= 24);
    for (std::size_t i = 1; i < alice.sent.size(); ++i) {
        QVERIFY(alice.sent[i].first - alice.sent[i - 1].first <= 27s);
    }
    QCOMPARE(alice.session.state(), HubSessionState::Online);
    // What it costs to be reachable: some 115 bytes each way every 27 s.
    const auto bytes = alice.session.stats().bytesSent - before.bytesSent;
    QVERIFY2(bytes < 24 * 60, qPrintable(QString::number(bytes)));
}

void TestHubSession::followsItsOwnAddress() {
    World world;
    auto& alice = world.addOnlineClient();
    auto& bob = world.addOnlineClient();
    Queue queue(world.m_random);
    world.makeQueue(alice, bob, queue);
    alice.address = Endpoint::v4(192, 0, 2, 77, 5000);
    alice.session.kick(world.m_now);
    world.run(200ms);
    QVERIFY(world.askAndWait(bob, PutEnvelope{queue.id, false, Bytes(228, 1)}).outcome == HubAnswer::Outcome::Done);
    QCOMPARE(alice.deliveries.size(), std::size_t{1});
    QCOMPARE(helloTimes(alice, {}).size(), std::size_t{1});  // the session lives on
}

void TestHubSession::pausesWithoutAddresses() {
    World world;
    auto& alice = world.addOnlineClient();
    alice.session.setEndpoints(world.m_now, {});
    alice.sent.clear();
    world.run(60s);
    QVERIFY(alice.sent.empty());
    QCOMPARE(alice.session.state(), HubSessionState::Idle);
    alice.session.setEndpoints(world.m_now, {hubAt});
    world.run(1s);
    QCOMPARE(alice.session.state(), HubSessionState::Online);
    QCOMPARE(helloTimes(alice, {}).size(), std::size_t{0});
}

void TestHubSession::saysGoodBye() {
    World world;
    auto& alice = world.addOnlineClient();
    const auto tag = world.ask(alice, TakeBlob{});
    alice.session.close(world.m_now);
    world.run(1s);
    QVERIFY(alice.answers[tag].at(0).outcome == HubAnswer::Outcome::Lost);
    QCOMPARE(alice.session.state(), HubSessionState::Idle);
    QCOMPARE(world.hub().counters().sessions, std::size_t{0});
}

void TestHubSession::survivesGarbage() {
    World world;
    auto& alice = world.addOnlineClient();
    for (int i = 0; i < 5000; ++i) {
        Bytes bytes(1 + world.m_random.below(100));
        world.m_random.fill(bytes);
        bytes[0] = static_cast<std::uint8_t>(192 + world.m_random.below(6));
        QVERIFY(!alice.session.handle(world.m_now, hubAt, bytes));
    }
    // A forged "channel unknown" costs a hello, nothing more.
    const auto hello = wire::encodeChannelUnknown(wire::ChannelId{{1, 2, 3}});
    QVERIFY(!alice.session.handle(world.m_now, hubAt, hello));
    world.run(1s);
    QCOMPARE(alice.session.state(), HubSessionState::Online);
}

QTEST_APPLESS_MAIN(TestHubSession)
#include "tst_hubsession.moc"
