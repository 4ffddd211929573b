// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <algorithm>

#include "wire/envelope.h"
#include "wirevectors.h"

using namespace nightjar;
using namespace nightjar::wire;

class TestEnvelope : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesEnvelopes() { QCOMPARE(toBytes(envelopeId(vector("envelope")).value), vector("envelope.id")); }

    void codesFirstMessages() {
        const auto bytes = vector("envelope.first");
        QCOMPARE(encodeFirstEnvelope(pattern(0, 24), pattern(0x18, 1536 - 24)), bytes);
        const auto view = decodeFirstEnvelope(bytes);
        QVERIFY(view);
        QCOMPARE(toBytes(view->nonce), pattern(0, 24));
        QCOMPARE(toBytes(view->body), pattern(0x18, 1536 - 24));
        QVERIFY(!decodeFirstEnvelope(withByte(bytes, 0)));
        QVERIFY(!decodeFirstEnvelope(ByteView(bytes).first(1024)));
        QVERIFY(decodeFirstEnvelope(pattern(0, 2048)));

        const auto inside = vector("envelope.first.inside");
        const auto message = decodeFirstMessage(inside);
        QVERIFY(message);
        QCOMPARE(message->ephemeral, pattern<32>(0x10));
        QCOMPARE(message->identity, pattern<32>(0x30));
        QCOMPARE(message->kemCiphertext, pattern<kemCiphertextSize>(0x50));
        QCOMPARE(encodeFirstMessage(*message), inside);
        QVERIFY(!decodeFirstMessage(ByteView(inside).first(inside.size() - 1)));
        QVERIFY(!decodeFirstMessage({}));
    }

    void padsToTheSizes() {
        const auto hello = asBytes("hello");
        QCOMPARE(padContent(EnvelopeType::Message, hello).value(), vector("envelope.padded"));
        for (const auto type : {EnvelopeType::Message, EnvelopeType::FirstMessage}) {
            for (const auto size : envelopeSizes) {
                if (size <= envelopeOverhead(type) + 2) {
                    continue;  // a first message starts at 1,536 bytes
                }
                const auto most = size - envelopeOverhead(type) - 2;
                const auto content = pattern(1, most);
                const auto full = padContent(type, content);
                QVERIFY(full);
                QCOMPARE(full->size() + envelopeOverhead(type), size);
                QCOMPARE(toBytes(unpadContent(*full).value().content), content);
                const auto over = padContent(type, pattern(1, most + 1));
                QCOMPARE(over.has_value(), size != maxEnvelopeSize);
                if (over) {
                    const auto next = std::upper_bound(envelopeSizes.begin(), envelopeSizes.end(), size);
                    QCOMPARE(over->size() + envelopeOverhead(type), *next);
                }
            }
            QVERIFY(!padContent(type, {}));
        }
        QCOMPARE(padContent(EnvelopeType::FirstMessage, hello)->size(),
                 1536 - envelopeOverhead(EnvelopeType::FirstMessage));
        // 140 characters of Latin text, with the fields of TEXT, stay in the smallest size.
        QCOMPARE(padContent(EnvelopeType::Message, pattern(1, 1 + 4 + 6 + 140))->size(),
                 228 - envelopeOverhead(EnvelopeType::Message));
    }

    void refusesBadPadding() {
        const auto good = vector("envelope.padded");
        const auto parts = unpadContent(good).value();
        QCOMPARE(toBytes(parts.content), toBytes(asBytes("hello")));
        QCOMPARE(toBytes(parts.padding), Bytes(good.size() - 7));
        QVERIFY(!unpadContent(changed(good, 0, 1)));  // 261 of 152
        QVERIFY(!unpadContent(Bytes(154)));           // empty content
        QVERIFY(!unpadContent(Bytes{0}));
        QVERIFY(!unpadContent({}));
    }
};

QTEST_APPLESS_MAIN(TestEnvelope)
#include "tst_envelope.moc"
