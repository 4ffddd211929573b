// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/instant.h"
#include "vault/keyslots.h"

namespace nightjar::vault {

/// The key of a container, sealed with a PIN of its own, and how often that was guessed (docs/storage.md, Guard). It
/// lies in the database of the container around it, so a guess needs that one's key as well. Whoever tries a PIN counts
/// first and stores the result, and only then looks whether it opens: pulling the plug does not win a guess.
class Guard {
public:
    static constexpr std::size_t encodedSize = 109;

    /// `pinKey`: derivePinKey(PIN, salt, cost). The key has 32 bytes.
    [[nodiscard]] static Guard make(const SecretBytes& key, const SecretBytes& pinKey, const ByteArray<saltSize>& salt,
                                    KdfCost cost, RandomSource& random);
    [[nodiscard]] static std::optional<Guard> decode(ByteView bytes);
    [[nodiscard]] Bytes encode() const;

    /// How long the next attempt is refused. If the clock was set back, the delay begins now: store it then, too.
    [[nodiscard]] Duration waiting(Instant now);
    /// Counts one attempt; the delay that follows if it fails.
    Duration count(Instant now);
    /// It failed: the delay begins now, since finding out took a while.
    void failed(Instant now) { m_lastMs = toUnixMs(now); }
    /// The PIN was right.
    void reset();
    [[nodiscard]] std::uint32_t attempts() const { return m_attempts; }

    [[nodiscard]] const ByteArray<saltSize>& salt() const { return m_salt; }
    [[nodiscard]] KdfCost cost() const { return m_cost; }
    /// The container's key; nothing when the PIN is another.
    [[nodiscard]] std::optional<SecretBytes> open(const SecretBytes& pinKey) const;

private:
    static constexpr std::size_t sealedSize = 24 + 32 + 16;  ///< nonce, key, tag

    std::uint32_t m_attempts = 0;
    std::int64_t m_lastMs = 0;
    KdfCost m_cost;
    ByteArray<saltSize> m_salt{};
    ByteArray<sealedSize> m_sealed{};
};

}  // namespace nightjar::vault
