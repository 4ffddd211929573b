// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/networkmemory.h"

#include <algorithm>

#include "base/buffer.h"

namespace nightjar::link {

namespace {
constexpr std::uint8_t formatVersion = 1;
}

NetworkMemory NetworkMemory::decode(ByteView bytes) {
    NetworkMemory memory;
    ByteReader in(bytes);
    if (in.u8() != formatVersion) {
        return {};
    }
    while (in.ok() && in.remaining() > 0) {
        NetworkFacts facts;
        facts.network = NetworkId{in.array<16>()};
        const auto way = in.u8();
        facts.keepAlive = std::chrono::seconds(in.u16());
        facts.learned = in.u32();
        facts.outside = OutsideMark{in.array<8>()};
        if (!in.ok() || way > static_cast<std::uint8_t>(Way::Tls) || memory.m_facts.size() == mostNetworks) {
            return {};
        }
        facts.way = static_cast<Way>(way);
        memory.m_facts.push_back(facts);
    }
    return memory;
}

Bytes NetworkMemory::encode() const {
    ByteWriter out;
    out.u8(formatVersion);
    for (const auto& facts : m_facts) {
        out.bytes(facts.network.value);
        out.u8(static_cast<std::uint8_t>(facts.way));
        out.u16(static_cast<std::uint16_t>(std::chrono::duration_cast<std::chrono::seconds>(facts.keepAlive).count()));
        out.u32(facts.learned);
        out.bytes(facts.outside.value);
    }
    return out.take();
}

const NetworkFacts* NetworkMemory::find(const NetworkId& network) const {
    const auto found =
        std::find_if(m_facts.begin(), m_facts.end(), [&](const auto& facts) { return facts.network == network; });
    return found == m_facts.end() ? nullptr : &*found;
}

void NetworkMemory::put(const NetworkFacts& facts) {
    std::erase_if(m_facts, [&](const auto& known) { return known.network == facts.network; });
    m_facts.insert(m_facts.begin(), facts);
    m_facts.resize(std::min(m_facts.size(), mostNetworks));
}

}  // namespace nightjar::link
