// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/queueauth.h"

#include "crypto/kdf.h"

namespace nightjar::crypto {

// X25519 is symmetric: both ends compute the same key from their own secret and the other's public key.
std::optional<QueueAuth> QueueAuth::atClient(ByteView queueRoleSecret, const PublicKey& hubStatic) {
    WipedArray<keySize> shared;
    if (!agreeInto(shared.mutableView(), queueRoleSecret, hubStatic)) {
        return std::nullopt;
    }
    QueueAuth out;
    hkdfSha512Into(out.m_key.mutableView(), shared.view(), {}, asBytes("NJ1 queue auth"));
    return out;
}

std::optional<QueueAuth> QueueAuth::atHub(ByteView hubStaticSecret, const PublicKey& queueRoleKey) {
    return atClient(hubStaticSecret, queueRoleKey);
}

QueueMac QueueAuth::mac(const ByteArray<64>& handshakeHash, const QueueId& queue, std::uint8_t role) const {
    return toArray<16>(hmacSha512(m_key.view(), {handshakeHash, queue.value, ByteView(&role, 1)}));
}

bool QueueAuth::verify(const ByteArray<64>& handshakeHash, const QueueId& queue, std::uint8_t role,
                       ByteView given) const {
    return constantTimeEqual(mac(handshakeHash, queue, role), given);
}

}  // namespace nightjar::crypto
