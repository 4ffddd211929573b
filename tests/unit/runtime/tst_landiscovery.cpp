// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QNetworkProxy>
#include <QSignalSpy>
#include <QTest>

#include "runtime/landiscovery.h"
#include "wire/discovery.h"

using namespace nightjar;

namespace {

/// Answers like a hub, with whatever the test wants to say.
class Responder : public QObject {
public:
    Responder() {
        m_socket.setProxy(QNetworkProxy::NoProxy);
        m_socket.bind(QHostAddress::AnyIPv4, 0);
        connect(&m_socket, &QUdpSocket::readyRead, this, [this] {
            while (m_socket.hasPendingDatagrams()) {
                QByteArray datagram(2048, '\0');
                QHostAddress from;
                quint16 port = 0;
                datagram.resize(m_socket.readDatagram(datagram.data(), datagram.size(), &from, &port));
                const auto nonce =
                    wire::decodeDiscoveryProbe(ByteView(reinterpret_cast<const std::uint8_t*>(datagram.constData()),
                                                        static_cast<std::size_t>(datagram.size())));
                if (!nonce) {
                    continue;
                }
                ++questions;
                for (auto line : lines) {
                    wire::DiscoveryAnswer answer{*nonce, line};
                    if (wrongNonce) {
                        answer.nonce[0] ^= 1;
                    }
                    const auto bytes = wire::encodeDiscoveryAnswer(answer);
                    m_socket.writeDatagram(reinterpret_cast<const char*>(bytes->data()),
                                           static_cast<qint64>(bytes->size()), from, port);
                }
            }
        });
    }
    [[nodiscard]] std::uint16_t port() const { return m_socket.localPort(); }

    std::vector<std::string> lines;
    bool wrongNonce = false;
    int questions = 0;

private:
    QUdpSocket m_socket;
};

}  // namespace

class LanDiscoveryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsEachServerOnceWithAnAddressToReachIt() {
        Responder hub;
        hub.lines = {"nightjar-hub://:4000/KEY1", "nightjar-hub://hub.example:4000/KEY2"};
        LanDiscovery discovery(hub.port());
        QSignalSpy found(&discovery, &LanDiscovery::found);
        QSignalSpy finished(&discovery, &LanDiscovery::finished);
        discovery.start(std::chrono::milliseconds(1300));
        QVERIFY(finished.wait(5000));
        QVERIFY(hub.questions > 1);
        QCOMPARE(found.size(), 2);
        const auto first = found[0][0].toString();
        QVERIFY2(first.startsWith(QLatin1String("nightjar-hub://")) && first.endsWith(QLatin1String(":4000/KEY1")),
                 qPrintable(first));
        QVERIFY(!first.startsWith(QLatin1String("nightjar-hub://:")));
        QCOMPARE(found[1][0].toString(), QStringLiteral("nightjar-hub://hub.example:4000/KEY2"));
    }

    void believesNoAnswerToAnotherQuestion() {
        Responder hub;
        hub.lines = {"nightjar-hub://:4000/KEY1"};
        hub.wrongNonce = true;
        LanDiscovery discovery(hub.port());
        QSignalSpy found(&discovery, &LanDiscovery::found);
        QSignalSpy finished(&discovery, &LanDiscovery::finished);
        discovery.start(std::chrono::milliseconds(900));
        QVERIFY(finished.wait(5000));
        QVERIFY(hub.questions > 0);
        QCOMPARE(found.size(), 0);
    }

    void isSilentUntilAskedAndAfterStop() {
        Responder hub;
        hub.lines = {"nightjar-hub://:4000/KEY1"};
        LanDiscovery discovery(hub.port());
        QSignalSpy found(&discovery, &LanDiscovery::found);
        discovery.start(std::chrono::milliseconds(900));
        discovery.stop();
        QTest::qWait(50);
        const int asked = hub.questions;
        QTest::qWait(600);
        QCOMPARE(hub.questions, asked);
        QCOMPARE(found.size(), 0);
    }
};

QTEST_GUILESS_MAIN(LanDiscoveryTest)
#include "tst_landiscovery.moc"
