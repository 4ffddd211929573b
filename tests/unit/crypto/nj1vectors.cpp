// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "nj1vectors.h"

#include <QJsonArray>
#include <QString>

#include "crypto/directionsecrets.h"
#include "crypto/linkkeys.h"
#include "crypto/noise.h"
#include "crypto/packetprotection.h"
#include "crypto/queueauth.h"
#include "crypto/renewal.h"
#include "crypto/safetynumber.h"
#include "crypto/tripleratchet.h"
#include "cryptotest.h"

namespace nightjar::crypto::test {
namespace {

constexpr Instant start = fromUnixMs(1'700'000'000'000);

using Members = std::initializer_list<std::pair<const char*, QJsonValue>>;

QJsonObject object(Members members) {
    QJsonObject out;
    for (const auto& [name, value] : members) {
        out.insert(QLatin1String(name), value);
    }
    return out;
}

QString hexText(ByteView bytes) {
    return QString::fromStdString(toHex(bytes));
}

/// A seeded stream that remembers what it gave, so that the vectors can tell it.
class RecordingRandom final : public RandomSource {
public:
    explicit RecordingRandom(std::uint64_t seed) : m_random(seed) {}
    void fill(MutableByteView out) override {
        m_random.fill(out);
        append(m_given, out);
    }
    /// What was given since the last call.
    QString given() { return hexText(std::exchange(m_given, {})); }

private:
    SeededRandom m_random;
    Bytes m_given;
};

KeyPair drawnPair(std::uint64_t seed) {
    SeededRandom random(seed);
    return generateKeyPair(random);
}

/// 32 bytes: first, first + 1, …
Bytes countingBytes(int first, std::size_t count = 32) {
    Bytes out;
    for (std::size_t i = 0; i < count; ++i) {
        out.push_back(static_cast<std::uint8_t>(first + static_cast<int>(i)));
    }
    return out;
}

QJsonObject linkKeys() {
    const auto secret = countingBytes(0);
    const auto keys = LinkKeys::derive(secret);
    return object({{"invitationSecret", hexText(secret)},
                   {"blobId", hexText(keys.blobId)},
                   {"blobKey", hexText(keys.blobKey.view())},
                   {"revokeSecret", hexText(keys.revokeSecret.view())},
                   {"firstMessageKey", hexText(keys.firstMessageKey.view())}});
}

/// The people of the handshake and ratchet vectors.
struct Cast {
    KeyPair inviterIdentity = drawnPair(1);
    KeyPair inviterOneTime = drawnPair(2);
    KeyPair accepterIdentity = drawnPair(3);
    KeyPair accepterEphemeral = drawnPair(4);
    KemKeyPair kemOneTime = kemFromSeed(countingBytes(0x60, kemSeedSize));
    Bytes kemRandom = countingBytes(0xa0);
    Encapsulation encapsulated = encapsulateWith(kemOneTime.publicKey, kemRandom);
    ByteArray<16> linkId = LinkKeys::derive(countingBytes(0)).blobId;

