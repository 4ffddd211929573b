// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vault/guard.h"

#include <algorithm>
#include <cassert>

#include "base/buffer.h"
#include "crypto/aead.h"
#include "crypto/kdf.h"
#include "vault/attempts.h"

namespace nightjar::vault {

namespace {

using Aead = crypto::XChaCha20Poly1305;

constexpr std::uint8_t formatVersion = 1;
constexpr std::size_t keySize = 32;
constexpr std::string_view purpose = "nj guard";
constexpr std::uint32_t mostAttempts = 1'000'000;

}  // namespace

Guard Guard::make(const SecretBytes& key, const SecretBytes& pinKey, const ByteArray<saltSize>& salt, KdfCost cost,
                  RandomSource& random) {
    assert(key.size() == keySize);
    Guard guard;
    guard.m_cost = cost;
    guard.m_salt = salt;
    const auto all = MutableByteView(guard.m_sealed);
    random.fill(all.first(Aead::nonceSize));
    std::copy(key.view().begin(), key.view().end(), all.begin() + Aead::nonceSize);
    Aead::sealInPlace(pinKey.view(), all.first(Aead::nonceSize), asBytes(purpose), all.subspan(Aead::nonceSize));
    return guard;
}

std::optional<Guard> Guard::decode(ByteView bytes) {
    ByteReader in(bytes);
    Guard guard;
    const auto version = in.u8();
    guard.m_attempts = in.u32();
    guard.m_lastMs = static_cast<std::int64_t>(in.u64());
    guard.m_cost.memoryKiB = in.u32();
    guard.m_cost.passes = in.u32();
    guard.m_salt = in.array<saltSize>();
    guard.m_sealed = in.array<sealedSize>();
    const bool sane = bytes.size() == encodedSize && version == formatVersion && guard.m_lastMs >= 0 &&
                      guard.m_cost.memoryKiB >= 8 && guard.m_cost.memoryKiB <= crypto::argon2MaxMemKiB &&
                      guard.m_cost.passes >= 1 && guard.m_cost.passes <= crypto::argon2MaxPasses;
    return in.ok() && sane ? std::optional(guard) : std::nullopt;
}

Bytes Guard::encode() const {
    ByteWriter out;
    out.u8(formatVersion);
    out.u32(m_attempts);
    out.u64(static_cast<std::uint64_t>(m_lastMs));
    out.u32(m_cost.memoryKiB);
    out.u32(m_cost.passes);
    out.bytes(m_salt);
    out.bytes(m_sealed);
    return out.take();
}

Duration Guard::waiting(Instant now) {
    if (m_attempts == 0) {
        return Duration::zero();
    }
    m_lastMs = std::min(m_lastMs, toUnixMs(now));
    const auto until = fromUnixMs(m_lastMs) + Attempts::delayAfter(m_attempts);
    return std::max(Duration::zero(), Duration(until - now));
}

Duration Guard::count(Instant now) {
    m_attempts = std::min(m_attempts + 1, mostAttempts);
    m_lastMs = toUnixMs(now);
    return Attempts::delayAfter(m_attempts);
}

void Guard::reset() {
    m_attempts = 0;
    m_lastMs = 0;
}

std::optional<SecretBytes> Guard::open(const SecretBytes& pinKey) const {
    const auto all = ByteView(m_sealed);
    SecretBytes key(all.subspan(Aead::nonceSize));
    if (!Aead::openInPlace(pinKey.view(), all.first(Aead::nonceSize), asBytes(purpose), key.mutableView())) {
        return std::nullopt;
    }
    return SecretBytes(key.view().first(keySize));
}

}  // namespace nightjar::vault
