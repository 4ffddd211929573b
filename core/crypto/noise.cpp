// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/noise.h"

#include <algorithm>
#include <cassert>

#include "crypto/aead.h"
#include "crypto/kdf.h"

namespace nightjar::crypto {
namespace {

constexpr std::string_view protocolName = "Noise_IK_25519_ChaChaPoly_SHA512";
constexpr std::size_t sealedKeySize = keySize + ChaCha20Poly1305::tagSize;

/// Section 12.3: 32 zero bits, then the counter in little-endian order.
ByteArray<12> nonceOf(std::uint64_t counter) {
    ByteArray<12> nonce{};
    for (std::size_t i = 0; i < 8; ++i) {
        nonce[4 + i] = static_cast<std::uint8_t>(counter >> (8 * i));
    }
    return nonce;
}

/// One DH token: false when the public key is of low order.
bool mixDh(NoiseSymmetricState& symmetric, ByteView secret, const PublicKey& peer) {
    WipedArray<keySize> shared;
    if (!agreeInto(shared.mutableView(), secret, peer)) {
        return false;
    }
    symmetric.mixKey(shared.view());
    return true;
}

}  // namespace

NoiseSymmetricState::NoiseSymmetricState(std::string_view name, ByteView prologue) {
    assert(name.size() <= m_hash.size());  // a longer name would have to be hashed
    std::copy(name.begin(), name.end(), m_hash.begin());
    m_chainingKey = WipedArray<64>(m_hash);
    mixHash(prologue);
}

void NoiseSymmetricState::mixHash(ByteView data) {
    m_hash = sha512({m_hash, data});
}

void NoiseSymmetricState::mixKey(ByteView inputKey) {
    WipedArray<128> out;
    hkdfSha512Into(out.mutableView(), inputKey, m_chainingKey.view(), {});
    m_chainingKey = WipedArray<64>(out.part(0, 64));
    m_key = WipedArray<32>(out.part(64, 32));  // section 5.2: HASHLEN is 64, so temp_k is cut to 32 bytes
    m_nonce = 0;
}

void NoiseSymmetricState::encryptAndHash(Bytes& out, ByteView plaintext) {
    const auto sealed = ChaCha20Poly1305::seal(m_key.view(), nonceOf(m_nonce++), m_hash, plaintext);
    mixHash(sealed);
    append(out, sealed);
}

std::optional<Bytes> NoiseSymmetricState::decryptAndHash(ByteView sealed) {
    auto plaintext = ChaCha20Poly1305::open(m_key.view(), nonceOf(m_nonce), m_hash, sealed);
    if (plaintext) {
        ++m_nonce;
        mixHash(sealed);
    }
    return plaintext;
}

std::pair<SecretBytes, SecretBytes> NoiseSymmetricState::split() const {
    WipedArray<128> out;
    hkdfSha512Into(out.mutableView(), {}, m_chainingKey.view(), {});
    return {SecretBytes(out.part(0, 32)), SecretBytes(out.part(64, 32))};
}

NoiseInitiator::NoiseInitiator(const KeyPair& staticKeys, const PublicKey& responderStatic, ByteView prologue,
                               RandomSource& random)
    : m_symmetric(protocolName, prologue),
      m_staticPublic(staticKeys.publicKey),
      m_staticSecret(staticKeys.secret.view()),
      m_responderStatic(responderStatic) {
    random.fill(m_ephemeralSecret.mutableView());
    m_symmetric.mixHash(m_responderStatic.view());  // pre-message "<- s"
}

Result<Bytes, NoiseError> NoiseInitiator::writeMessage1(ByteView payload) {
    if (m_state != State::Fresh) {
        return Unexpected{NoiseError::OutOfOrder};
    }
    if (payload.size() > noiseMaxMessage - noiseOverhead1) {
        return Unexpected{NoiseError::Malformed};
    }
    m_state = State::Failed;
    const auto ephemeral = publicKeyOf(m_ephemeralSecret.view());
    Bytes out;
    out.reserve(payload.size() + noiseOverhead1);
    append(out, ephemeral.view());
    m_symmetric.mixHash(ephemeral.view());
    if (!mixDh(m_symmetric, m_ephemeralSecret.view(), m_responderStatic)) {
        return Unexpected{NoiseError::BadKey};
    }
    m_symmetric.encryptAndHash(out, m_staticPublic.view());
    if (!mixDh(m_symmetric, m_staticSecret.view(), m_responderStatic)) {
        return Unexpected{NoiseError::BadKey};
    }
    m_symmetric.encryptAndHash(out, payload);
    m_state = State::WaitingForMessage2;
    return out;
}

Result<Bytes, NoiseError> NoiseInitiator::readMessage2(ByteView message) {
    if (m_state != State::WaitingForMessage2) {
        return Unexpected{NoiseError::OutOfOrder};
    }
    if (message.size() < noiseOverhead2 || message.size() > noiseMaxMessage) {
        return Unexpected{NoiseError::Malformed};
    }
    // On a copy: over UDP anybody can send a false answer before the true one.
    auto symmetric = m_symmetric;
    const PublicKey ephemeral{toArray<keySize>(message)};
    symmetric.mixHash(ephemeral.view());
    if (!mixDh(symmetric, m_ephemeralSecret.view(), ephemeral) || !mixDh(symmetric, m_staticSecret.view(), ephemeral)) {
        return Unexpected{NoiseError::BadKey};
    }
    auto payload = symmetric.decryptAndHash(message.subspan(keySize));
    if (!payload) {
        return Unexpected{NoiseError::Unauthenticated};
    }
    m_symmetric = symmetric;
    m_state = State::Complete;
    return std::move(*payload);
}

Result<NoiseKeys, NoiseError> NoiseInitiator::takeKeys() {
    if (m_state != State::Complete) {
        return Unexpected{NoiseError::OutOfOrder};
    }
    m_state = State::Failed;
    auto [toResponder, toInitiator] = m_symmetric.split();
    return NoiseKeys{std::move(toResponder), std::move(toInitiator), m_symmetric.hash(), m_responderStatic};
}

NoiseResponder::NoiseResponder(const KeyPair& staticKeys, ByteView prologue, RandomSource& random)
    : m_symmetric(protocolName, prologue), m_staticSecret(staticKeys.secret.view()) {
    random.fill(m_ephemeralSecret.mutableView());
    m_symmetric.mixHash(staticKeys.publicKey.view());  // pre-message "<- s"
}

Result<Bytes, NoiseError> NoiseResponder::readMessage1(ByteView message) {
    if (m_state != State::Fresh) {
        return Unexpected{NoiseError::OutOfOrder};
    }
    m_state = State::Failed;
    if (message.size() < noiseOverhead1 || message.size() > noiseMaxMessage) {
        return Unexpected{NoiseError::Malformed};
    }
    m_initiatorEphemeral = PublicKey{toArray<keySize>(message)};
    m_symmetric.mixHash(m_initiatorEphemeral.view());
    if (!mixDh(m_symmetric, m_staticSecret.view(), m_initiatorEphemeral)) {
        return Unexpected{NoiseError::BadKey};
    }
    const auto identity = m_symmetric.decryptAndHash(message.subspan(keySize, sealedKeySize));
    if (!identity) {
        return Unexpected{NoiseError::Unauthenticated};
    }
    m_initiatorStatic = PublicKey{toArray<keySize>(*identity)};
    if (!mixDh(m_symmetric, m_staticSecret.view(), m_initiatorStatic)) {
        return Unexpected{NoiseError::BadKey};
    }
    auto payload = m_symmetric.decryptAndHash(message.subspan(keySize + sealedKeySize));
    if (!payload) {
        return Unexpected{NoiseError::Unauthenticated};
    }
    m_state = State::Message1Read;
    return std::move(*payload);
}

Result<Bytes, NoiseError> NoiseResponder::writeMessage2(ByteView payload) {
    if (m_state != State::Message1Read) {
        return Unexpected{NoiseError::OutOfOrder};
    }
    if (payload.size() > noiseMaxMessage - noiseOverhead2) {
        return Unexpected{NoiseError::Malformed};
    }
    m_state = State::Failed;
    const auto ephemeral = publicKeyOf(m_ephemeralSecret.view());
    Bytes out;
    out.reserve(payload.size() + noiseOverhead2);
    append(out, ephemeral.view());
    m_symmetric.mixHash(ephemeral.view());
    if (!mixDh(m_symmetric, m_ephemeralSecret.view(), m_initiatorEphemeral) ||
        !mixDh(m_symmetric, m_ephemeralSecret.view(), m_initiatorStatic)) {
        return Unexpected{NoiseError::BadKey};
    }
    m_symmetric.encryptAndHash(out, payload);
    m_state = State::Complete;
    return out;
}

Result<NoiseKeys, NoiseError> NoiseResponder::takeKeys() {
    if (m_state != State::Complete) {
        return Unexpected{NoiseError::OutOfOrder};
    }
    m_state = State::Failed;
    auto [toResponder, toInitiator] = m_symmetric.split();
    return NoiseKeys{std::move(toInitiator), std::move(toResponder), m_symmetric.hash(), m_initiatorStatic};
}

}  // namespace nightjar::crypto