    [[nodiscard]] SessionSecrets secrets() const {
        return std::move(*acceptHandshake(
            accepterIdentity, accepterEphemeral, inviterIdentity.publicKey, inviterOneTime.publicKey, linkId,
            {encapsulated.sharedSecret.view(), kemOneTime.publicKey, encapsulated.ciphertext}));
    }
    [[nodiscard]] static Encapsulation encapsulateWith(const KemKey& key, const Bytes& random) {
        ScriptedRandom script(random);
        return std::move(*encapsulate(key, script));
    }
};

QJsonObject handshake(const Cast& cast) {
    const auto secrets = cast.secrets();
    return object({{"inviterIdentitySecret", hexText(cast.inviterIdentity.secret.view())},
                   {"inviterIdentity", hexText(cast.inviterIdentity.publicKey.view())},
                   {"inviterOneTimeSecret", hexText(cast.inviterOneTime.secret.view())},
                   {"inviterOneTime", hexText(cast.inviterOneTime.publicKey.view())},
                   {"accepterIdentitySecret", hexText(cast.accepterIdentity.secret.view())},
                   {"accepterIdentity", hexText(cast.accepterIdentity.publicKey.view())},
                   {"accepterEphemeralSecret", hexText(cast.accepterEphemeral.secret.view())},
                   {"accepterEphemeral", hexText(cast.accepterEphemeral.publicKey.view())},
                   {"kemSeed", hexText(cast.kemOneTime.seed.view())},
                   {"kemOneTime", hexText(cast.kemOneTime.publicKey)},
                   {"kemRandom", hexText(cast.kemRandom)},
                   {"kemCiphertext", hexText(cast.encapsulated.ciphertext)},
                   {"kemSecret", hexText(cast.encapsulated.sharedSecret.view())},
                   {"linkId", hexText(cast.linkId)},
                   {"transcript", hexText(secrets.transcript)},
                   {"rootKey", hexText(secrets.rootKey.view())},
                   {"headerKeyAccepter", hexText(secrets.headerKeyAccepter.view())},
                   {"nextHeaderKeyInviter", hexText(secrets.nextHeaderKeyInviter.view())},
                   {"pqRoot", hexText(secrets.pqRoot.view())},
                   {"pqKey", hexText(secrets.pqKey.view())}});
}

/// The first epoch of the session that the handshake made, in two messages with much room.
QJsonObject pqRatchet(const Cast& cast) {
    const auto secrets = cast.secrets();
    auto accepter = PqRatchet::begin(secrets, true);
    auto inviter = PqRatchet::begin(secrets, false);
    RecordingRandom random(40);
    Bytes keyPadding(1200);
    accepter.fill(keyPadding, random);
    const auto seed = random.given();
    (void)inviter.take(keyPadding, random);
    const auto encapsulation = random.given();
    Bytes ciphertextPadding(1200);
    inviter.fill(ciphertextPadding, random);
    (void)accepter.take(ciphertextPadding, random);
    RatchetKey key(countingBytes(0x11));
    TripleRatchet::mix(key, *accepter.key(1));
    QJsonObject out = object({{"keySeed", seed},
                              {"encapsulationRandom", encapsulation},
                              {"keyPadding", hexText(keyPadding)},
                              {"ciphertextPadding", hexText(ciphertextPadding)},
                              {"epochKey1", hexText(*inviter.key(1))},
                              {"messageKey", hexText(countingBytes(0x11))},
                              {"mixed", hexText(key.view())}});
    for (const int index : {0, 36, 37, 254}) {
        out.insert(QStringLiteral("keyChunk%1").arg(index),
                   hexText(erasureChunk(cast.kemOneTime.publicKey, static_cast<std::uint8_t>(index))));
    }
    return out;
}

QJsonObject renewal(const Cast& cast) {
    const auto& writer = cast.accepterIdentity;
    const auto& reader = cast.inviterIdentity;
    const auto name = renewalId(cast.inviterOneTime.publicKey, cast.kemOneTime.publicKey);
    return object({{"writerSecret", hexText(writer.secret.view())},
                   {"readerSecret", hexText(reader.secret.view())},
                   {"oneTime", hexText(cast.inviterOneTime.publicKey.view())},
                   {"kemOneTime", hexText(cast.kemOneTime.publicKey)},
                   {"renewKey", hexText(renewWriteKey(writer, reader.publicKey)->view())},
                   {"renewalId", hexText(name)},
                   {"firstMessageKey", hexText(renewalFirstMessageKey(writer, reader.publicKey, name)->view())}});
}

/// Plays a conversation and writes down each step with the randomness it used.
class RatchetScript {
public:
    explicit RatchetScript(const Cast& cast)
        : m_inviter(Ratchet::asInviter(cast.secrets(), cast.inviterOneTime)),
          m_accepter(*Ratchet::asAccepter(cast.secrets(), cast.inviterOneTime.publicKey, m_random)),
          m_accepterInitRandom(m_random.given()) {}

    void encrypt(const QString& by, std::string_view plaintext) {
        m_messages.push_back(*end(by).encrypt(asBytes(plaintext), m_random));
        m_steps.append(object({{"do", QStringLiteral("encrypt")},
                               {"by", by},
                               {"random", m_random.given()},
                               {"plaintext", hexText(asBytes(plaintext))},
                               {"message", hexText(m_messages.back())}}));
    }
    void decrypt(const QString& by, std::size_t number) {
        const auto plaintext = *end(by).decrypt(m_messages[number], start, m_random);
        m_steps.append(object({{"do", QStringLiteral("decrypt")},
                               {"by", by},
                               {"random", m_random.given()},
                               {"number", static_cast<int>(number)},
                               {"plaintext", hexText(plaintext)}}));
    }
    [[nodiscard]] QJsonObject result() const {
        return object({{"accepterInitRandom", m_accepterInitRandom},
                       {"nowMs", static_cast<qint64>(toUnixMs(start))},
                       {"steps", m_steps},
                       {"inviterState", hexText(m_inviter.serialize())},
                       {"accepterState", hexText(m_accepter.serialize())}});
    }

private:
    Ratchet& end(const QString& name) { return name == QLatin1String("inviter") ? m_inviter : m_accepter; }

