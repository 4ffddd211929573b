// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <compare>

#include "base/random.h"

namespace nightjar {

/// A random identifier of N bytes that only compares with its own kind.
template <class Tag, std::size_t N>
struct StrongId {
    static constexpr std::size_t length = N;
    ByteArray<N> value{};

    [[nodiscard]] static StrongId draw(RandomSource& random) {
        StrongId id;
        random.fill(id.value);
        return id;
    }
    [[nodiscard]] static std::optional<StrongId> fromBytes(ByteView bytes) {
        return bytes.size() == N ? std::optional(StrongId{toArray<N>(bytes)}) : std::nullopt;
    }
    [[nodiscard]] static std::optional<StrongId> parse(std::string_view hex) {
        const auto bytes = fromHex(hex);
        return bytes ? fromBytes(*bytes) : std::nullopt;
    }
    [[nodiscard]] std::string toString() const { return toHex(value); }
    [[nodiscard]] bool isNull() const { return value == ByteArray<N>{}; }
    auto operator<=>(const StrongId&) const = default;
};

/// One of our own identities (main, private, decoy).
using IdentityId = StrongId<struct IdentityTag, 16>;
/// A contact of one identity: drawn locally, means nothing to anybody else.
using ContactId = StrongId<struct ContactTag, 8>;
/// A message; drawn by its sender and the same on both sides.
using MessageId = StrongId<struct MessageTag, 8>;
/// A call; drawn by the caller and the same on both sides.
using CallId = StrongId<struct CallTag, 8>;
/// An invitation that we made.
using InvitationId = StrongId<struct InvitationTag, 8>;
/// A public address: names it at its hub (docs/protocol.md section 12).
using AddressId = StrongId<struct AddressTag, 16>;
/// A queue at a hub (docs/protocol.md, Queues).
using QueueId = StrongId<struct QueueTag, 16>;
/// First bytes of the hash of an envelope: removes duplicates and names it in receipts.
using EnvelopeId = StrongId<struct EnvelopeTag, 8>;
/// A container: one database, its files, one key. Random; names its folder and tells nothing (docs/storage.md).
using ContainerId = StrongId<struct ContainerTag, 8>;

}  // namespace nightjar

template <class Tag, std::size_t N>
struct std::hash<nightjar::StrongId<Tag, N>> {
    std::size_t operator()(const nightjar::StrongId<Tag, N>& id) const noexcept {
        static_assert(N >= sizeof(std::size_t));
        std::size_t out = 0;
        std::memcpy(&out, id.value.data(), sizeof(out));
        return out;
    }
};
