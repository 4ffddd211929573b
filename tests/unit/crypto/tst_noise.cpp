// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QtTest>

#include "crypto/aead.h"
#include "crypto/noise.h"
#include "cryptotest.h"

using namespace nightjar;
using namespace nightjar::crypto;
using namespace nightjar::crypto::test;

namespace {

constexpr ByteArray<12> firstNonce{};

struct Parties {
    KeyPair initiator;
    KeyPair responder;
};

Parties makeParties(RandomSource& random) {
    auto initiator = generateKeyPair(random);
    return {std::move(initiator), generateKeyPair(random)};
}

}  // namespace

class TestNoise : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Published vector of the noise-c project (tests/vector/noise-c-basic.txt, Noise_IK_25519_ChaChaPoly_SHA512)
    void publishedVector() {
        const auto prologue = hex("50726f6c6f677565313233");
        const auto initiatorStatic =
            fromSecret(hex("e61ef9919cde45dd5f82166404bd08e38bceb5dfdfded0a34c8df7ed542214d1"));
        const auto responderStatic =
            fromSecret(hex("4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893"));
        QCOMPARE(toHex(responderStatic.publicKey.view()),
                 std::string("31e0303fd6418d2f8c0e78b91f22e8caed0fbe48656dcf4767e4834f701b8f62"));
        ScriptedRandom initiatorRandom(hex("893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a"));
        ScriptedRandom responderRandom(hex("bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b"));
        NoiseInitiator initiator(initiatorStatic, responderStatic.publicKey, prologue, initiatorRandom);
        NoiseResponder responder(responderStatic, prologue, responderRandom);

        const auto payload1 = hex("4c756477696720766f6e204d69736573");
        const auto message1 = initiator.writeMessage1(payload1);
        QVERIFY(message1);
        QCOMPARE(toHex(*message1), std::string("ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c7944"
                                               "7a2281c0f1aee0c48c41333a1abbb349ee4bf12e09f8c4fd66635aabbb7dad34"
                                               "5826d359e4bd6ebee659f5c6cb3d2d4e"
                                               "d12f7c7ffc9fe5513818d9cf9b8778d1502f90649c42ab4a1e3df7199a3d6a13"));
        QVERIFY(*responder.readMessage1(*message1) == payload1);
        QVERIFY(responder.initiatorStatic() == initiatorStatic.publicKey);

        const auto payload2 = hex("4d757272617920526f746862617264");
        const auto message2 = responder.writeMessage2(payload2);
        QVERIFY(message2);
        QCOMPARE(toHex(*message2), std::string("95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843"
                                               "f58050451a0edd2a40bb8b0f6b51ea63e1f1f429f1afd583e5d6e53f44da1e"));
        QVERIFY(*initiator.readMessage2(*message2) == payload2);

        const auto initiatorKeys = initiator.takeKeys();
        const auto responderKeys = responder.takeKeys();
        QVERIFY(initiatorKeys && responderKeys);
        QCOMPARE(toHex(initiatorKeys->handshakeHash),
                 std::string("48d8b650f042c4767cf1f3c26b22ccdd4bc8cff341166603109954eab8a9bd20"
                             "915d284b6b618a325e93a8e949a23f4b62ba3094aad0b640c14cbd4f14ccd1e1"));
        QVERIFY(responderKeys->handshakeHash == initiatorKeys->handshakeHash);
        QCOMPARE(
            toHex(ChaCha20Poly1305::seal(initiatorKeys->send.view(), firstNonce, {}, hex("462e20412e20486179656b"))),
            std::string("cae0b6af5460d026e80e22c27572a92048176872538f91a056a8df"));
        QCOMPARE(
            toHex(ChaCha20Poly1305::seal(responderKeys->send.view(), firstNonce, {}, hex("4361726c204d656e676572"))),
            std::string("ab1440d2b5892c638a11a7fa6412beaea5cee62342147f02d75a68"));
    }

    void bothSidesGetTheSameKeys() {
        SeededRandom random(1);
        const auto parties = makeParties(random);
        NoiseInitiator initiator(parties.initiator, parties.responder.publicKey, asBytes("p"), random);
        NoiseResponder responder(parties.responder, asBytes("p"), random);
        const auto message1 = initiator.writeMessage1({});
        QCOMPARE(message1->size(), noiseOverhead1);
        QVERIFY(responder.readMessage1(*message1)->empty());
        const auto message2 = responder.writeMessage2({});
        QCOMPARE(message2->size(), noiseOverhead2);
        QVERIFY(initiator.readMessage2(*message2)->empty());
        const auto a = initiator.takeKeys();
        const auto b = responder.takeKeys();
        QCOMPARE(toHex(a->send.view()), toHex(b->receive.view()));
        QCOMPARE(toHex(a->receive.view()), toHex(b->send.view()));
        QVERIFY(toHex(a->send.view()) != toHex(a->receive.view()));
        QVERIFY(a->peerStatic == parties.responder.publicKey);
        QVERIFY(b->peerStatic == parties.initiator.publicKey);
    }

    void everyChangedByteOfMessage1IsRefused() {
        SeededRandom random(2);
        const auto parties = makeParties(random);
        NoiseInitiator initiator(parties.initiator, parties.responder.publicKey, {}, random);
        const auto message = *initiator.writeMessage1(asBytes("payload"));
        for (std::size_t i = 0; i < message.size(); ++i) {
            auto changed = message;
            changed[i] ^= 1;
            NoiseResponder responder(parties.responder, {}, random);
            QVERIFY2(!responder.readMessage1(changed), qPrintable(QString::number(i)));
            QVERIFY(responder.writeMessage2({}).error() == NoiseError::OutOfOrder);
            QVERIFY(responder.readMessage1(message).error() == NoiseError::OutOfOrder);
        }
        for (std::size_t size = 0; size < message.size(); ++size) {
            NoiseResponder responder(parties.responder, {}, random);
            const auto read = responder.readMessage1(ByteView(message).first(size));
            QVERIFY(!read);
            QVERIFY(read.error() == (size < noiseOverhead1 ? NoiseError::Malformed : NoiseError::Unauthenticated));
        }
    }

    void aFalseMessage2DoesNotSpoilTheTrueOne() {
        SeededRandom random(3);
        const auto parties = makeParties(random);
        NoiseInitiator initiator(parties.initiator, parties.responder.publicKey, {}, random);
        NoiseResponder responder(parties.responder, {}, random);
        QVERIFY(responder.readMessage1(*initiator.writeMessage1({})));
        const auto message = *responder.writeMessage2(asBytes("payload"));
        for (std::size_t i = 0; i < message.size(); ++i) {
            auto changed = message;
            changed[i] ^= 1;
            QVERIFY2(!initiator.readMessage2(changed), qPrintable(QString::number(i)));
        }
        for (std::size_t size = 0; size < message.size(); ++size) {
            QVERIFY(!initiator.readMessage2(ByteView(message).first(size)));
        }
        QVERIFY(initiator.takeKeys().error() == NoiseError::OutOfOrder);
        QVERIFY(*initiator.readMessage2(message) == toBytes(asBytes("payload")));
        QVERIFY(initiator.takeKeys());
    }

    void wrongStaticKeyOrPrologueIsRefused() {
        SeededRandom random(4);
        const auto parties = makeParties(random);
        const auto other = generateKeyPair(random);
        NoiseInitiator toOther(parties.initiator, other.publicKey, asBytes("p"), random);
        NoiseResponder responder(parties.responder, asBytes("p"), random);
        QVERIFY(responder.readMessage1(*toOther.writeMessage1({})).error() == NoiseError::Unauthenticated);

        NoiseInitiator otherPrologue(parties.initiator, parties.responder.publicKey, asBytes("q"), random);
        NoiseResponder second(parties.responder, asBytes("p"), random);
        QVERIFY(second.readMessage1(*otherPrologue.writeMessage1({})).error() == NoiseError::Unauthenticated);
    }

    void anImpostorCannotAnswer() {
        SeededRandom random(5);
        const auto parties = makeParties(random);
        const auto impostor = generateKeyPair(random);
        NoiseInitiator initiator(parties.initiator, parties.responder.publicKey, {}, random);
        QVERIFY(initiator.writeMessage1({}));
        // The impostor answers a handshake that the same initiator began with the impostor's own key.
        NoiseInitiator toImpostor(parties.initiator, impostor.publicKey, {}, random);
        NoiseResponder responder(impostor, {}, random);
        QVERIFY(responder.readMessage1(*toImpostor.writeMessage1({})));
        QVERIFY(initiator.readMessage2(*responder.writeMessage2({})).error() == NoiseError::Unauthenticated);
    }

    void pointsOfLowOrderAreRefused() {
        SeededRandom random(6);
        const auto parties = makeParties(random);
        for (const auto& point : lowOrderPoints()) {
            NoiseInitiator toPoint(parties.initiator, point, {}, random);
            QVERIFY(toPoint.writeMessage1({}).error() == NoiseError::BadKey);
            QVERIFY(toPoint.writeMessage1({}).error() == NoiseError::OutOfOrder);

            NoiseInitiator initiator(parties.initiator, parties.responder.publicKey, {}, random);
            auto message = *initiator.writeMessage1({});
            std::copy(point.value.begin(), point.value.end(), message.begin());
            NoiseResponder responder(parties.responder, {}, random);
            QVERIFY(responder.readMessage1(message).error() == NoiseError::BadKey);

            Bytes answer(noiseOverhead2);
            std::copy(point.value.begin(), point.value.end(), answer.begin());
            QVERIFY(initiator.readMessage2(answer).error() == NoiseError::BadKey);

            // A static key of low order, properly sealed.
            const KeyPair broken{point, parties.initiator.secret.clone()};
            NoiseInitiator brokenInitiator(broken, parties.responder.publicKey, {}, random);
            NoiseResponder second(parties.responder, {}, random);
            QVERIFY(second.readMessage1(*brokenInitiator.writeMessage1({})).error() == NoiseError::BadKey);
        }
    }

    void stepsOutOfOrderAreRefused() {
        SeededRandom random(7);
        const auto parties = makeParties(random);
        NoiseInitiator initiator(parties.initiator, parties.responder.publicKey, {}, random);
        NoiseResponder responder(parties.responder, {}, random);
        QVERIFY(initiator.readMessage2(Bytes(100)).error() == NoiseError::OutOfOrder);
        QVERIFY(initiator.takeKeys().error() == NoiseError::OutOfOrder);
        QVERIFY(responder.writeMessage2({}).error() == NoiseError::OutOfOrder);
        QVERIFY(responder.takeKeys().error() == NoiseError::OutOfOrder);
        const auto message1 = *initiator.writeMessage1({});
        QVERIFY(initiator.writeMessage1({}).error() == NoiseError::OutOfOrder);
        QVERIFY(responder.readMessage1(message1));
        QVERIFY(responder.readMessage1(message1).error() == NoiseError::OutOfOrder);
        const auto message2 = *responder.writeMessage2({});
        QVERIFY(responder.writeMessage2({}).error() == NoiseError::OutOfOrder);
        QVERIFY(initiator.readMessage2(message2));
        QVERIFY(initiator.readMessage2(message2).error() == NoiseError::OutOfOrder);
        QVERIFY(responder.takeKeys());
        QVERIFY(responder.takeKeys().error() == NoiseError::OutOfOrder);
    }

    void lengthsAreBounded() {
        SeededRandom random(8);
        const auto parties = makeParties(random);
        const auto initiator = [&] {
            return NoiseInitiator(parties.initiator, parties.responder.publicKey, {}, random);
        };
        const auto longest = initiator().writeMessage1(Bytes(noiseMaxMessage - noiseOverhead1));
        QVERIFY(longest);
        QCOMPARE(longest->size(), noiseMaxMessage);
        QVERIFY(NoiseResponder(parties.responder, {}, random).readMessage1(*longest));
        QVERIFY(initiator().writeMessage1(Bytes(noiseMaxMessage - noiseOverhead1 + 1)).error() ==
                NoiseError::Malformed);
        auto tooLong = *longest;
        tooLong.push_back(0);
        QVERIFY(NoiseResponder(parties.responder, {}, random).readMessage1(tooLong).error() == NoiseError::Malformed);
    }
};

QTEST_APPLESS_MAIN(TestNoise)
#include "tst_noise.moc"