    RecordingRandom m_random{5};
    Ratchet m_inviter;
    Ratchet m_accepter;
    QString m_accepterInitRandom;
    std::vector<Bytes> m_messages;
    QJsonArray m_steps;
};

QJsonObject ratchet(const Cast& cast) {
    const QString inviter = QStringLiteral("inviter");
    const QString accepter = QStringLiteral("accepter");
    RatchetScript script(cast);
    script.encrypt(accepter, "first");
    script.encrypt(accepter, "second");
    script.decrypt(inviter, 1);
    script.encrypt(inviter, "answer");
    script.encrypt(inviter, "");
    script.encrypt(inviter, "third of three");
    script.decrypt(accepter, 4);
    script.encrypt(accepter, "a new chain");
    script.decrypt(inviter, 5);
    script.decrypt(inviter, 0);
    script.decrypt(accepter, 2);
    return script.result();
}

QJsonObject noise() {
    const auto initiatorStatic = drawnPair(10);
    const auto responderStatic = drawnPair(11);
    RecordingRandom initiatorRandom(12);
    RecordingRandom responderRandom(13);
    const auto prologue = asBytes("NJ1 hub");
    NoiseInitiator initiator(initiatorStatic, responderStatic.publicKey, prologue, initiatorRandom);
    NoiseResponder responder(responderStatic, prologue, responderRandom);
    const Bytes payload1(16, 0);
    const auto payload2 = countingBytes(0x40, 17);
    const auto message1 = *initiator.writeMessage1(payload1);
    (void)responder.readMessage1(message1);
    const auto message2 = *responder.writeMessage2(payload2);
    (void)initiator.readMessage2(message2);
    const auto keys = initiator.takeKeys();
    return object({{"name", QStringLiteral("Noise_IK_25519_ChaChaPoly_SHA512")},
                   {"prologue", hexText(prologue)},
                   {"initiatorStaticSecret", hexText(initiatorStatic.secret.view())},
                   {"initiatorEphemeralSecret", initiatorRandom.given()},
                   {"responderStaticSecret", hexText(responderStatic.secret.view())},
                   {"responderEphemeralSecret", responderRandom.given()},
                   {"payload1", hexText(payload1)},
                   {"message1", hexText(message1)},
                   {"payload2", hexText(payload2)},
                   {"message2", hexText(message2)},
                   {"handshakeHash", hexText(keys->handshakeHash)},
                   {"initiatorSends", hexText(keys->send.view())},
                   {"responderSends", hexText(keys->receive.view())}});
}

QJsonObject queueAuth() {
    const auto role = drawnPair(20);
    const auto hub = drawnPair(21);
    const auto hash = toArray<64>(countingBytes(0x80, 64));
    const QueueId queue{toArray<16>(countingBytes(0x10, 16))};
    const auto auth = QueueAuth::atClient(role.secret.view(), hub.publicKey);
    return object({{"roleSecret", hexText(role.secret.view())},
                   {"hubPublic", hexText(hub.publicKey.view())},
                   {"handshakeHash", hexText(hash)},
                   {"queueId", hexText(queue.value)},
                   {"receiverMac", hexText(auth->mac(hash, queue, 1))},
                   {"senderMac", hexText(auth->mac(hash, queue, 2))}});
}

QJsonObject safetyNumbers() {
    const auto a = drawnPair(1).publicKey;
    const auto b = drawnPair(3).publicKey;
    return object({{"one", hexText(a.view())},
                   {"other", hexText(b.view())},
                   {"digits", QString::fromStdString(safetyNumber(a, b))},
                   {"code", hexText(fingerprintBytes(a, b))}});
}

QJsonObject packets() {
    const auto secret = countingBytes(0x20);
    const PacketKey packet(secret);
    const VoiceKey voice(secret);
    const auto header = *fromHex("c4010203fffe");
    const auto voiceHeader = *fromHex("8001");
    const auto plaintext = countingBytes(0, 40);
    return object({{"directionSecret", hexText(secret)},
                   {"packetNumber", 65534},
                   {"packetHeader", hexText(header)},
                   {"plaintext", hexText(plaintext)},
                   {"packet", hexText(packet.seal(65534, header, plaintext))},
                   {"voiceSequence", 1025},
                   {"voiceHeader", hexText(voiceHeader)},
                   {"voice", hexText(voice.seal(1025, voiceHeader, plaintext))}});
}

QJsonObject directions() {
    const auto first = drawnPair(30);
    const auto second = drawnPair(31);
    const auto id = toArray<8>(countingBytes(0x30, 8));
    const auto callSecret = countingBytes(0x50);
    const auto link = linkSecrets(first, second.publicKey, id, true);
    const auto call = mediaSecrets(first, second.publicKey, callSecret, CallId{id}, true);
    return object({{"firstSecret", hexText(first.secret.view())},
                   {"secondSecret", hexText(second.secret.view())},
                   {"id", hexText(id)},
                   {"callSecret", hexText(callSecret)},
                   {"offererSends", hexText(link->send.view())},
                   {"answererSends", hexText(link->receive.view())},
                   {"callerSends", hexText(call->send.view())},
                   {"calleeSends", hexText(call->receive.view())}});
}

}  // namespace

QJsonObject nj1Vectors() {
    const Cast cast;
    return object({{"suite", QStringLiteral("NJ1")},
                   {"linkKeys", linkKeys()},
                   {"handshake", handshake(cast)},
                   {"ratchet", ratchet(cast)},
                   {"pqRatchet", pqRatchet(cast)},
                   {"renewal", renewal(cast)},
                   {"noise", noise()},
                   {"queueAuth", queueAuth()},
                   {"safetyNumber", safetyNumbers()},
                   {"packets", packets()},
                   {"directionSecrets", directions()}});
}

}  // namespace nightjar::crypto::test
