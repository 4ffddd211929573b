// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <cmath>
#include <limits>

#include "base/geopoint.h"

using namespace nightjar;

class TestGeoPoint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesWhatIsNoPlace() {
        const auto nan = std::numeric_limits<double>::quiet_NaN();
        const auto infinite = std::numeric_limits<double>::infinity();
        for (const auto& [latitude, longitude] :
             {std::pair{nan, 0.0}, std::pair{0.0, nan}, std::pair{90.0000001, 0.0}, std::pair{-91.0, 0.0},
              std::pair{0.0, 180.1}, std::pair{0.0, -181.0}, std::pair{infinite, 0.0}, std::pair{0.0, -infinite}}) {
            QVERIFY(!GeoPoint::of(latitude, longitude));
        }
        QVERIFY(!GeoPoint::of(1, 1, nan));
        QVERIFY(!GeoPoint::of(1, 1, -1));
        QCOMPARE(GeoPoint::of(1, 1, infinite)->uncertainty, GeoPoint::maxUncertainty);
        QVERIFY(GeoPoint::of(90, 180));
        QVERIFY(GeoPoint::of(-90, -180)->isValid());
        QVERIFY(!(GeoPoint{GeoPoint::maxLatitude + 1, 0, 0}.isValid()));
        QVERIFY(!(GeoPoint{0, std::numeric_limits<std::int32_t>::min(), 0}.isValid()));
    }

    void writesTheShortestUri_data() {
        QTest::addColumn<QByteArray>("uri");
        for (const auto* uri : {"geo:55.7558,37.6173", "geo:-33.856784,151.215297;u=20", "geo:0,0",
                                "geo:-0.5,-0.0000001", "geo:90,-180;u=1"}) {
            QTest::newRow(uri) << QByteArray(uri);
        }
    }
    void writesTheShortestUri() {
        QFETCH(QByteArray, uri);
        const auto point = GeoPoint::parseUri(uri.toStdString());
        QVERIFY(point.has_value());
        QCOMPARE(QByteArray::fromStdString(point->toUri()), uri);
    }

    void readsUris_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("meant");  // empty: nothing
        const auto row = [](const char* text, const char* meant) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(meant);
        };
        row("  GEO:48.2010,16.3695,183;crs=WGS84;U=0.5\n", "geo:48.201,16.3695;u=1");
        row("geo:66,30;u=6.500;FOo=this%2dthat", "geo:66,30;u=7");
        row("geo:0,0?q=48.85,2.29(Tour%20Eiffel)", "geo:48.85,2.29");
        row("geo:48.85,2.29?z=17", "geo:48.85,2.29");
        row("geo:0,0?q=Paris", "");
        row("geo:47,11;crs=lv95", "");
        row("geo:1e1,2", "");
        row("geo:nan,nan", "");
        row("geo:inf,0", "");
        row("geo:+1,2", "");
        row("geo:1.,2", "");
        row("geo:.5,2", "");
        row("geo:91,0", "");
        row("geo:0,180.0001", "");
        row("geo:1", "");
        row("geo:1,2,", "");
        row("geo:1,2;u=-3", "");
        row("geo:1,2;u=x", "");
        row("geo:1,2 and more", "");
        row("geo:1234567890123456789012345,2", "");
        row("http://1,2", "");
        row("", "");
    }
    void readsUris() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, meant);
        const auto point = GeoPoint::parseUri(text.toStdString());
        QCOMPARE(QByteArray::fromStdString(point ? point->toUri() : std::string()), meant);
    }

    void readsWhatPeopleWrite_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("latitude");
        QTest::addColumn<double>("longitude");
        const auto row = [](const char* text, double latitude, double longitude) {
            QTest::newRow(text) << QString::fromUtf8(text) << latitude << longitude;
        };
        row("55.7558, 37.6173", 55.7558, 37.6173);
        row("55.7558,37.6173", 55.7558, 37.6173);
        row("55.7558 37.6173", 55.7558, 37.6173);
        row("-33.8568; 151.2153", -33.8568, 151.2153);
        row("−33.8568 151.2153", -33.8568, 151.2153);
        row("55,7558 37,6173", 55.7558, 37.6173);
        row("55,7558, 37,6173", 55.7558, 37.6173);
        row("55,7558; 37,6173", 55.7558, 37.6173);
        row("55, 37", 55, 37);
        row("55,37", 55, 37);
        row("55.7558° N, 37.6173° E", 55.7558, 37.6173);
        row("N 55.7558 W 37.6173", 55.7558, -37.6173);
        row("55°45'21\"N 37°37'2\"E", 55 + 45 / 60.0 + 21 / 3600.0, 37 + 37 / 60.0 + 2 / 3600.0);
        row("55°45′20.88″ с. ш. 37°37′2.28″ в. д.", 55.7558, 37.6173);
        row("55 45 20.88 S 37 37 2.28 W", -55.7558, -37.6173);
        row("55°45.348' 37°37.038'", 55.7558, 37.6173);
        row("-55°30' -37°15'", -55.5, -37.25);
        row("geo:1,2", 1, 2);
    }
    void readsWhatPeopleWrite() {
        QFETCH(QString, text);
        QFETCH(double, latitude);
        QFETCH(double, longitude);
        const auto point = GeoPoint::parse(text.toStdString());
        QVERIFY(point.has_value());
        QVERIFY2(std::abs(point->latitudeDegrees() - latitude) < 1e-6,
                 qPrintable(QString::number(point->latitudeDegrees(), 'f', 7)));
        QVERIFY2(std::abs(point->longitudeDegrees() - longitude) < 1e-6,
                 qPrintable(QString::number(point->longitudeDegrees(), 'f', 7)));
    }

    void refusesWhatNobodyMeans_data() {
        QTest::addColumn<QString>("text");
        for (const auto* text : {"",           " ",         "55",
                                 "55 37 1",    "hello",     "55.7 N",
                                 "55 N 37 N",  "E 37 N 55", "55°61'0\"N 37°0'0\"E",
                                 "-55 N 37 E", "55 45 21",  "55°45'21\" 37",
                                 "91 0",       "0 181",     "1 2 3 4 5 6 7 8",
                                 "55..7 37",   "1,2,3",     "--1 2",
                                 "1- 2",       "° °",       "55'45°N 37°E",
                                 "NaN NaN",    "1e2 3",     "55.5 30 N 37 0 E",
                                 ";;",         ", ,"}) {
            QTest::newRow(text) << QString::fromUtf8(text);
        }
        QTest::newRow("huge") << QString(100'000, QLatin1Char('1'));
        QTest::newRow("marks") << QStringLiteral("°").repeated(300);
    }
    void refusesWhatNobodyMeans() {
        QFETCH(QString, text);
        QVERIFY(!GeoPoint::parse(text.toStdString()));
    }

    void measuresDistances() {
        const auto moscow = *GeoPoint::of(55.7558, 37.6173);
        const auto petersburg = *GeoPoint::of(59.9386, 30.3141);
        QVERIFY(std::abs(moscow.metresTo(petersburg) - 634'000) < 4'000);
        QCOMPARE(moscow.metresTo(moscow), 0.0);
        // Fifty metres to the north, and across the line where the date changes.
        QVERIFY(std::abs(moscow.metresTo(*GeoPoint::of(55.7558 + 50 / 111'195.0, 37.6173)) - 50) < 0.5);
        QVERIFY(GeoPoint::of(0, 179.9999)->metresTo(*GeoPoint::of(0, -179.9999)) < 25);
        QVERIFY(std::abs(GeoPoint::of(90, 0)->metresTo(*GeoPoint::of(-90, 0)) - 20'015'114) < 1'000);
    }
};

QTEST_APPLESS_MAIN(TestGeoPoint)
#include "tst_geopoint.moc"
