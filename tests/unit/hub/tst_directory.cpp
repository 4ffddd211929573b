// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "hub/directory.h"

using namespace nightjar;
using namespace nightjar::hub;

namespace {

const Endpoint alice = Endpoint::v4(192, 168, 0, 10, 5000);
const Endpoint bob = Endpoint::v4(192, 168, 0, 11, 5000);
const Endpoint outside = Endpoint::v4(203, 0, 113, 5, 5000);

constexpr auto badFields = "sigserv,error,bad fields,0.0.0.0,0";
constexpr auto unknownId = "sigserv,error,unknown id,0.0.0.0,0";
constexpr auto taken = "sigserv,error,id is taken,0.0.0.0,0";
constexpr auto tryLater = "sigserv,error,try later,0.0.0.0,0";

struct World {
    std::string say(const Endpoint& from, std::string_view text) {
        const auto answer = directory.handle(now, from, asBytes(text));
        now += 100ms;
        return answer ? std::string(answer->begin(), answer->end()) : std::string();
    }

    DirectoryConfig config{true, false};
    SeededRandom random{1};
    Instant now = fromUnixMs(1'700'000'000'000);
    Directory directory{config, random};
};

}  // namespace

class TestDirectory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhoIsRegistered() {
        World world;
        QCOMPARE(world.say(alice, "1,Alice,203.0.113.7,40001,2"), std::string(unknownId));
        QCOMPARE(world.say(bob, "2,Bob,192.168.0.11,40002,1"), std::string("sigserv,1,Alice,203.0.113.7,40001"));
        QCOMPARE(world.say(alice, "1,Alice,203.0.113.7,40001,2\r\n"), std::string("sigserv,2,Bob,192.168.0.11,40002"));
        QCOMPARE(world.say(alice, " 1, Alice , 203.0.113.7 ,40003, "),
                 std::string("sigserv,1,Alice,203.0.113.7,40003"));
        QCOMPARE(world.say(bob, "v6,Боб,2001:db8::1,7,1"), std::string("sigserv,1,Alice,203.0.113.7,40003"));
        QCOMPARE(world.say(bob, "2,Bob,192.168.0.11,40002,v6"), std::string("sigserv,v6,Боб,2001:db8::1,7"));
    }

    void refusesBadFields_data() {
        QTest::addColumn<QString>("text");
        for (const char* text :
             {"1", "1,2,3,4", "1,a,192.168.0.10,1,2,3", ",a,192.168.0.10,1,2", "1,,192.168.0.10,1,2", "1,a,,1,2",
              "1,a,192.168.0.256,1,2", "1,a,host,1,2", "1,a,192.168.0.10,0,2", "1,a,192.168.0.10,65536,2",
              "1,a,192.168.0.10,-1,2", "1,a,192.168.0.10,1x,2", "1,a,192.168.0.10,,2", "error,a,192.168.0.10,1,2",
              "1,a,192.168.0.10,1,error", "a b,a,192.168.0.10,1,2", "1,a,[::1],1,2", "1,a,192.168.0.10:5,1,2"}) {
            QTest::newRow(text) << text;
        }
        QTest::newRow("long id") << QString::fromStdString(std::string(33, 'x') + ",a,192.168.0.10,1,2");
        QTest::newRow("long name") << QString::fromStdString("1," + std::string(65, 'x') + ",192.168.0.10,1,2");
    }
    void refusesBadFields() {
        QFETCH(QString, text);
        World world;
        QCOMPARE(world.say(alice, text.toStdString()), std::string(badFields));
        QCOMPARE(world.directory.size(), std::size_t{0});
    }

    void saysNothingToNoise() {
        World world;
        QCOMPARE(world.say(alice, ""), std::string());
        QCOMPARE(world.say(alice, "\n"), std::string());
        QCOMPARE(world.say(alice, "1,\x01,192.168.0.10,1,2"), std::string());
        QCOMPARE(world.say(alice, "1,\xff\xfe,192.168.0.10,1,2"), std::string());
        QCOMPARE(world.say(alice, std::string(257, 'a')), std::string());
        QCOMPARE(world.say(alice, unknownId), std::string());  // another directory's answer
        QCOMPARE(world.directory.size(), std::size_t{0});
    }

    void isForTheLanUnlessToldOtherwise() {
        World world;
        QCOMPARE(world.say(outside, "1,a,203.0.113.5,1,1"), std::string());
        world.config.anybody = true;
        QCOMPARE(world.say(outside, "1,a,203.0.113.5,1,1"), std::string("sigserv,1,a,203.0.113.5,1"));
        world.config.on = false;
        QCOMPARE(world.say(alice, "1,a,203.0.113.5,1,1"), std::string());
    }

    void belongsToWhoCameFirstWhileHeLives() {
        World world;
        QCOMPARE(world.say(alice, "1,Alice,192.168.0.10,1,1"), std::string("sigserv,1,Alice,192.168.0.10,1"));
        QCOMPARE(world.say(bob, "1,Mallory,192.168.0.11,2,1"), std::string(taken));
        world.now += 4min;
        // From another port of the same machine it is the same person.
        QCOMPARE(world.say(alice.withPort(6000), "1,Alice,192.168.0.10,3,1"),
                 std::string("sigserv,1,Alice,192.168.0.10,3"));
        world.now += 4min;
        QCOMPARE(world.say(bob, "1,Mallory,192.168.0.11,2,1"), std::string(taken));
        world.now += 2min;
        QCOMPARE(world.say(bob, "1,Bob,192.168.0.11,2,1"), std::string("sigserv,1,Bob,192.168.0.11,2"));
        world.now += Directory::entryLife;
        QCOMPARE(world.say(alice, "3,Alice,192.168.0.10,1,1"), std::string(unknownId));
        QCOMPARE(world.directory.size(), std::size_t{1});
    }

    void isBounded() {
        World world;
        for (std::size_t i = 0; i < Directory::maxEntriesPerAddress; ++i) {
            QCOMPARE(world.say(alice, std::to_string(i) + ",a,192.168.0.10,1,none"), std::string(unknownId));
        }
        QCOMPARE(world.say(alice, "more,a,192.168.0.10,1,0"), std::string(tryLater));
        QCOMPARE(world.say(bob, "more,b,192.168.0.11,1,0"), std::string("sigserv,0,a,192.168.0.10,1"));

        World flooded;
        int answered = 0;
        for (int i = 0; i < 1'000; ++i) {
            answered += flooded.directory.handle(flooded.now, alice, asBytes("1,a,192.168.0.10,1,1")) ? 1 : 0;
        }
        QCOMPARE(answered, 40);
        QVERIFY(flooded.directory.handle(flooded.now, bob, asBytes("2,b,192.168.0.11,1,1")));

        World crowded;
        for (std::uint32_t i = 0; i < 20'000; ++i) {
            const auto from = Endpoint::v4(10, static_cast<std::uint8_t>(i >> 16), static_cast<std::uint8_t>(i >> 8),
                                           static_cast<std::uint8_t>(i), 5000);
            (void)crowded.directory.handle(crowded.now, from, asBytes(std::to_string(i) + ",a,10.0.0.1,1,1"));
        }
        QVERIFY(crowded.directory.size() <= Directory::maxEntries);
        QVERIFY(crowded.directory.size() > Directory::maxEntries / 2);
        crowded.now += 2 * Directory::entryLife;
        QCOMPARE(crowded.say(alice, "1,a,10.0.0.1,1,1"), std::string("sigserv,1,a,10.0.0.1,1"));
        QCOMPARE(crowded.directory.size(), std::size_t{1});
    }
};

QTEST_APPLESS_MAIN(TestDirectory)
#include "tst_directory.moc"
