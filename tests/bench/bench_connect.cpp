// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// How soon two people behind NATs reach each other, and again when a network changes under them, in virtual time: what
// the protocol takes, without the time of disks and processors. Radios are awake. TRACE=1 tells every datagram.

#include <cstdlib>
#include <cstring>

#include "bench/report.h"
#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

namespace {

struct Line {
    const char* name;
    LinkProfile profile;
};

double ms(Duration duration) {
    return static_cast<double>(duration.count()) / 1000.0;
}

class Meeting {
public:
    Meeting(const char* name, const LinkProfile& link, std::uint64_t seed)
        : m_name(std::string("connect.") + name + "."),
          m_world(seed),
          m_alice(m_world.addPeer("alice", link, portRestricted())),
          m_bob(m_world.addPeer("bob", link, portRestricted())),
          m_friends(m_world.befriend(m_alice, m_bob)) {}

    void run() {
        m_alice.switchOff();
        m_bob.switchOff();
        m_alice.switchOn();
        m_bob.switchOn();
        m_world.run(20s);
        if (std::getenv("TRACE") != nullptr) {
            trace();
        }
        connect();
        m_world.run(20s);
        roam(false);
        m_world.run(20s);
        roam(true);
        m_world.run(20s);
        tunnel();
    }

private:
    void report(const char* what, Duration took, bool happened) {
        bench::report((m_name + what).c_str(), happened ? ms(took) : -1, "ms");
    }

    [[nodiscard]] std::int64_t bytes() {
        auto& net = m_world.net();
        std::int64_t sum = 0;
        for (const auto* peer : {&m_alice, &m_bob}) {
            sum += net.bytesSent(peer->host()) + net.bytesReceived(peer->host());
        }
        return sum;
    }

    [[nodiscard]] bool bothDirect() {
        return m_alice.path(m_friends.bobAtAlice) == Path::Direct && m_bob.path(m_friends.aliceAtBob) == Path::Direct;
    }

    /// Says something and waits for it; how long that took.
    void say(const char* what, SimPeer& from, const ContactId& to, SimPeer& hears, Duration limit) {
        const auto start = m_world.now();
        const auto seen = hears.texts().size();
        from.say(to, what);
        const bool heard = m_world.runUntil([&] { return hears.texts().size() > seen; }, limit);
        report(what, m_world.now() - start, heard);
    }

    void connect() {
        const auto start = m_world.now();
        const auto before = bytes();
        say("relay", m_alice, m_friends.bobAtAlice, m_bob, 60s);
        const bool direct = m_world.runUntil([&] { return bothDirect(); }, 60s);
        report("direct", m_world.now() - start, direct);
        bench::report((m_name + "bytes").c_str(), static_cast<double>(bytes() - before), "bytes");
    }

    void roam(bool both) {
        const auto start = m_world.now();
        m_alice.move({203, 0, 113, static_cast<std::uint8_t>(both ? 102 : 101)});
        if (both) {
            m_bob.move({203, 0, 113, 103});
        }
        say(both ? "roam_both_text" : "roam_text", m_alice, m_friends.bobAtAlice, m_bob, 60s);
        say(both ? "roam_both_answer" : "roam_answer", m_bob, m_friends.aliceAtBob, m_alice, 60s);
        const bool direct = m_world.runUntil([&] { return bothDirect(); }, 60s);
        report(both ? "roam_both_direct" : "roam_direct", m_world.now() - start, direct);
    }

    /// Fifteen seconds without a network; each says something in the middle. Nothing may be lost or come twice.
    void tunnel() {
        auto& net = m_world.net();
        const auto atAlice = m_alice.texts().size();
        const auto atBob = m_bob.texts().size();
        net.setUp(m_alice.host(), false);
        m_world.run(5s);
        m_alice.say(m_friends.bobAtAlice, "From within.");
        m_bob.say(m_friends.aliceAtBob, "From outside.");
        m_world.run(10s);
        net.setUp(m_alice.host(), true);
        const auto start = m_world.now();
        const bool out = m_world.runUntil([&] { return m_bob.texts().size() > atBob; }, 60s);
        report("tunnel_out", m_world.now() - start, out);
        const bool in = m_world.runUntil([&] { return m_alice.texts().size() > atAlice; }, 60s);
        report("tunnel_in", m_world.now() - start, in);
        m_world.run(60s);
        const bool once = m_bob.texts().size() == atBob + 1 && m_alice.texts().size() == atAlice + 1;
        bench::report((m_name + "tunnel_lost_or_doubled").c_str(), once ? 0 : 1, "texts");
    }

    void trace() {
        const auto start = m_world.now();
        m_world.net().watchDelivered([this, start](const Endpoint& from, const Endpoint& to, ByteView data) {
            std::fprintf(stderr, "%8.1f %-22s -> %-22s %4zu bytes, first %d\n", ms(m_world.now() - start),
                         from.toString().c_str(), to.toString().c_str(), data.size() + 28, data.empty() ? -1 : data[0]);
        });
    }

    std::string m_name;
    SimWorld m_world;
    SimPeer& m_alice;
    SimPeer& m_bob;
    Friends m_friends;
};

}  // namespace

int main() {
    const Line lines[] = {{"wan", wan()}, {"edge", edge()}, {"gprs", gprs()}, {"cs1", gprsCs1()}, {"wifi", wifi()}};
    for (const auto& line : lines) {
        if (const auto* only = std::getenv("LINKS"); only == nullptr || std::strstr(only, line.name) != nullptr) {
            Meeting(line.name, line.profile, 11).run();
        }
    }
    return 0;
}
