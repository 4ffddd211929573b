// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/portmapper.h"

#include <algorithm>

namespace nightjar::link {

namespace {

// RFC 6887 section 8.1.1 (IRT, RAND) and RFC 6886 section 3.1. Both would go on for minutes; a router in the same room
// has answered by then, and elsewhere there is none to be asked.
constexpr Duration pcpFirstWait = 3s;
constexpr int pcpMost = 3;
constexpr Duration natPmpFirstWait = 250ms;
constexpr int natPmpMost = 5;
/// What is renewed is asked for once, and again when half of what is left has passed.
constexpr int renewalMost = 1;
/// A router that is silent to PCP is asked by the elder protocol, and at last by UPnP, which costs most.
constexpr Duration natPmpAfter = 1s;
constexpr Duration upnpAfter = 2s;
/// The UPnP library gives up by itself; this is for when it does not.
constexpr Duration upnpPatience = 60s;
constexpr Duration restTime = std::chrono::hours(1);
/// RFC 6887 section 15: what an error promises is believed within bounds.
constexpr std::chrono::seconds shortestRest{30};
/// RFC 6887 section 11.2.1.
constexpr Duration shortestRenewal = 4s;
constexpr Duration farewellWait = 1s;
constexpr int farewellMost = 3;
/// Whoever promises less does not mean it, and renewals would be a load.
constexpr std::chrono::seconds shortestLife{30};

/// Something that others could send to.
bool isUsable(const Endpoint& address) {
    const auto first = address.address()[0];
    return address.isValid() && !address.isLoopback() &&
           (address.isV4() ? first != 0 && first < 224 : first != 0xff && address.mapped() != ByteArray<16>{});
}

}  // namespace

void PortMapper::start(Instant now, const Endpoint& router, const Endpoint& own) {
    const bool same = m_state != State::Idle && router.withPort(wire::portControlPort) == m_router && own == m_own;
    if (same) {
        if (m_state == State::Mapped) {
            renew(now);
        } else if (m_state == State::Resting) {
            ask(now);
        }
        return;
    }
    forget();  // what another router promised ends by itself: from here it cannot be told
    m_router = router.withPort(wire::portControlPort);
    m_own = own;
    m_nonce = wire::PcpNonce::draw(*m_random);
    m_epoch.reset();
    ask(now);
}

void PortMapper::stop(Instant now) {
    if (m_protocol == Protocol::Upnp) {
        m_wishes.push_back({m_own.port(), m_mapped.port(), {}});
    } else if (m_protocol != Protocol::None) {
        m_farewell =
            Farewell{m_router, m_protocol == Protocol::Pcp ? pcpRequest({}) : natPmpRequest({}), {now, farewellWait}};
    }
    forget();
}

void PortMapper::forget() {
    m_changed = m_changed || m_mapped.isValid();
    m_state = State::Idle;
    m_pcp = {};
    m_natPmp = {};
    m_upnpAt = never;
    m_upnpAsked = false;
    m_protocol = Protocol::None;
    m_mapped = {};
    m_expires = m_next = never;
}

void PortMapper::ask(Instant now) {
    m_state = State::Asking;
    m_next = never;
    m_natPmpAddress.reset();
    m_natPmpMapping.reset();
    m_upnpAsked = false;
    m_pcp = {now, pcpFirstWait};
    m_natPmp = {now + natPmpAfter, natPmpFirstWait};
    m_upnpAt = now + upnpAfter;
}

void PortMapper::renew(Instant now) {
    m_next = renewalAt(now);
    m_natPmpAddress.reset();
    m_natPmpMapping.reset();
    if (m_protocol == Protocol::Pcp) {
        m_pcp = {now, shortestRenewal};
    } else if (m_protocol == Protocol::NatPmp) {
        m_natPmp = {now, shortestRenewal};
    } else if (!m_upnpAsked) {
        m_wishes.push_back({m_own.port(), m_mapped.port(), wantedLife});
        m_upnpAsked = true;
    }
}

void PortMapper::rest(Instant now, std::chrono::seconds life) {
    m_state = State::Resting;
    m_next = now + std::clamp<Duration>(life, shortestRest, restTime);
}

// ---- what is said

Bytes PortMapper::pcpRequest(std::chrono::seconds life) const {
    // To delete, the suggested address is empty (RFC 6887 section 15.1): all zeros, or of IPv4.
    const auto none = m_own.isV4() ? Endpoint(ByteArray<4>{}, 0) : Endpoint();
    const bool suggest = life.count() > 0 && m_mapped.isValid();
    return wire::encodePcpMapRequest(
        {m_own, static_cast<std::uint32_t>(life.count()), m_nonce, suggest ? m_mapped : none});
}

Bytes PortMapper::natPmpRequest(std::chrono::seconds life) const {
    const auto suggested = m_mapped.isValid() ? m_mapped.port() : m_own.port();
    return wire::encodeNatPmpMapRequest(m_own.port(), life.count() > 0 ? suggested : std::uint16_t{0},
                                        static_cast<std::uint32_t>(life.count()));
}

void PortMapper::saySome(Instant now, Question& question, int most, Outputs& out, const std::vector<Bytes>& datagrams) {
    if (question.next > now) {
        return;
    }
    if (question.said == most) {
        question.next = never;
        return;
    }
    ++question.said;
    // ±10 %, so that many clients do not keep step (RFC 6887 section 8.1.1).
    const auto spread = static_cast<Duration::rep>((m_random->unit() - 0.5) * 0.2 * double(question.wait.count()));
    question.next = now + question.wait + Duration(spread);
    question.wait *= 2;
    for (const auto& datagram : datagrams) {
        out.datagrams.push_back({m_router, datagram, Way::Udp, socket});
    }
}

void PortMapper::say(Instant now, Outputs& out) {
    const bool asking = m_state == State::Asking;
    if (m_pcp.next <= now) {
        saySome(now, m_pcp, asking ? pcpMost : renewalMost, out, {pcpRequest(wantedLife)});
    }
    if (m_natPmp.next <= now) {
        saySome(now, m_natPmp, asking ? natPmpMost : renewalMost, out,
                {wire::encodeNatPmpAddressRequest(), natPmpRequest(wantedLife)});
    }
    if (m_upnpAt <= now) {
        if (m_upnpAsked) {
            m_upnpAsked = false;  // the library did not come back
            m_upnpAt = never;
        } else {
            m_wishes.push_back({m_own.port(), m_own.port(), wantedLife});
            m_upnpAsked = true;
            m_upnpAt = now + upnpPatience;
        }
    }
    if (m_farewell) {
        const auto router = std::exchange(m_router, m_farewell->router);
        saySome(now, m_farewell->question, farewellMost, out, {m_farewell->bytes});
        m_router = router;
        if (!m_farewell->question.isOpen()) {
            m_farewell.reset();
        }
    }
}

PortMapper::Outputs PortMapper::poll(Instant now) {
    Outputs out;
    if (m_expires <= now) {
        m_changed = true;
        m_protocol = Protocol::None;
        m_mapped = {};
        m_expires = never;
        ask(now);
    }
    if (m_next <= now) {
        if (m_state == State::Mapped) {
            renew(now);
        } else {
            ask(now);
        }
    }
    say(now, out);
    if (m_state == State::Asking && !m_pcp.isOpen() && !m_natPmp.isOpen() && m_upnpAt == never) {
        rest(now, std::chrono::duration_cast<std::chrono::seconds>(restTime));
    }
    out.upnp = std::exchange(m_wishes, {});
    out.changed = std::exchange(m_changed, false);
    m_socketOpen = m_socketOpen || !out.datagrams.empty();
    if (m_socketOpen && isQuiet()) {
        m_socketOpen = false;
        out.closeSocket = true;
    }
    return out;
}

Instant PortMapper::nextDeadline() const {
    const bool some = m_changed || !m_wishes.empty() || (m_socketOpen && isQuiet());
    const auto farewell = m_farewell ? m_farewell->question.next : never;
    return some ? Instant{} : std::min({m_pcp.next, m_natPmp.next, m_upnpAt, m_expires, m_next, farewell});
}

// ---- what is heard

bool PortMapper::handle(Instant now, const Endpoint& from, ByteView datagram) {
    const bool fromRouter = (m_state != State::Idle && from == m_router) || (m_farewell && from == m_farewell->router);
    const bool heeded = fromRouter && !datagram.empty() &&
                        (datagram[0] == wire::pcpVersion ? handlePcp(now, datagram) : handleNatPmp(now, datagram));
    m_dropped += heeded ? 0 : 1;
    return heeded;
}

bool PortMapper::handlePcp(Instant now, ByteView datagram) {
    const auto answer = wire::decodePcpMapAnswer(datagram);
    if (!answer) {
        return false;
    }
    if (m_farewell && answer->mapping && answer->lifetime == 0 && answer->result == wire::PcpResult::Success) {
        const auto said = wire::decodePcpMapRequest(m_farewell->bytes);
        if (said && said->nonce == answer->mapping->nonce) {
            m_farewell.reset();
            return true;
        }
    }
    // An error may be too short to name the mapping; whoever sends one from the router's address has to know when.
    const bool ours =
        !answer->mapping || (answer->mapping->nonce == m_nonce && answer->mapping->internalPort == m_own.port());
    if (!m_pcp.isOpen() || m_pcp.said == 0 || !ours) {
        return false;
    }
    const std::chrono::seconds life(answer->lifetime);
    if (answer->result != wire::PcpResult::Success) {
        m_pcp = {};
        if (m_state == State::Asking) {
            const bool elder = answer->result == wire::PcpResult::UnsupportedVersion;
            m_natPmp = elder ? Question{now, natPmpFirstWait} : Question{};
            m_upnpAt = m_upnpAsked ? m_upnpAt : elder ? now + upnpAfter : now;
        }
        return true;
    }
    if (!answer->mapping || life.count() == 0) {
        return false;
    }
    noteEpoch(now, answer->epoch);
    gotPort(now, Protocol::Pcp, answer->mapping->external, life);
    return true;
}

bool PortMapper::handleNatPmp(Instant now, ByteView datagram) {
    const auto answer = wire::decodeNatPmpAnswer(datagram);
    if (!answer) {
        return false;
    }
    const auto* const mapping = std::get_if<wire::NatPmpAnswer::Mapping>(&answer->what);
    if (m_farewell && mapping != nullptr && mapping->lifetime == 0) {
        m_farewell.reset();
        return true;
    }
    if (m_pcp.isOpen() && m_pcp.said > 0 && answer->result == wire::NatPmpResult::UnsupportedVersion) {
        // So routers answer that know nothing of PCP (RFC 6887 appendix A).
        m_pcp = {};
        if (m_state == State::Asking) {
            m_natPmp = {now, natPmpFirstWait};
        }
        return true;
    }
    if (!m_natPmp.isOpen() || m_natPmp.said == 0) {
        return false;
    }
    if (answer->result != wire::NatPmpResult::Success) {
        m_natPmp = {};
        if (m_state == State::Asking && !m_upnpAsked) {
            m_upnpAt = now;
        }
        return true;
    }
    if (mapping != nullptr && (mapping->internalPort != m_own.port() || mapping->lifetime == 0)) {
        return false;
    }
    noteEpoch(now, answer->epoch);
    if (mapping != nullptr) {
        m_natPmpMapping = *mapping;
    } else if (const auto* const address = std::get_if<wire::NatPmpAnswer::Address>(&answer->what)) {
        m_natPmpAddress = address->address;
    }
    if (m_natPmpAddress && m_natPmpMapping) {
        gotPort(now, Protocol::NatPmp, Endpoint(*m_natPmpAddress, m_natPmpMapping->externalPort),
                std::chrono::seconds(m_natPmpMapping->lifetime));
    }
    return true;
}

void PortMapper::noteEpoch(Instant now, std::uint32_t epoch) {
    // RFC 6887 section 8.5: the router's clock and ours went equally far, or it has started anew. Nothing more is to be
    // done: the answer that tells it is about the only mapping there is, made again.
    if (m_epoch) {
        const auto passed = std::chrono::duration_cast<std::chrono::seconds>(now - m_epoch->second).count();
        const auto server = static_cast<std::int64_t>(epoch) - static_cast<std::int64_t>(m_epoch->first);
        const bool anew = server < -1 || passed + 2 < server - server / 16 || server + 2 < passed - passed / 16;
        m_reboots += anew ? 1 : 0;
    }
    m_epoch = {epoch, now};
}

void PortMapper::upnpAnswered(Instant now, const Endpoint& external, std::chrono::seconds life) {
    if (!m_upnpAsked) {
        // Too late. Routers keep one list for all protocols, so what we have besides must not be given back.
        if (external.isValid() && external != m_mapped) {
            m_wishes.push_back({m_own.port(), external.port(), {}});
        }
        return;
    }
    m_upnpAsked = false;
    if (m_state == State::Asking) {
        m_upnpAt = never;
    }
    if (external.isValid()) {
        gotPort(now, Protocol::Upnp, external, life);
    }
}

void PortMapper::gotPort(Instant now, Protocol protocol, const Endpoint& external, std::chrono::seconds life) {
    m_pcp = {};
    m_natPmp = {};
    m_upnpAt = never;
    m_upnpAsked = false;  // what comes of it now is given back
    if (!isUsable(external) || life < shortestLife) {
        if (m_state == State::Asking) {
            rest(now, life);
        }
        return;
    }
    m_state = State::Mapped;
    m_protocol = protocol;
    m_changed = m_changed || external != m_mapped;
    m_mapped = external;
    m_expires = now + std::min(life, longestLife);
    m_next = renewalAt(now);
}

Instant PortMapper::renewalAt(Instant now) {
    // At 1/2 … 5/8 of what is left: with no answer again at 3/4 …, 7/8 … (RFC 6887 section 11.2.1).
    const auto left = m_expires - now;
    const auto eighth = static_cast<std::uint64_t>(std::max<Duration::rep>(1, left.count() / 8));
    return now + std::max(shortestRenewal, left / 2 + Duration(static_cast<Duration::rep>(m_random->below(eighth))));
}

std::string_view PortMapper::protocolName(Protocol protocol) {
    switch (protocol) {
        case Protocol::Pcp:
            return "pcp";
        case Protocol::NatPmp:
            return "nat-pmp";
        case Protocol::Upnp:
            return "upnp";
        case Protocol::None:
            break;
    }
    return "";
}

}  // namespace nightjar::link
