// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "wire/content.h"
#include "wirevectors.h"

using namespace nightjar;
using namespace nightjar::wire;

namespace {

const auto message = patternId<MessageId>(1);
const auto other = patternId<MessageId>(9);
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
        QCOMPARE(encoded(1, TextContent{{}, "Привет"}), vector("content.text"));
        QCOMPARE(text("Привет"), vector("content.text_named"));
        QCOMPARE(encoded(2, TextContent{message, "Да", {other, false, {}}}), vector("content.text_answering"));
        QCOMPARE(encoded(3, TextContent{{}, "Да", {{}, true, "Zoë"}}), vector("content.text_forwarded"));
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
        QCOMPARE(encoded(0, RenewedContent{7, 300}), vector("content.renewed"));
        QCOMPARE(encoded(0, CallAcceptContent{call, 1, pattern<32>(0x10)}), vector("content.call_accept"));
        QCOMPARE(encoded(0, CallEndContent{call, CallEndReason::NoAnswer}), vector("content.call_end"));
        QCOMPARE(encoded(201, EditContent{message, "Пока"}), vector("content.edit"));
        QCOMPARE(encoded(202, ReactContent{message, {"👍", "👨‍👩‍👧"}}), vector("content.react"));
        QCOMPARE(encoded(0, TypingContent{true}), vector("content.typing"));
        QCOMPARE(encoded(203, PrivacyContent{false}), vector("content.privacy"));
        QCOMPARE(encoded(204, PrivacyContent{true, false}), vector("content.privacy_keeping"));
        QCOMPARE(encoded(205, ClearContent{300}), vector("content.clear"));
        QCOMPARE(encoded(0, MissingContent{{70, 3}}), vector("content.missing"));
        QCOMPARE(encoded(0, SkipContent{{70, 300}}), vector("content.skip"));
        QCOMPARE(encoded(204, LifeContent{3, {LifeStart::Read, 3600}, true, exampleTime - 4567ms}),
                 vector("content.life"));
        const auto member = pattern<16>(0x50);
        const auto link = vectorText("invitation");
        QCOMPARE(encoded(205, MemberContent{member, "Zoë"}), vector("content.member"));
        QCOMPARE(encoded(206, OfferContent{member, link}), vector("content.offer"));
        QCOMPARE(encoded(207, IntroduceContent{member, "Zoë", link}), vector("content.introduce"));
        QCOMPARE(encoded(208, LeaveContent{}), vector("content.leave"));
        QCOMPARE(encoded(209, RemovedContent{member}), vector("content.removed"));
        const auto sydney = *GeoPoint::of(-33.8567844, 151.2152967, 12);
        QCOMPARE(encoded(210, LocationContent{message, sydney, 900, "Опера"}), vector("content.location"));
        QCOMPARE(encoded(0, MovedContent{message, 300, true, sydney}), vector("content.moved"));
        QCOMPARE(encoded(211, CardContent{message, "Zoë", vectorText("address")}), vector("content.card"));
    }

    void readsTheVectors_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("type");
        const auto row = [](const char* name, int type) {
            QTest::newRow(name) << QByteArray("content.") + name << type;
        };
        row("text", 1);
        row("location", 75);
        row("moved", 77);
        row("card", 78);
        row("text_named", 1);
        row("text_answering", 1);
        row("text_forwarded", 1);
        row("receipt", 2);
        row("read", 3);
        row("hello", 4);
        row("welcome", 5);
        row("delete", 6);
        row("erase", 7);
        row("link_offer", 8);
        row("link_answer", 9);
        row("call_offer", 10);
        row("call_ringing", 11);
        row("call_accept", 12);
        row("call_end", 13);
        row("edit", 14);
        row("react", 15);
        row("typing", 16);
        row("privacy", 17);
        row("life", 76);
        row("member", 81);
        row("offer", 82);
        row("introduce", 83);
        row("leave", 84);
        row("removed", 85);
        row("privacy_keeping", 17);
        row("clear", 70);
    }
    void readsTheVectors() {
        QFETCH(QByteArray, name);
        QFETCH(int, type);
        const auto bytes = vector(name.constData());
        const auto content = decodeContent(bytes);
        QVERIFY(content);
        QCOMPARE(int{typeOf(content->body)}, type);
        QVERIFY(content->time == exampleTime);
        QCOMPARE(encodeContent(*content), bytes);
        if (!name.startsWith("content.text")) {  // a text is all the rest
            QCOMPARE(firstAcceptedPrefix(bytes, decodeContent), bytes.size());
            QVERIFY(!decodeContent(withByte(bytes, 0)));
        }
    }

    void boundsLives() {
        const auto refused = [](std::uint32_t turn, LifeStart from, std::uint32_t seconds) {
            return !decodeContent(encoded(1, LifeContent{turn, {from, seconds}, true, {}}));
        };
        QVERIFY(!refused(0, LifeStart::Never, 0));
        QVERIFY(!refused(maxLifeTurn, LifeStart::Sent, shortestLifeSeconds));
        QVERIFY(!refused(1, LifeStart::Read, longestLifeSeconds));
        QVERIFY(refused(1, LifeStart::Never, 5));
        QVERIFY(refused(1, LifeStart::Sent, 0));
        QVERIFY(refused(1, LifeStart::Sent, shortestLifeSeconds - 1));
        QVERIFY(refused(1, LifeStart::Read, longestLifeSeconds + 1));
        QVERIFY(refused(1, LifeStart::Creation, 60));  // of a chat, not of messages
        QVERIFY(refused(maxLifeTurn + 1, LifeStart::Sent, 60));
        auto bytes = vector("content.life");
        bytes[bytes.size() - 7] = 2;  // neither yes nor no
        QVERIFY(!decodeContent(bytes));
    }

    void aTextHasOneForm() {
        auto named = vector("content.text_named");
        QVERIFY(decodeContent(named));
        std::fill_n(named.begin() + 8, 8, std::uint8_t{0});  // says no more than the short form
        QVERIFY(!decodeContent(named));
    }

    void anIntroductionCarriesAnOrdinaryInvitation() {
        const auto member = pattern<16>(0x50);
        const auto good = vectorText("invitation");
        const auto taken = [&](const std::string& link, const std::string& name = "Zoë") {
            return decodeContent(encoded(1, IntroduceContent{member, name, link})).has_value();
        };
        QVERIFY(taken(good));
        QVERIFY(!taken(""));
        QVERIFY(!taken(" " + good));  // one form for each link
        QVERIFY(!taken(good.substr(0, good.size() - 1)));
        QVERIFY(!taken(vectorText("address")));
        QVERIFY(!taken(vectorText("hub_address.name")));
        QVERIFY(!taken(good, ""));
        QVERIFY(!taken(good, "\xff"));
        QVERIFY(!decodeContent(encoded(1, OfferContent{member, std::string(400, 'a')})));
        QVERIFY(!decodeContent(encoded(1, MemberContent{member, std::string(maxNameBytes + 1, 'a')})));
    }

    void boundsTexts() {
        QVERIFY(decodeContent(text(std::string(maxTextBytes, 'a'))));
        QVERIFY(!decodeContent(text(std::string(maxTextBytes + 1, 'a'))));
        QVERIFY(!decodeContent(text("")));
        QVERIFY(!decodeContent(text("\xff")));
        QVERIFY(!decodeContent(text("\xed\xa0\x80")));  // a surrogate
    }

    void boundsEdits() {
        QVERIFY(decodeContent(encoded(1, EditContent{message, std::string(maxTextBytes, 'a')})));
        QVERIFY(!decodeContent(encoded(1, EditContent{message, std::string(maxTextBytes + 1, 'a')})));
        QVERIFY(!decodeContent(encoded(1, EditContent{message, ""})));
        QVERIFY(!decodeContent(encoded(1, EditContent{message, "\xff"})));
    }

    void boundsReactions() {
        const auto reaction = [](std::vector<std::string> emoji) {
            return decodeContent(encoded(1, ReactContent{message, std::move(emoji)})).has_value();
        };
        std::vector<std::string> many;
        for (char c = 'a'; many.size() < maxReactions; ++c) {
            many.emplace_back(1, c);
        }
        QVERIFY(reaction({}));
        QVERIFY(reaction(many));
        many.emplace_back("z");
        QVERIFY(!reaction(many));
        QVERIFY(reaction({std::string(maxEmojiBytes, 'a')}));
        QVERIFY(!reaction({std::string(maxEmojiBytes + 1, 'a')}));
        QVERIFY(!reaction({""}));
        QVERIFY(!reaction({"\xff"}));
        QVERIFY(!reaction({"👍", "👍"}));
    }

    void whatIsNotKnownIsSaidToBeSo() {
        const auto bytes = encodeContent({300, exampleTime, UnknownContent{250, true, Bytes{1, 2, 3}}});
        QVERIFY(!decodeContent(bytes));
        const auto later = decodeAnyContent(bytes);
        QVERIFY(later.has_value());
        QCOMPARE(later->order, std::uint64_t(300));
        QVERIFY(later->time == exampleTime);
        const auto* const unknown = std::get_if<UnknownContent>(&later->body);
        QVERIFY(unknown != nullptr && unknown->ordered && unknown->fields == (Bytes{1, 2, 3}));
        QCOMPARE(typeOf(later->body), std::uint8_t(250));
        QVERIFY(isOrdered(later->body) && isReceipted(later->body) && !isTransient(later->body));
        QVERIFY(encodeContent(*later) == bytes);

        const auto unordered = decodeAnyContent(encoded(0, UnknownContent{250, false, {}}));
        QVERIFY(unordered && !isOrdered(unordered->body) && !isReceipted(unordered->body));
        // A field more than this version knows.
        auto longer = encoded(1, DeleteContent{message});
        longer.push_back(7);
        const auto newer = decodeAnyContent(longer);
        QVERIFY(newer && std::holds_alternative<UnknownContent>(newer->body) && isOrdered(newer->body));
        QVERIFY(std::holds_alternative<DeleteContent>(decodeAnyContent(encoded(1, DeleteContent{message}))->body));
        // No head, no content.
        QVERIFY(!decodeAnyContent(ByteView(bytes).first(6)));
        QVERIFY(!decodeAnyContent({}));
    }

    void boundsContexts() {
        const auto forwarded = [](std::string origin) {
            return decodeContent(encoded(1, TextContent{message, "a", {{}, true, std::move(origin)}})).has_value();
        };
        QVERIFY(forwarded(""));
        QVERIFY(forwarded(std::string(maxNameBytes, 'a')));
        QVERIFY(!forwarded(std::string(maxNameBytes + 1, 'a')));
        QVERIFY(!forwarded("\xff"));
        QVERIFY(!decodeContent(encoded(1, TextContent{message, "a", {{}, false, "of whom?"}})));
        const auto bytes = vector("content.text_named");
        constexpr std::size_t flags = 1 + 1 + 6 + 8;
        QVERIFY(decodeContent(changed(bytes, flags, 2)));
        QVERIFY(!decodeContent(changed(bytes, flags, 8)));
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
        QVERIFY(decodeContent(changed(good, first, 4)));
        QVERIFY(decodeContent(changed(good, first, 5)));
        QVERIFY(decodeContent(changed(good, first, 6)));
        QVERIFY(decodeContent(changed(good, first, 7)));
        QVERIFY(!decodeContent(changed(good, first, 8)));
        QVERIFY(!decodeContent(changed(good, first + 1, 5)));
        auto portless = proposal();
        portless.candidates[0].address = Endpoint(pattern(1, 4), 0);
        QVERIFY(!decodeContent(encoded(0, LinkOfferContent{portless})));
    }

    void ordersWhatHasAnOrder() {
        QVERIFY(!decodeContent(encoded(0, TextContent{message, "a"})));
        QVERIFY(!decodeContent(encoded(0, DeleteContent{message})));
        QVERIFY(!decodeContent(encoded(0, EditContent{message, "a"})));
        QVERIFY(!decodeContent(encoded(0, ReactContent{message, {}})));
        QVERIFY(!decodeContent(encoded(0, PrivacyContent{})));
        QVERIFY(!decodeContent(encoded(0, ClearContent{})));
        QVERIFY(!decodeContent(encoded(1, TypingContent{})));
        QVERIFY(!decodeContent(encoded(1, ReadContent{message})));
        QVERIFY(!decodeContent(encoded(1, EraseContent{})));
    }

    void refusesForeignTypes() {
        const auto erase = vector("content.erase");
        QVERIFY(!decodeContent(changed(erase, 0, 0)));
        QVERIFY(!decodeContent(changed(erase, 0, 255)));
        const auto typing = vector("content.typing");
        QVERIFY(!decodeContent(changed(typing, typing.size() - 1, 2)));
        QVERIFY(!decodeContent(encoded(0, MissingContent{{0, 3}})));
        QVERIFY(!decodeContent(encoded(0, SkipContent{{70, 0}})));
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
