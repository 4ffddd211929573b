// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "wire/content.h"
#include "wirevectors.h"

using namespace nightjar;
using namespace nightjar::wire;

namespace {

const auto message = patternId<MessageId>(1);
const auto call = patternId<CallId>(1);

Bytes encoded(std::uint64_t order, ContentBody body) {
    return encodeContent({order, exampleTime, std::move(body)});
}

LinkProposal proposal() {
    return {patternId<LinkId>(1),
            pattern<32>(0x10),
            patternId<ChannelId>(0xc1),
            {{CandidateKind::Host, *Endpoint::parse("192.168.1.7:40001")},
             {CandidateKind::ServerReflexive, *Endpoint::parse("[2001:db8::2]:40002")}}};
}

Bytes text(std::string text) {
    return encoded(1, TextContent{message, std::move(text)});
}

}  // namespace

class TestContent : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesTheVectors() {
        QCOMPARE(text("Привет"), vector("content.text"));
        QCOMPARE(encoded(0, ReceiptContent{{patternId<EnvelopeId>(1), patternId<EnvelopeId>(9)}}),
                 vector("content.receipt"));
        QCOMPARE(encoded(0, ReadContent{message}), vector("content.read"));
        QCOMPARE(encoded(0, HelloContent{"Zoë", exampleQueue()}), vector("content.hello"));
        QCOMPARE(encoded(0, WelcomeContent{"Zoë"}), vector("content.welcome"));
        QCOMPARE(encoded(200, DeleteContent{message}), vector("content.delete"));
        QCOMPARE(encoded(0, EraseContent{}), vector("content.erase"));
        QCOMPARE(encoded(0, LinkOfferContent{proposal()}), vector("content.link_offer"));
        auto bare = proposal();
        bare.candidates.clear();
        QCOMPARE(encoded(0, LinkAnswerContent{bare}), vector("content.link_answer"));
        QCOMPARE(encoded(0, CallOfferContent{call, 1, SecretBytes(pattern(0x30, 32)), pattern<32>(0x10)}),
                 vector("content.call_offer"));
        QCOMPARE(encoded(0, CallRingingContent{call}), vector("content.call_ringing"));
        QCOMPARE(encoded(0, CallAcceptContent{call, 1, pattern<32>(0x10)}), vector("content.call_accept"));
        QCOMPARE(encoded(0, CallEndContent{call, CallEndReason::NoAnswer}), vector("content.call_end"));
    }

    void readsTheVectors_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("index");
        int index = 0;
        for (const auto* name : {"text", "receipt", "read", "hello", "welcome", "delete", "erase", "link_offer",
                                 "link_answer", "call_offer", "call_ringing", "call_accept", "call_end"}) {
            QTest::newRow(name) << QByteArray("content.") + name << index++;
        }
    }
    void readsTheVectors() {
        QFETCH(QByteArray, name);
        QFETCH(int, index);
        const auto bytes = vector(name.constData());
        const auto content = decodeContent(bytes);
        QVERIFY(content);
        QCOMPARE(static_cast<int>(content->body.index()), index);
        QVERIFY(content->time == exampleTime);
        QCOMPARE(encodeContent(*content), bytes);
        QCOMPARE(firstAcceptedPrefix(bytes, decodeContent), bytes.size());
        QVERIFY(!decodeContent(withByte(bytes, 0)));
    }

    void boundsTexts() {
        QVERIFY(decodeContent(text(std::string(maxTextBytes, 'a'))));
        QVERIFY(!decodeContent(text(std::string(maxTextBytes + 1, 'a'))));
        QVERIFY(!decodeContent(text("")));
        QVERIFY(!decodeContent(text("\xff")));
        QVERIFY(!decodeContent(text("\xed\xa0\x80")));  // a surrogate
    }

    void boundsNames() {
        QVERIFY(decodeContent(encoded(0, WelcomeContent{""})));
        QVERIFY(decodeContent(encoded(0, WelcomeContent{std::string(maxNameBytes, 'a')})));
        QVERIFY(!decodeContent(encoded(0, WelcomeContent{std::string(maxNameBytes + 1, 'a')})));
        QVERIFY(!decodeContent(encoded(0, WelcomeContent{"\xc0\x80"})));
        QVERIFY(!decodeContent(encoded(0, HelloContent{"\xc0\x80", exampleQueue()})));
    }

    void boundsLists() {
        QVERIFY(decodeContent(encoded(0, ReceiptContent{std::vector<EnvelopeId>(maxReceiptIds)})));
        QVERIFY(!decodeContent(encoded(0, ReceiptContent{std::vector<EnvelopeId>(maxReceiptIds + 1)})));
        QVERIFY(!decodeContent(encoded(0, ReceiptContent{})));
        auto many = proposal();
        many.candidates.resize(maxCandidates, many.candidates[0]);
        QVERIFY(decodeContent(encoded(0, LinkOfferContent{many})));
        many.candidates.push_back(many.candidates[0]);
        QVERIFY(!decodeContent(encoded(0, LinkOfferContent{many})));
    }

    void refusesForeignCandidates() {
        const auto good = vector("content.link_offer");
        // type, order, time, link id, key, channel id, count
        constexpr std::size_t first = 1 + 1 + 6 + 8 + 32 + 3 + 1;
        QCOMPARE(good[first], std::uint8_t(1));
        QVERIFY(!decodeContent(changed(good, first, 0)));
        QVERIFY(!decodeContent(changed(good, first, 3)));
        QVERIFY(!decodeContent(changed(good, first + 1, 5)));
        auto portless = proposal();
        portless.candidates[0].address = Endpoint(pattern(1, 4), 0);
        QVERIFY(!decodeContent(encoded(0, LinkOfferContent{portless})));
    }

    void ordersWhatHasAnOrder() {
        QVERIFY(!decodeContent(encoded(0, TextContent{message, "a"})));
        QVERIFY(!decodeContent(encoded(0, DeleteContent{message})));
        QVERIFY(!decodeContent(encoded(1, ReadContent{message})));
        QVERIFY(!decodeContent(encoded(1, EraseContent{})));
    }

    void refusesForeignTypes() {
        const auto erase = vector("content.erase");
        QVERIFY(!decodeContent(changed(erase, 0, 0)));
        QVERIFY(!decodeContent(changed(erase, 0, 14)));
        const auto end = vector("content.call_end");
        QVERIFY(!decodeContent(changed(end, end.size() - 1, 0)));
        QVERIFY(!decodeContent(changed(end, end.size() - 1, 7)));
    }

    void knowsHowContentsTravel() {
        QVERIFY(isOrdered(TextContent{}) && isOrdered(DeleteContent{}));
        QVERIFY(!isOrdered(HelloContent{}) && !isOrdered(CallOfferContent{}));
        QVERIFY(isTransient(LinkOfferContent{}) && isTransient(LinkAnswerContent{}));
        QVERIFY(isTransient(CallRingingContent{}) && isTransient(CallAcceptContent{}));
        QVERIFY(!isTransient(CallOfferContent{}) && !isTransient(CallEndContent{}) && !isTransient(TextContent{}));
        QVERIFY(!isReceipted(ReceiptContent{}) && !isReceipted(ReadContent{}) && !isReceipted(LinkOfferContent{}));
        QVERIFY(!isReceipted(LinkAnswerContent{}) && !isReceipted(CallRingingContent{}));
        QVERIFY(isReceipted(TextContent{}) && isReceipted(EraseContent{}) && !isReceipted(CallAcceptContent{}));
    }
};

QTEST_APPLESS_MAIN(TestContent)
#include "tst_content.moc"
