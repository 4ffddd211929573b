// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// A narrow, slow or lossy link between two Ethernet interfaces of one network namespace, in user space.
//
//   linkemulator IF1 IF2 UP DOWN STATS      UP: what goes from IF1 to IF2; DOWN: the other way
//
// UP and DOWN are "key=value,…": rate (kbit/s, 0: unlimited), delay (ms, one way), jitter (ms, standard deviation,
// never reorders), queue (bytes, tail drop), loss (percent), good, bad (ms, mean lengths of two states), badloss
// (percent lost in the bad one), every, outage (ms: nothing passes for so long, so often), idle, wake (ms: after so
// much silence the radio needs so long to wake up). Losses happen after air time, as on radio. ARP passes untouched.
// Prints "up" when it works; SIGUSR1 writes what passed to STATS.

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Moment = Clock::time_point;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr std::size_t ethernetHeader = 14;
constexpr int packetsPerTurn = 256;

Clock::duration ms(double value) {
    return std::chrono::duration_cast<Clock::duration>(Milliseconds(value));
}

struct Profile {
    std::map<std::string, double> values;

    double operator[](const std::string& key) const {
        const auto found = values.find(key);
        return found == values.end() ? 0 : found->second;
    }
    static std::optional<Profile> parse(const std::string& text) {
        Profile out;
        std::stringstream stream(text);
        for (std::string part; std::getline(stream, part, ',');) {
            const auto equals = part.find('=');
            if (equals == std::string::npos) {
                return std::nullopt;
            }
            out.values[part.substr(0, equals)] = std::strtod(part.c_str() + equals + 1, nullptr);
        }
        return out;
    }
};

/// One way through the link.
class Direction {
public:
    Direction(int from, int to, Profile profile, unsigned seed)
        : m_from(from),
          m_to(to),
          m_profile(std::move(profile)),
          m_random(seed),
          m_start(Clock::now()),
          m_used(m_start) {}

    int from() const { return m_from; }
    Moment next() const { return m_under.empty() ? Moment::max() : m_under.front().at; }
    std::string figures() const {
        return "{\"packets\": " + std::to_string(m_packets) + ", \"bytes\": " + std::to_string(m_bytes) +
               ", \"dropped\": " + std::to_string(m_dropped) + "}";
    }

    void take(Moment now, const std::uint8_t* frame, std::size_t size) {
        const auto type = static_cast<unsigned>(frame[12]) << 8 | frame[13];
        if (size < ethernetHeader || (type != ETH_P_IP && type != ETH_P_IPV6)) {
            deliver(frame, size);
            return;
        }
        const auto bytes = size - ethernetHeader;
        ++m_packets;
        m_bytes += bytes;
        const auto rate = m_profile["rate"];  // kbit/s: bits per millisecond
        auto start = std::max(now, m_busy);
        if (rate > 0 &&
            Milliseconds(start - now).count() * rate / 8 + static_cast<double>(bytes) > m_profile["queue"]) {
            ++m_dropped;
            return;
        }
        if (m_profile["idle"] > 0 && m_busy <= now && now - m_used > ms(m_profile["idle"])) {
            start += ms(m_profile["wake"]);
        }
        m_busy = start + (rate > 0 ? ms(static_cast<double>(bytes) * 8 / rate) : Clock::duration::zero());
        m_used = m_busy;
        if (isLost()) {
            ++m_dropped;
            return;
        }
        const auto jitter = m_profile["jitter"];
        const auto extra = jitter > 0 ? std::fabs(std::normal_distribution<double>(0, jitter)(m_random)) : 0;
        m_last = std::max(m_last, m_busy + ms(m_profile["delay"] + extra));
        m_under.push_back({m_last, std::vector<std::uint8_t>(frame, frame + size)});
    }

    void flush(Moment now) {
        while (!m_under.empty() && m_under.front().at <= now) {
            deliver(m_under.front().frame.data(), m_under.front().frame.size());
            m_under.pop_front();
        }
    }

private:
    struct Frame {
        Moment at;
        std::vector<std::uint8_t> frame;
    };

