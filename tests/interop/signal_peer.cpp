// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Nightjar's ratchet as the Signal protocol of version 3, for signal.mjs. The driver makes all long-lived keys with the
// foreign library, because they are signed there. NAME is of its choice, keys (without their type) and messages are
// hexadecimal:
//   outbound NAME OWN-SECRET IDENTITY SIGNED ONETIME        → ok   we speak first, to somebody with these keys
//   inbound NAME OWN-SECRET SIGNED-SECRET ONETIME-SECRET MESSAGE → ok   we were spoken to; does not read the message
//   within encrypt NAME TEXT                                       → TYPE MESSAGE  3 PreKeyWhisperMessage, 1
//   WhisperMessage decrypt NAME TYPE MESSAGE                               → TEXT

#include "sessions.h"
#include "signalsuite.h"

using namespace nightjar;
using namespace nightjar::interop;

namespace {

using Ratchet = crypto::BasicRatchet<SignalSuite>;

/// Numbers of the keys in the driver's stores, and of our installation: any will do.
constexpr std::uint64_t keyNumber = 1;
constexpr std::uint64_t registration = 4711;

class Peer {
public:
    std::string answer(const Words& words) {
        const auto& command = words.front();
        if (words.size() < 2) {
            return "error no name";
        }
        if (command == "outbound") {
            return outbound(words[1], secretOf(words, 2), keyOf(words, 3), keyOf(words, 4), keyOf(words, 5));
        }
        if (command == "inbound") {
            return inbound(words[1], secretOf(words, 2), secretOf(words, 3), secretOf(words, 4), bytesOf(words, 5));
        }
        const auto talk = m_talks.find(words[1]);
        if (talk == m_talks.end()) {
            return "error no such conversation";
        }
        return command == "encrypt" ? encrypt(talk->second, bytesOf(words, 2)) : decrypt(talk->second, words);
    }

private:
    static crypto::KeyPair secretOf(const Words& words, std::size_t at) {
        return crypto::fromSecret(bytesOf(words, at, 32));
    }

    std::string outbound(const std::string& name, const crypto::KeyPair& own, const crypto::PublicKey& identity,
                         const crypto::PublicKey& signedKey, const crypto::PublicKey& oneTime) {
        const auto base = crypto::generateKeyPair(m_random);
        const auto secrets =
            open(agreements({{&own, &signedKey}, {&base, &identity}, {&base, &signedKey}, {&base, &oneTime}}),
                 own.publicKey, identity);
        auto ratchet = Ratchet::asAccepter(secrets, signedKey, m_random);
        if (!ratchet) {
            return "error bad key";
        }
        ProtobufWriter fields;
        fields.number(1, keyNumber);
        fields.bytes(2, SignalSuite::typed(base.publicKey.view()));
        fields.bytes(3, SignalSuite::typed(own.publicKey.view()));
        fields.number(5, registration);
        fields.number(6, keyNumber);
        m_talks.insert_or_assign(name, Talk<SignalSuite>(std::move(*ratchet), fields.take()));
        return "ok";
    }

    std::string inbound(const std::string& name, const crypto::KeyPair& own, const crypto::KeyPair& signedKey,
                        const crypto::KeyPair& oneTime, ByteView message) {
        const ProtobufReader fields(message.subspan(1));
        const auto base = fields.key(2, 33);
        const auto identity = fields.key(3, 33);
        if (!fields.ok() || message.front() != SignalSuite::version || !base || !identity) {
            return "error not a PreKeyWhisperMessage";
        }
        const auto secrets =
            open(agreements({{&signedKey, &*identity}, {&own, &*base}, {&signedKey, &*base}, {&oneTime, &*base}}),
                 own.publicKey, *identity);
        m_talks.insert_or_assign(name, Talk<SignalSuite>(Ratchet::asInviter(secrets, signedKey), {}));
        return "ok";
    }

    /// X3DH; the chain key that comes with the root key is not used by anybody.
    static crypto::SessionSecrets open(const Bytes& agreed, const crypto::PublicKey& own,
                                       const crypto::PublicKey& peer) {
        Bytes secret(32, 0xff);
        append(secret, agreed);
        const auto root = hkdfSha256(Bytes(32), secret, "WhisperText", 32);
        crypto::SessionSecrets out{SecretBytes(root), SecretBytes(32), SecretBytes(32), {}};
        std::copy_n(own.value.begin(), 32, out.transcript.begin());
        std::copy_n(peer.value.begin(), 32, out.transcript.begin() + 32);
        return out;
    }

    std::string encrypt(Talk<SignalSuite>& talk, ByteView text) {
        const auto message = talk.encrypt(text, m_random);
        if (!message) {
            return "error cannot send";
        }
        if (talk.opening().empty()) {
            return "1 " + toHex(*message);
        }
        ProtobufWriter inner;
        inner.bytes(4, *message);
        Bytes out{SignalSuite::version};
        append(out, talk.opening());
        append(out, inner.take());
        return "3 " + toHex(out);
    }

    std::string decrypt(Talk<SignalSuite>& talk, const Words& words) {
        if (words.size() != 4) {
            return "error bad command";
        }
        const auto message = bytesOf(words, 3);
        const auto inner = words[2] == "3" ? ProtobufReader(ByteView(message).subspan(1)).bytes(4) : ByteView(message);
        const auto text = talk.decrypt(inner, m_random);
        return text ? toHex(*text) : "error refused";
    }

    SystemRandom m_random;
    Talks<SignalSuite> m_talks;
};

}  // namespace

int main() {
    Peer peer;
    return answerLines([&](const Words& words) { return peer.answer(words); });
}
