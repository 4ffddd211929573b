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
const WorkTicket ticket{1'700'000'000, 18, pattern<16>(0x90)};
const auto parcel = patternId<ParcelId>(0xb0);
const Bytes have{0xff, 0x05};

}  // namespace

class TestHubMessages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void codesRequests_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("index");
        const auto queue = patternId<QueueId>(0x60);
        const auto id = patternId<BlobId>(0x20);
        const auto address = patternId<AddressId>(0x20);
        m_requests.assign({
            CreateRequest{1, queue, pattern<32>(0x10), pattern<32>(0x30)},
            AttachRequest{2, QueueRole::Sender, queue, pattern<16>(0xa0)},
            PutRequest{300, 64, true, envelope},
            AckRequest{{{64, 70000}}},
            DeleteRequest{3, 64},
            BlobPutRequest{4, id, pattern<32>(0x50), 604800, blob},
            BlobTakeRequest{5, id, patternId<BlobToken>(0x80)},
            BlobRevokeRequest{6, id, pattern<16>(0x90)},
            AddressSetRequest{7, address, pattern<32>(0x10), pattern<16>(0xa0), {10, 50, 18}},
            AddressStockRequest{8, address, pattern<16>(0xa0), 2592000, blob},
            AddressDeleteRequest{9, address, pattern<16>(0xa0)},
            AddressTakeRequest{10, address, patternId<BlobToken>(0x80), ticket, 262144},
            AddressAskRequest{11, address},
            AttachAllRequest{12, {{QueueRole::Receiver, queue, pattern<16>(0xa0), 1'800'000'000}}},
            ParcelOpenRequest{7, 64, parcel, 300},
            ParcelPutRequest{8, 64, parcel, 299, blob},
            ParcelGetRequest{9, 65, parcel, 299},
            ParcelDeleteRequest{10, 65, parcel},
        });
        int index = 0;
        for (const auto* name : {"create", "attach", "put", "ack", "delete", "blob_put", "blob_take", "blob_revoke",
                                 "address_set", "address_stock", "address_delete", "address_take", "address_ask",
                                 "attach_all", "parcel_open", "parcel_put", "parcel_get", "parcel_delete"}) {
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
        if (name != "request.put" && name != "request.parcel_put") {  // what they carry is all the rest
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
            StockReply{5, 16, 300},
            TicketReply{6, ticket},
            AttachedAllReply{7, {{64}}},
            ParcelReply{7, 11, have},
            ParcelChunkReply{9, blob},
            DetachedMessage{64},
        });
        int index = 0;
        for (const auto* name : {"ok", "error", "attached", "blob", "deliver", "stock", "ticket", "attached_all",
                                 "parcel", "parcel_chunk", "detached"}) {
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
        if (name != "reply.deliver" && name != "reply.parcel_chunk") {  // what they carry is all the rest
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
        QVERIFY(!decodeHubReply(changed(error, 2, 17)));
        const auto set = vector("request.address_set");
        QVERIFY(!decodeHubRequest(changed(set, set.size() - 1, maxWorkBits + 1)));
        QVERIFY(!decodeHubRequest(changed(set, set.size() - 3, 0)));  // perHour
        const auto take = vector("request.address_take");
        QVERIFY(!decodeHubRequest(changed(take, 38, maxWorkBits + 1)));
        const auto all = vector("request.attach_all");
        QVERIFY(!decodeHubRequest(changed(all, 2, 3)));  // role
    }

    void namesManyAtOnce() {
        AttachAllRequest all{1, {}};
        AckRequest ack;
        AttachedAllReply attached{1, {}};
        for (std::size_t i = 0; i < maxBatch; ++i) {
            all.entries.push_back({QueueRole::Receiver, patternId<QueueId>(static_cast<std::uint8_t>(i)), {}});
            ack.deliveries.push_back({64 + i, i + 1});
            attached.entries.push_back({i % 3 == 0 ? 0 : 64 + i, HubError::Gone});
        }
        const auto attachBytes = encodeHubRequest(all);
        const auto decodedAll = decodeHubRequest(attachBytes);
        QVERIFY(decodedAll);
        QCOMPARE(std::get<AttachAllRequest>(*decodedAll).entries.size(), maxBatch);
        QCOMPARE(encodeHubRequest(*decodedAll), attachBytes);
        const auto ackBytes = encodeHubRequest(ack);
        const auto decodedAck = decodeHubRequest(ackBytes);
        QVERIFY(decodedAck);
        QCOMPARE(encodeHubRequest(*decodedAck), ackBytes);
        const auto attachedBytes = encodeHubReply(attached);
        const auto decodedAttached = decodeHubReply(attachedBytes);
        QVERIFY(decodedAttached);
        QCOMPARE(encodeHubReply(*decodedAttached), attachedBytes);
        all.entries.push_back(all.entries.front());
        ack.deliveries.push_back(ack.deliveries.front());
        attached.entries.push_back(attached.entries.front());
        QVERIFY(!decodeHubRequest(encodeHubRequest(all)));
        QVERIFY(!decodeHubRequest(encodeHubRequest(ack)));
        QVERIFY(!decodeHubReply(encodeHubReply(attached)));
        // None at all is no message either.
        QVERIFY(!decodeHubRequest(encodeHubRequest(AttachAllRequest{1, {}})));
        QVERIFY(!decodeHubRequest(encodeHubRequest(AckRequest{})));
    }

    void refusesParcelsBeyondTheirBounds() {
        for (const auto chunks : {0u, 1u, maxParcelChunks}) {
            QVERIFY(decodeHubRequest(encodeHubRequest(ParcelOpenRequest{1, 64, parcel, chunks})));
        }
        QVERIFY(!decodeHubRequest(encodeHubRequest(ParcelOpenRequest{1, 64, parcel, maxParcelChunks + 1})));
        QVERIFY(decodeHubRequest(encodeHubRequest(ParcelGetRequest{1, 64, parcel, maxParcelChunks - 1})));
        QVERIFY(!decodeHubRequest(encodeHubRequest(ParcelGetRequest{1, 64, parcel, maxParcelChunks})));
        QVERIFY(!decodeHubRequest(encodeHubRequest(ParcelPutRequest{1, 64, parcel, maxParcelChunks, blob})));
        QVERIFY(!decodeHubRequest(encodeHubRequest(ParcelPutRequest{1, 64, parcel, 0, {}})));
        // As many bits as chunks, and the rest clear.
        QVERIFY(!decodeHubReply(encodeHubReply(ParcelReply{1, 0, {}})));
        QVERIFY(!decodeHubReply(encodeHubReply(ParcelReply{1, 8, have})));
        QVERIFY(!decodeHubReply(encodeHubReply(ParcelReply{1, 17, have})));
        QVERIFY(!decodeHubReply(encodeHubReply(ParcelReply{1, 10, have})));
        QVERIFY(decodeHubReply(encodeHubReply(ParcelReply{1, 16, have})));
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
