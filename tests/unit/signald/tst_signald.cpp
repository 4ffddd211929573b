// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <sys/stat.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "signald/addressline.h"
#include "signald/options.h"
#include "signald/serverkey.h"
#include "signald/sockets.h"
#include "wire/address.h"

using namespace nightjar;
using namespace nightjar::signald;

namespace {

Result<Options, std::string> parse(std::initializer_list<const char*> arguments) {
    const std::vector<const char*> list(arguments);
    return parseOptions(list);
}

}  // namespace

class TestSignald : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsOptions() {
        const auto options =
            parse({"--listen", "[::]:0", "--data", "d", "--public", "hub.example.org:9000", "--disk", "100"});
        QVERIFY(options);
        QVERIFY(!options->listen.isV4());
        QCOMPARE(options->listen.port(), std::uint16_t(0));
        QCOMPARE(options->dataFolder, std::string("d"));
        QCOMPARE(options->publicHost->host, std::string("hub.example.org"));
        QCOMPARE(options->publicHost->port, std::uint16_t(9000));
        QCOMPARE(options->diskMiB, std::uint64_t(100));
        const auto files =
            parse({"--listen", "1.2.3.4:5", "--data", "d", "--files", "0", "--file-size", "1024", "--file-days", "3"});
        QVERIFY(files);
        QCOMPARE(files->filesMiB, std::uint64_t(0));
        QCOMPARE(files->fileMiB, std::uint64_t(1024));
        QCOMPARE(files->fileDays, std::uint64_t(3));
        QVERIFY(parse({"--help"})->help);
        QVERIFY(parse({"--version"})->version);
        QCOMPARE(parse({"--listen", "1.2.3.4:5", "--data", "d", "--public", "[2001:db8::1]"})->publicHost->host,
                 std::string("[2001:db8::1]"));
    }

    void refusesNonsense() {
        for (const auto& arguments : std::initializer_list<std::initializer_list<const char*>>{
                 {},
                 {"--listen", "0.0.0.0:1"},
                 {"--data", "d"},
                 {"--listen"},
                 {"--listen", "here:1", "--data", "d"},
                 {"--listen", "0.0.0.0:65535", "--data", "d"},
                 {"--listen", "0.0.0.0:1", "--data", "d", "--public", "not a host"},
                 {"--listen", "0.0.0.0:1", "--data", "d", "--public", "host:0"},
                 {"--listen", "0.0.0.0:1", "--data", "d", "--disk", "0"},
                 {"--listen", "0.0.0.0:1", "--data", "d", "--disk", "many"},
                 {"--listen", "0.0.0.0:1", "--data", "d", "--file-size", "1025"},
                 {"--listen", "0.0.0.0:1", "--data", "d", "--file-days", "0"},
                 {"--frobnicate"}}) {
            const auto options = parse(arguments);
            QVERIFY(!options);
            QVERIFY(!options.error().empty());
        }
    }

    void namesItself() {
        const crypto::PublicKey key{{1, 2, 3}};
        const std::vector<Endpoint> own{*Endpoint::parse("[2001:db8::9]:1"), Endpoint::v4(192, 168, 1, 5, 1)};
        const auto lineOf = [&](std::initializer_list<const char*> more) {
            std::vector<const char*> arguments{"--data", "d"};
            arguments.insert(arguments.end(), more);
            const auto options = parseOptions(arguments);
            const auto line = addressLine(*options, 33445, key, own);
            const auto address = wire::HubAddress::parse(line);
            return address && address->toString() == line && address->key == key.value
                       ? address->host + " " + std::to_string(address->port)
                       : "not an address line: " + line;
        };
        QCOMPARE(lineOf({"--listen", "0.0.0.0:33445"}), std::string("192.168.1.5 33445"));
        QCOMPARE(lineOf({"--listen", "[::]:33445"}), std::string("192.168.1.5 33445"));
        QCOMPARE(lineOf({"--listen", "127.0.0.1:33445"}), std::string("127.0.0.1 33445"));
        QCOMPARE(lineOf({"--listen", "[2001:db8::2]:33445"}), std::string("2001:db8::2 33445"));
        QCOMPARE(lineOf({"--listen", "0.0.0.0:33445", "--public", "a.example"}), std::string("a.example 33445"));
        QCOMPARE(lineOf({"--listen", "0.0.0.0:33445", "--public", "a.example:7"}), std::string("a.example 7"));
        const auto nowhere = addressLine(*parse({"--data", "d", "--listen", "0.0.0.0:33445"}), 33445, key, {});
        QCOMPARE(wire::HubAddress::parse(nowhere)->host, std::string("127.0.0.1"));
    }

    void tellsTheLan() {
        const crypto::PublicKey key{};
        const auto lineOf = [&](std::initializer_list<const char*> more) {
            std::vector<const char*> arguments{"--data", "d"};
            arguments.insert(arguments.end(), more);
            return discoveryLine(*parseOptions(arguments), 33445, key);
        };
        QVERIFY(lineOf({"--listen", "0.0.0.0:33445"}).starts_with("nightjar-hub://:33445/"));
        QVERIFY(lineOf({"--listen", "0.0.0.0:33445", "--public", "a.example"})
                    .starts_with("nightjar-hub://a.example:33445/"));
        QVERIFY(lineOf({"--listen", "127.0.0.1:33445"}).empty());
    }

    void keepsItsKey() {
        QTemporaryDir folder;
        const auto path = folder.path().toStdString();
        SeededRandom random(1);
        const auto first = loadOrCreateServerKey(path, random);
        QVERIFY(first);
        const auto second = loadOrCreateServerKey(path, random);
        QVERIFY(second);
        QVERIFY(first->publicKey == second->publicKey);
        QCOMPARE(toBytes(first->secret.view()), toBytes(second->secret.view()));
        struct stat info {};
        QCOMPARE(::stat((path + "/server.key").c_str(), &info), 0);
        QCOMPARE(info.st_mode & 0777, mode_t(0600));
    }

    void neverOverwritesAKey() {
        QTemporaryDir folder;
        const auto path = folder.path().toStdString();
        SeededRandom random(1);
        QVERIFY(loadOrCreateServerKey(path, random));
        QFile file(QString::fromStdString(path + "/server.key"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto good = file.readAll();
        file.close();
        for (qsizetype i = -2; i < good.size(); ++i) {
            auto bad = good;
            if (i == -2) {
                bad.clear();
            } else if (i == -1) {
                bad.append('x');
            } else {
                bad[i] = bad[i] == 'A' ? 'B' : 'A';
            }
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            QCOMPARE(file.write(bad), bad.size());
            file.close();
            const auto keys = loadOrCreateServerKey(path, random);
            QVERIFY2(!keys, qPrintable(QString::number(i)));
            QVERIFY(keys.error().find("damaged") != std::string::npos);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QCOMPARE(file.readAll(), bad);
            file.close();
        }
    }

    void saysWhyThereIsNoKey() {
        SeededRandom random(1);
        const auto keys = loadOrCreateServerKey("/nowhere/at/all", random);
        QVERIFY(!keys);
        QVERIFY(keys.error().find("/nowhere/at/all") != std::string::npos);
    }

    void takesAFreePairOfPorts() {
        auto first = Sockets::open({Endpoint::v4(127, 0, 0, 1, 1).withPort(0), {}, false, 0});
        QVERIFY(first);
        QVERIFY(first->port() != 0);
        const auto taken = Sockets::open({Endpoint::v4(127, 0, 0, 1, first->port()), {}, false, 0});
        QVERIFY(!taken);
        QVERIFY(taken.error().find("in use") != std::string::npos);
        const auto next =
            Sockets::open({Endpoint::v4(127, 0, 0, 1, static_cast<std::uint16_t>(first->port() - 1)), {}, false, 0});
        QVERIFY(!next);  // its second port is our first
    }

    void answersFromWhereItWasAsked() {
        // A server on all addresses of a machine, asked at one that is not the first choice of the system.
        for (const auto* any : {"0.0.0.0:1", "[::]:1"}) {
            auto server = Sockets::open({Endpoint::parse(any)->withPort(0), {}, false, 0});
            if (!server && std::string_view(any).front() == '[') {
                QSKIP("no IPv6 on this machine");
            }
            QVERIFY(server);
            auto client = Sockets::open({Endpoint::v4(127, 0, 0, 1, 1).withPort(0), {}, false, 0});
            const auto asked = Endpoint::v4(127, 0, 0, 9, server->port());
            client->send({{hub::Port::Main, asked, Bytes(5, 1)}});
            const auto question = server->receive();
            QCOMPARE(question.size(), std::size_t(1));
            server->send({{hub::Port::Main, question[0].from, Bytes(4, 2), question[0].via}});
            const auto answer = client->receive();
            QCOMPARE(answer.size(), std::size_t(1));
            QCOMPARE(answer[0].from, asked);
            // An address that is not this machine's does not lose the answer.
            server->send({{hub::Port::Main, question[0].from, Bytes(4, 3), Endpoint::v4(203, 0, 113, 1, 1)}});
            QCOMPARE(client->receive().size(), std::size_t(1));
        }
    }

    /// What goes to one place in a row leaves as one message and arrives as it was.
    void joinsWhatGoesToOnePlace() {
        auto server = Sockets::open({Endpoint::v4(127, 0, 0, 1, 1).withPort(0), {}, false, 0});
        auto client = Sockets::open({Endpoint::v4(127, 0, 0, 1, 1).withPort(0), {}, false, 0});
        QVERIFY(server && client);
        const auto main = Endpoint::v4(127, 0, 0, 1, server->port());
        std::vector<hub::Outgoing> out;
        for (const std::size_t size : {300u, 300u, 300u, 40u, 300u, 301u, 301u, 1200u}) {
            for (int i = 0; i < (size == 300 ? 90 : 1); ++i) {
                const auto number = static_cast<std::uint8_t>(out.size());
                out.push_back({hub::Port::Main, main, Bytes(size, number), Endpoint::v4(127, 0, 0, 1, 1)});
            }
        }
        client->send(out);
        std::vector<Bytes> arrived;
        for (int tries = 0; tries < 20 && arrived.size() < out.size(); ++tries) {
            for (const auto& one : server->receive()) {
                arrived.push_back(toBytes(one.datagram));
            }
        }
        QCOMPARE(arrived.size(), out.size());
        for (std::size_t i = 0; i < out.size(); ++i) {
            QCOMPARE(arrived[i], out[i].datagram);
        }
    }

    void movesDatagrams() {
        auto server = Sockets::open({Endpoint::v4(127, 0, 0, 1, 1).withPort(0), {}, false, 0});
        auto client = Sockets::open({Endpoint::v4(127, 0, 0, 1, 1).withPort(0), {}, false, 0});
        QVERIFY(server && client);
        std::vector<hub::Outgoing> out;
        for (int i = 0; i < 200; ++i) {
            out.push_back({hub::Port::Main, Endpoint::v4(127, 0, 0, 1, server->port()),
                           Bytes(static_cast<std::size_t>(i) + 1, static_cast<std::uint8_t>(i))});
        }
        out.push_back({hub::Port::Alternate, Endpoint::v4(127, 0, 0, 1, static_cast<std::uint16_t>(server->port() + 1)),
                       Bytes(9, 9)});
        out.push_back({hub::Port::Main, Endpoint::v4(127, 0, 0, 1, server->port()), Bytes(1501, 1)});  // too long
        client->send(out);
        std::size_t main = 0;
        std::size_t alternate = 0;
        for (int tries = 0; tries < 10; ++tries) {
            for (const auto& one : server->receive()) {
                if (one.port == hub::Port::Main) {
                    QCOMPARE(toBytes(one.datagram), out[main].datagram);
                    QCOMPARE(one.from, Endpoint::v4(127, 0, 0, 1, client->port()));
                    ++main;
                } else {
                    QCOMPARE(one.from.port(), std::uint16_t(client->port() + 1));
                    ++alternate;
                }
            }
        }
        QCOMPARE(main, std::size_t(200));
        QCOMPARE(alternate, std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(TestSignald)
#include "tst_signald.moc"