    bool chance(double percent) {
        return percent > 0 && std::uniform_real_distribution<double>(0, 100)(m_random) < percent;
    }
    bool isLost() {
        const auto every = m_profile["every"];
        if (every > 0 && std::fmod(Milliseconds(m_busy - m_start).count(), every) > every - m_profile["outage"]) {
            return true;
        }
        if (m_profile["good"] > 0) {
            while (m_stateEnds <= m_busy) {
                m_bad = m_stateEnds == Moment{} ? false : !m_bad;
                const auto mean = m_profile[m_bad ? "bad" : "good"];
                m_stateEnds = std::max(m_stateEnds, m_start) +
                              ms(std::exponential_distribution<double>(1 / mean)(m_random) + 0.001);
            }
            if (m_bad && chance(m_profile["badloss"])) {
                return true;
            }
        }
        return chance(m_profile["loss"]);
    }
    void deliver(const std::uint8_t* frame, std::size_t size) const {
        if (send(m_to, frame, size, 0) < 0) {
            return;  // a full queue of the kernel is one more way to lose a packet
        }
    }

    int m_from;
    int m_to;
    Profile m_profile;
    std::mt19937 m_random;
    Moment m_start;
    Moment m_used;
    Moment m_busy{};
    Moment m_last{};
    Moment m_stateEnds{};
    bool m_bad = false;
    std::deque<Frame> m_under;
    std::uint64_t m_packets = 0;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_dropped = 0;
};

int openInterface(const char* name) {
    const int descriptor = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, htons(ETH_P_ALL));
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(ETH_P_ALL);
    address.sll_ifindex = static_cast<int>(if_nametoindex(name));
    if (descriptor < 0 || address.sll_ifindex == 0 ||
        bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
        std::fprintf(stderr, "linkemulator: cannot open %s: %s\n", name, std::strerror(errno));
        std::exit(1);
    }
    packet_mreq all{};
    all.mr_ifindex = address.sll_ifindex;
    all.mr_type = PACKET_MR_PROMISC;
    setsockopt(descriptor, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &all, sizeof(all));
    const int on = 1;
    setsockopt(descriptor, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof(on));
    return descriptor;
}

volatile std::sig_atomic_t wantFigures = 0;

void writeFigures(const std::string& file, const Direction& up, const Direction& down) {
    const auto draft = file + ".new";
    if (auto* const out = std::fopen(draft.c_str(), "w")) {
        std::fprintf(out, "{\"up\": %s, \"down\": %s}\n", up.figures().c_str(), down.figures().c_str());
        std::fclose(out);
        std::rename(draft.c_str(), file.c_str());
    }
}

}  // namespace

int main(int count, char** arguments) {
    const auto upward = count == 6 ? Profile::parse(arguments[3]) : std::nullopt;
    const auto downward = count == 6 ? Profile::parse(arguments[4]) : std::nullopt;
    if (!upward || !downward) {
        std::fprintf(stderr, "usage: linkemulator IF1 IF2 UP DOWN STATS\n");
        return 2;
    }
    const int first = openInterface(arguments[1]);
    const int second = openInterface(arguments[2]);
    std::array<Direction, 2> ways{Direction(first, second, *upward, 1), Direction(second, first, *downward, 2)};
    std::signal(SIGUSR1, [](int) { wantFigures = 1; });
    std::puts("up");
    std::fflush(stdout);
    std::vector<std::uint8_t> buffer(65536);
    for (;;) {
        const auto now = Clock::now();
        const auto next = std::min({ways[0].next(), ways[1].next(), now + std::chrono::seconds(1)});
        const auto wait = std::max(next - now, Clock::duration::zero());
        const timespec timeout{static_cast<time_t>(wait.count() / 1'000'000'000), wait.count() % 1'000'000'000};
        std::array<pollfd, 2> readable{pollfd{first, POLLIN, 0}, pollfd{second, POLLIN, 0}};
        ppoll(readable.data(), readable.size(), &timeout, nullptr);
        for (auto& way : ways) {
            for (int taken = 0; taken < packetsPerTurn; ++taken) {
                const auto size = recv(way.from(), buffer.data(), buffer.size(), 0);
                if (size <= 0) {
                    break;
                }
                way.take(Clock::now(), buffer.data(), static_cast<std::size_t>(size));
            }
            way.flush(Clock::now());
        }
        if (wantFigures != 0) {
            wantFigures = 0;
            writeFigures(arguments[5], ways[0], ways[1]);
        }
    }
}
