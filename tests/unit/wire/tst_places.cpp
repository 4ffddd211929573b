// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "wire/content.h"
#include "wire/envelope.h"

using namespace nightjar;
using namespace nightjar::wire;

namespace {

const auto at = fromUnixMs(1'700'000'000'000);
const MessageId message{{1, 2, 3, 4, 5, 6, 7, 8}};
const GeoPoint sydney = *GeoPoint::of(-33.8567844, 151.2152967, 12);

std::optional<Content> roundTrip(ContentBody body, std::uint64_t order) {
    return decodeContent(encodeContent({order, at, std::move(body)}));
}

std::string link() {
    AddressLink address;
    address.hub = *HubAddress::parse("nightjar-hub://203.0.113.7:7667/" + std::string(43, 'A'));
    address.key[0] = 7;
    return address.toString();
}

}  // namespace

/// Places and cards: docs/protocol.md section 19.
class TestPlaces : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPlaceHasItsBytes() {
        const auto bytes = encodeContent({1, at, LocationContent{message, sydney, 900, "Opera"}});
        // type, order, time (6), message, latitude + 90°, longitude + 180° in 10⁻⁷ degrees, metres, seconds, label
        QCOMPARE(toHex(ByteView(bytes).first(2)), std::string("4b01"));
        QCOMPARE(toHex(ByteView(bytes).subspan(8)),
                 std::string("0102030405060708") + "2176c65c" + "c56b7187" + "0c" + "4384" + "05" + "4f70657261");
        const auto content = decodeContent(bytes);
        QVERIFY(content);
        const auto& location = std::get<LocationContent>(content->body);
        QCOMPARE(location.message, message);
        QVERIFY(location.point == sydney);
        QCOMPARE(location.liveSeconds, 900u);
        QCOMPARE(location.label, std::string("Opera"));
        QVERIFY(isOrdered(content->body) && isReceipted(content->body) && !isTransient(content->body));
    }

    void theEndsOfTheWorldFit() {
        for (const auto& point : {GeoPoint{GeoPoint::maxLatitude, GeoPoint::maxLongitude, GeoPoint::maxUncertainty},
                                  GeoPoint{-GeoPoint::maxLatitude, -GeoPoint::maxLongitude, 0}, GeoPoint{}}) {
            const auto content = roundTrip(LocationContent{message, point, 0, {}}, 1);
            QVERIFY(content && std::get<LocationContent>(content->body).point == point);
        }
        QVERIFY(roundTrip(LocationContent{message, sydney, maxLiveSeconds, std::string(maxPlaceLabelBytes, 'x')}, 1));
    }

    void whatIsNoPlaceIsRefused() {
        const auto refused = [](const LocationContent& location) { return !roundTrip(location, 1); };
        QVERIFY(refused({message, {GeoPoint::maxLatitude + 1, 0, 0}, 0, {}}));
        QVERIFY(refused({message, {0, GeoPoint::maxLongitude + 1, 0}, 0, {}}));
        QVERIFY(refused({message, {0, 0, GeoPoint::maxUncertainty + 1}, 0, {}}));
        QVERIFY(refused({message, sydney, minLiveSeconds - 1, {}}));
        QVERIFY(refused({message, sydney, maxLiveSeconds + 1, {}}));
        QVERIFY(refused({message, sydney, 0, std::string(maxPlaceLabelBytes + 1, 'x')}));
        QVERIFY(refused({message, sydney, 0, "\xff"}));
        auto bytes = encodeContent({1, at, LocationContent{message, sydney, 900, "Opera"}});
        for (std::size_t length = 0; length < bytes.size(); ++length) {
            QVERIFY(!decodeContent(ByteView(bytes).first(length)));
        }
        bytes.push_back(0);
        QVERIFY(!decodeContent(bytes));
        QVERIFY(!decodeContent(encodeContent({0, at, LocationContent{message, sydney, 0, {}}})));
    }

    void aMoveComesBack() {
        const auto content = roundTrip(MovedContent{message, 300, true, sydney}, 0);
        QVERIFY(content);
        const auto& moved = std::get<MovedContent>(content->body);
        QCOMPARE(moved.message, message);
        QCOMPARE(moved.turn, 300u);
        QVERIFY(moved.ended);
        QVERIFY(moved.point == sydney);
        QVERIFY(isReceipted(content->body) && !isOrdered(content->body));
        QVERIFY(!roundTrip(MovedContent{message, 0, false, sydney}, 0));
        QVERIFY(!roundTrip(MovedContent{message, 2'000'000, false, sydney}, 0));
        QVERIFY(!roundTrip(MovedContent{message, 1, false, {0, 2'000'000'000, 0}}, 0));
        QVERIFY(!roundTrip(MovedContent{message, 1, false, sydney}, 1));
    }

    void aCardCarriesAPublicAddressOnly() {
        const auto content = roundTrip(CardContent{message, "Zoë", link()}, 1);
        QVERIFY(content);
        const auto& card = std::get<CardContent>(content->body);
        QCOMPARE(card.name, std::string("Zoë"));
        QCOMPARE(card.link, link());
        InvitationLink once;
        once.hub = AddressLink::parse(link())->hub;
        once.secret = SecretBytes(32);
        QVERIFY(!roundTrip(CardContent{message, "Zoë", once.toString()}, 1));
        QVERIFY(!roundTrip(CardContent{message, "Zoë", " " + link()}, 1));
        QVERIFY(!roundTrip(CardContent{message, "Zoë", ""}, 1));
        QVERIFY(!roundTrip(CardContent{message, "", link()}, 1));
        QVERIFY(!roundTrip(CardContent{message, std::string(65, 'x'), link()}, 1));
        QVERIFY(encodeContent({~0ull >> 2, at, CardContent{message, std::string(64, 'x'), link()}}).size() <
                maxContentSize(EnvelopeType::FirstMessage));
    }
};

QTEST_APPLESS_MAIN(TestPlaces)
#include "tst_places.moc"
