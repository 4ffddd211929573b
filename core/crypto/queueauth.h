// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/ids.h"
#include "crypto/keys.h"
#include "crypto/wiped.h"

namespace nightjar::crypto {

/// Proof that a command comes from the holder of a queue's key.
using QueueMac = ByteArray<16>;

/// Authorises queue commands at the hub by a MAC under a Diffie-Hellman secret that both ends can compute: the hub is
/// convinced, yet can convince nobody else. Bound to the Noise session, so that it is worth nothing in another one.
///   key = HKDF-SHA-512(DH(queue role key, hub static key), "NJ1 queue auth")
///   mac = HMAC-SHA-512(key, handshake hash 64 || queue id 16 || role 1)[0..16]
/// The role is the byte on the wire (docs/protocol.md section 5: 1 receiver, 2 sender).
class QueueAuth {
public:
    /// At the client: secret of the queue role, public key of the hub. Nothing for a key of low order.
    [[nodiscard]] static std::optional<QueueAuth> atClient(ByteView queueRoleSecret, const PublicKey& hubStatic);
    /// At the hub: own static secret, public key of the queue role.
    [[nodiscard]] static std::optional<QueueAuth> atHub(ByteView hubStaticSecret, const PublicKey& queueRoleKey);

    [[nodiscard]] QueueMac mac(const ByteArray<64>& handshakeHash, const QueueId& queue, std::uint8_t role) const;
    /// In constant time.
    [[nodiscard]] bool verify(const ByteArray<64>& handshakeHash, const QueueId& queue, std::uint8_t role,
                              ByteView mac) const;

private:
    QueueAuth() = default;
    WipedArray<32> m_key;
};

}  // namespace nightjar::crypto
