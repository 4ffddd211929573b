// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstdlib>

#include "crypto/handshake.h"
#include "crypto/keys.h"
#include "crypto/tripleratchet.h"

namespace nightjar::crypto::test {

/// The bytes of a hexadecimal literal in a test.
inline Bytes hex(std::string_view text) {
    const auto bytes = fromHex(text);
    if (!bytes) {
        std::abort();
    }
    return *bytes;
}

inline PublicKey publicKey(std::string_view text) {
    return PublicKey{toArray<keySize>(hex(text))};
}

/// Gives out the bytes it was made of, then stops the test: for vectors that fix the random keys.
class ScriptedRandom final : public RandomSource {
public:
    explicit ScriptedRandom(Bytes script) : m_script(std::move(script)) {}
    void fill(MutableByteView out) override {
        if (m_used + out.size() > m_script.size()) {
            std::abort();
        }
        std::memcpy(out.data(), m_script.data() + m_used, out.size());
        m_used += out.size();
    }

private:
    Bytes m_script;
    std::size_t m_used = 0;
};

/// The points of order 1, 2, 4 and 8 of the curve and its twist, with their non-canonical forms: no agreement with them
/// may succeed (Curve25519 site, "How do I validate Curve25519 public keys?").
inline std::vector<PublicKey> lowOrderPoints() {
    std::vector<PublicKey> points;
    for (const auto* text : {"0000000000000000000000000000000000000000000000000000000000000000",
                             "0100000000000000000000000000000000000000000000000000000000000000",
                             "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                             "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                             "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                             "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                             "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
        points.push_back(publicKey(text));
    }
    return points;
}

/// The inviter's and the accepter's end of one session.
template <class Session>
struct BasicSessionPair {
    Session inviter;
    Session accepter;
};
using SessionPair = BasicSessionPair<Ratchet>;

template <class Session>
BasicSessionPair<Session> makeSessionOf(RandomSource& random) {
    const auto inviterIdentity = generateKeyPair(random);
    const auto oneTime = generateKeyPair(random);
    const auto accepterIdentity = generateKeyPair(random);
    const auto ephemeral = generateKeyPair(random);
    ByteArray<16> linkId{};
    random.fill(linkId);
    const auto kemOneTime = generateKemKeyPair(random);
    const auto encapsulated = encapsulate(kemOneTime.publicKey, random);
    const auto decapsulated = decapsulate(kemOneTime.seed.view(), encapsulated->ciphertext);
    const auto accepted =
        acceptHandshake(accepterIdentity, ephemeral, inviterIdentity.publicKey, oneTime.publicKey, linkId,
                        {encapsulated->sharedSecret.view(), kemOneTime.publicKey, encapsulated->ciphertext});
    const auto completed =
        completeHandshake(inviterIdentity, oneTime, accepterIdentity.publicKey, ephemeral.publicKey, linkId,
                          {decapsulated.view(), kemOneTime.publicKey, encapsulated->ciphertext});
    return {Session::asInviter(*completed, oneTime),
            std::move(*Session::asAccepter(*accepted, oneTime.publicKey, random))};
}

inline SessionPair makeSession(RandomSource& random) {
    return makeSessionOf<Ratchet>(random);
}

}  // namespace nightjar::crypto::test
