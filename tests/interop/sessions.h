// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <unordered_map>

#include "crypto/ratchetcore.h"
#include "lines.h"
#include "primitives.h"

namespace nightjar::interop {

/// Our end of one conversation: Nightjar's ratchet with foreign parameters, and what the first messages of an initiator
/// repeat until an answer comes. The state goes through its stored form after every message, as it does in Nightjar.
template <class Suite>
class Talk {
public:
    using Ratchet = crypto::BasicRatchet<Suite>;

    /// `opening`: the fields of the foreign "pre-key message" but the last one; empty for who was spoken to first.
    Talk(Ratchet ratchet, Bytes opening) : m_state(ratchet.serialize()), m_opening(std::move(opening)) {}

    /// The message alone; while opening() is not empty, the caller wraps it.
    [[nodiscard]] std::optional<Bytes> encrypt(ByteView plaintext, RandomSource& random) {
        auto ratchet = load();
        auto message = ratchet.encrypt(plaintext, random);
        m_state = ratchet.serialize();
        return message ? std::optional(std::move(*message)) : std::nullopt;
    }
    [[nodiscard]] std::optional<Bytes> decrypt(ByteView message, RandomSource& random) {
        auto ratchet = load();
        auto plaintext = ratchet.decrypt(message, fromUnixMs(0), random);
        m_state = ratchet.serialize();
        if (!plaintext) {
            return std::nullopt;
        }
        m_opening.clear();
        return std::move(*plaintext);
    }
    [[nodiscard]] const Bytes& opening() const { return m_opening; }

private:
    [[nodiscard]] Ratchet load() const { return std::move(*Ratchet::deserialize(m_state)); }

    Bytes m_state;
    Bytes m_opening;
};

/// All conversations of a program, by the name the driver gave them.
template <class Suite>
using Talks = std::unordered_map<std::string, Talk<Suite>>;

/// A public key in a word of a line.
inline crypto::PublicKey keyOf(const Words& words, std::size_t at) {
    return {toArray<32>(bytesOf(words, at, 32))};
}

}  // namespace nightjar::interop
