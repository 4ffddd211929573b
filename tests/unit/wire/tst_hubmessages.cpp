// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "wire/hubmessages.h"
#include "wirevectors.h"

using namespace nightjar;
using namespace nightjar::wire;

namespace {

const auto blob = pattern(0, 512);
const auto envelope = pattern(0, 228);

}  // namespace

class TestHubMessages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void codesRequests_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("index");
        const auto queue = patternId<QueueId>(0x60);
        const auto id = patternId<BlobId>(0x20);
        m_requests.assign({
            CreateRequest{1, queue, pattern<32>(0x10), pattern<32>(0x30)},
            AttachRequest{2, QueueRole::Sender, queue, pattern<16>(0xa0)},
            PutRequest{300, 64, true, envelope},
            AckRequest{64, 70000},
            DeleteRequest{3, 64},
            BlobPutRequest{4, id, pattern<32>(0x50), 604800, blob},
            BlobTakeRequest{5, id, patternId<BlobToken>(0x80)},
            BlobRevokeRequest{6, id, pattern<16>(0x90)},
        });
        int index = 0;
        for (const auto* name : {"create", "attach", "put", "ack", "delete", "blob_put", "blob_take", "blob_revoke"}) {
            QTest::newRow(name) << QByteArray("request.") + name << index++;
        }
    }
    void codesRequests() {
        QFETCH(QByteArray, name);
        QFETCH(int, index);
        const auto bytes = vector(name.constData());
        QCOMPARE(encodeHubRequest(m_requests.at(static_cast<std::size_t>(index))), bytes);
        const auto decoded = decodeHubRequest(bytes);
        QVERIFY(decoded);
        QCOMPARE(static_cast<int>(decoded->index()), index);
        QCOMPARE(encodeHubRequest(*decoded), bytes);
        if (name != "request.put") {  // its envelope is all the rest
            QCOMPARE(firstAcceptedPrefix(bytes, decodeHubRequest), bytes.size());
            QVERIFY(!decodeHubRequest(withByte(bytes, 0)));
        }
        QVERIFY(!decodeHubReply(bytes));
    }

    void codesReplies_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("index");
        m_replies.assign({
            OkReply{1},
            ErrorReply{2, HubError::KeyConflict},
            AttachedReply{3, 64},
            BlobReply{4, blob},
            DeliverMessage{64, 70000, envelope},
        });
        int index = 0;
        for (const auto* name : {"ok", "error", "attached", "blob", "deliver"}) {
            QTest::newRow(name) << QByteArray("reply.") + name << index++;
        }
    }
    void codesReplies() {
        QFETCH(QByteArray, name);
        QFETCH(int, index);
        const auto bytes = vector(name.constData());
        QCOMPARE(encodeHubReply(m_replies.at(static_cast<std::size_t>(index))), bytes);
        const auto decoded = decodeHubReply(bytes);
        QVERIFY(decoded);
        QCOMPARE(static_cast<int>(decoded->index()), index);
        QCOMPARE(encodeHubReply(*decoded), bytes);
        if (name != "reply.deliver") {  // its envelope is all the rest
            QCOMPARE(firstAcceptedPrefix(bytes, decodeHubReply), bytes.size());
            QVERIFY(!decodeHubReply(withByte(bytes, 0)));
        }
        QVERIFY(!decodeHubRequest(bytes));
    }

    void refusesForeignValues() {
        const auto attach = vector("request.attach");
        QVERIFY(!decodeHubRequest(changed(attach, 2, 0)));  // role
        QVERIFY(!decodeHubRequest(changed(attach, 2, 3)));
        const auto put = vector("request.put");
        QVERIFY(!decodeHubRequest(changed(put, 5, 2)));  // flags
        const auto error = vector("reply.error");
        QVERIFY(!decodeHubReply(changed(error, 2, 0)));
        QVERIFY(!decodeHubReply(changed(error, 2, 14)));
    }

    void tellsTheNumberOfAMalformedRequest() {
        const auto put = vector("request.put");
        QCOMPARE(requestNumber(ByteView(put).first(10)).value(), std::uint64_t(300));
        QVERIFY(!requestNumber(ByteView(put).first(2)));
        QVERIFY(!requestNumber(vector("request.ack")));  // has a handle in its place
        QVERIFY(!requestNumber(vector("reply.ok")));
        QVERIFY(!requestNumber({}));
    }

    void codesRelay() {
        const auto bytes = vector("relay");
        QCOMPARE(encodeRelay(64, pattern(0xc4, 30)), bytes);
        const auto relay = decodeRelay(bytes);
        QVERIFY(relay);
        QCOMPARE(relay->handle, QueueHandle(64));
        QCOMPARE(toBytes(relay->payload), pattern(0xc4, 30));
        QVERIFY(!decodeRelay(ByteView(bytes).first(3)));
        QVERIFY(!decodeRelay(changed(bytes, 0, 49)));
        QVERIFY(!decodeRelay({}));
    }

private:
    std::vector<HubRequest> m_requests;
    std::vector<HubReply> m_replies;
};

QTEST_APPLESS_MAIN(TestHubMessages)
#include "tst_hubmessages.moc"
