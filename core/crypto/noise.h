// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/result.h"
#include "crypto/keys.h"
#include "crypto/wiped.h"

namespace nightjar::crypto {

enum class NoiseError : std::uint8_t {
    /// Too short or too long for the message it should be.
    Malformed,
    /// Not made by the holder of the expected keys, or changed on its way.
    Unauthenticated,
    /// A public key of low order.
    BadKey,
    /// A step out of order, or any step after a failure.
    OutOfOrder,
};

/// A Noise message never exceeds this many bytes (Noise Protocol Framework, revision 34, section 3).
inline constexpr std::size_t noiseMaxMessage = 65535;
/// Bytes that message 1 of IK adds to its payload: e 32, sealed s 32 + 16, tag 16.
inline constexpr std::size_t noiseOverhead1 = 96;
/// Bytes that message 2 adds to its payload: e 32, tag 16.
inline constexpr std::size_t noiseOverhead2 = 48;

/// What both sides hold after the handshake.
struct NoiseKeys {
    /// For what we send: ChaCha20-Poly1305 key of 32 bytes.
    SecretBytes send;
    /// For what we receive.
    SecretBytes receive;
    /// The final h: unique to this session, equal on both sides (section 11.2, channel binding).
    ByteArray<64> handshakeHash{};
    PublicKey peerStatic;
};

/// CipherState and SymmetricState of the Noise Protocol Framework, revision 34, sections 5.1 and 5.2, for the suite
/// 25519_ChaChaPoly_SHA512. Used by the two classes below.
class NoiseSymmetricState {
public:
    NoiseSymmetricState(std::string_view protocolName, ByteView prologue);

    void mixHash(ByteView data);
    void mixKey(ByteView inputKey);
    /// Appends the sealed bytes to `out`.
    void encryptAndHash(Bytes& out, ByteView plaintext);
    [[nodiscard]] std::optional<Bytes> decryptAndHash(ByteView sealed);
    /// The keys of the two directions: first initiator to responder, then back.
    [[nodiscard]] std::pair<SecretBytes, SecretBytes> split() const;
    [[nodiscard]] const ByteArray<64>& hash() const { return m_hash; }

private:
    WipedArray<64> m_chainingKey;
    WipedArray<32> m_key;
    std::uint64_t m_nonce = 0;
    ByteArray<64> m_hash{};
};

/// The side that knows the other's static key beforehand, in Noise_IK_25519_ChaChaPoly_SHA512:
///   <- s;  -> e, es, s, ss;  <- e, ee, se
/// States: fresh, waiting for message 2, complete, failed.
class NoiseInitiator {
public:
    /// Both sides must give the same prologue.
    NoiseInitiator(const KeyPair& staticKeys, const PublicKey& responderStatic, ByteView prologue,
                   RandomSource& random);

    /// The payload is encrypted, but can be replayed and has no forward secrecy (section 7.7: source 1, destination 2).
    [[nodiscard]] Result<Bytes, NoiseError> writeMessage1(ByteView payload);
    /// The payload of the answer. A message that does not authenticate changes nothing: the true one may still come.
    [[nodiscard]] Result<Bytes, NoiseError> readMessage2(ByteView message);
    /// After readMessage2 succeeded, once.
    [[nodiscard]] Result<NoiseKeys, NoiseError> takeKeys();

private:
    enum class State : std::uint8_t { Fresh, WaitingForMessage2, Complete, Failed };

    NoiseSymmetricState m_symmetric;
    PublicKey m_staticPublic;
    WipedArray<32> m_staticSecret;
    WipedArray<32> m_ephemeralSecret;
    PublicKey m_responderStatic;
    State m_state = State::Fresh;
};

/// The side with the known static key.
/// States: fresh, message 1 read, complete, failed.
class NoiseResponder {
public:
    NoiseResponder(const KeyPair& staticKeys, ByteView prologue, RandomSource& random);

    /// The payload of message 1.
    [[nodiscard]] Result<Bytes, NoiseError> readMessage1(ByteView message);
    /// Who speaks; valid after readMessage1 succeeded. That this party is alive and no replay is proven only by its
    /// first transport packet.
    [[nodiscard]] const PublicKey& initiatorStatic() const { return m_initiatorStatic; }
    [[nodiscard]] Result<Bytes, NoiseError> writeMessage2(ByteView payload);
    /// After writeMessage2, once.
    [[nodiscard]] Result<NoiseKeys, NoiseError> takeKeys();

private:
    enum class State : std::uint8_t { Fresh, Message1Read, Complete, Failed };

    NoiseSymmetricState m_symmetric;
    WipedArray<32> m_staticSecret;
    WipedArray<32> m_ephemeralSecret;
    PublicKey m_initiatorStatic;
    PublicKey m_initiatorEphemeral;
    State m_state = State::Fresh;
};

}  // namespace nightjar::crypto
