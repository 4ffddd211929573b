// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <vector>

#include "base/bytes.h"
#include "base/ids.h"
#include "base/instant.h"
#include "base/way.h"

namespace nightjar::link {

/// A network that a device was in, without telling which: networkIdOf().
using NetworkId = StrongId<struct NetworkTag, 16>;
/// What the address that a network has outside is remembered by: outsideMarkOf().
using OutsideMark = StrongId<struct OutsideTag, 8>;

/// What was learned in a network about the way to one hub.
struct NetworkFacts {
    NetworkId network;
    Way way = Way::Udp;         ///< how the hub was reached last
    Duration keepAlive{};       ///< whole seconds; zero: not learned
    std::uint32_t learned = 0;  ///< the day of that, counted from 1970
    OutsideMark outside;        ///< where it was learned: many networks have the same private addresses
    bool operator==(const NetworkFacts&) const = default;
};

/// What is remembered of the last networks about one hub, the latest first.
class NetworkMemory {
public:
    /// Empty for what was not written by encode().
    [[nodiscard]] static NetworkMemory decode(ByteView bytes);
    [[nodiscard]] Bytes encode() const;

    [[nodiscard]] const NetworkFacts* find(const NetworkId& network) const;
    /// Puts it first; the one that was not visited for longest is forgotten.
    void put(const NetworkFacts& facts);

    /// A commuter's month; 1.2 kB.
    static constexpr std::size_t mostNetworks = 32;

private:
    std::vector<NetworkFacts> m_facts;
};

}  // namespace nightjar::link
