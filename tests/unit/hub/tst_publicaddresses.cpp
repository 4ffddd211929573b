// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Public addresses at the hub: docs/protocol.md section 12.

#include <QTest>

#include "crypto/work.h"
#include "hub/memoryqueuestore.h"
#include "hubclient.h"

using namespace nightjar;
using namespace nightjar::hub;
using wire::HubError;

namespace {

/// A hub, the owner of an address and somebody who has its link.
struct World {
    explicit World(wire::AddressRules wanted = {10, 50, 8}, Config config = {})
        : bench(store, std::move(config)), rules(wanted) {}

    void connect() {
        QVERIFY(owner.connect());
        QVERIFY(taker.connect());
        QVERIFY(std::holds_alternative<wire::StockReply>(owner.ask(set())));
    }
    [[nodiscard]] ByteArray<16> mac(HubClient& client, const crypto::KeyPair& keys) {
        // The same proof as of a queue, in a role of its own.
        return client.attachRequest(static_cast<wire::QueueRole>(3), {address.value}, keys).mac;
    }
    [[nodiscard]] wire::AddressSetRequest set() {
        return {owner.nextReq++, address, ownerKeys.publicKey.value, mac(owner, ownerKeys), rules};
    }
    [[nodiscard]] wire::HubReply stock(std::uint8_t mark) {
        const Bytes item(1632, mark);
        return owner.ask(wire::AddressStockRequest{owner.nextReq++, address, mac(owner, ownerKeys), 86'400, item});
    }
    [[nodiscard]] wire::WorkTicket ticket() {
        const auto reply = taker.ask(wire::AddressAskRequest{taker.nextReq++, address});
        const auto* const given = std::get_if<wire::TicketReply>(&reply);
        return given != nullptr ? given->ticket : wire::WorkTicket{};
    }
    [[nodiscard]] static std::uint64_t solve(const wire::WorkTicket& ticket, const wire::BlobToken& token) {
        crypto::WorkSolver solver({ticket.seed, token.value, ticket.bits});
        return solver.step(std::size_t(1) << 24).value();
    }
    [[nodiscard]] wire::AddressTakeRequest take(const wire::WorkTicket& ticket, const wire::BlobToken& token) {
        return {taker.nextReq++, address, token, ticket, solve(ticket, token)};
    }
    /// All the steps; the mark of what was given, or why not.
    [[nodiscard]] std::pair<int, std::optional<HubError>> takeOne() {
        const auto token = wire::BlobToken::draw(random);
        const auto reply = taker.ask(take(ticket(), token));
        if (const auto* const error = std::get_if<wire::ErrorReply>(&reply)) {
            return {-1, error->error};
        }
        return {std::get<wire::BlobReply>(reply).content[0], std::nullopt};
    }

    SeededRandom random{77};
    MemoryQueueStore store;
    HubBench bench;
    wire::AddressRules rules;
    HubClient owner{bench, Endpoint::v4(198, 51, 100, 1, 40000), 2};
    HubClient taker{bench, Endpoint::v4(198, 51, 100, 2, 40000), 3};
    AddressId address = AddressId::draw(random);
    crypto::KeyPair ownerKeys = crypto::generateKeyPair(random);
};

}  // namespace

class TestPublicAddresses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void handsOutForWork() {
        World world;
        world.connect();
        const auto standing = world.stock(1);
        QCOMPARE(std::get<wire::StockReply>(standing).inStock, std::uint32_t(1));
        QVERIFY(std::holds_alternative<wire::StockReply>(world.stock(2)));
        const auto token = wire::BlobToken::draw(world.random);
        const auto request = world.take(world.ticket(), token);
        const auto first = world.taker.ask(request);
        QCOMPARE(std::get<wire::BlobReply>(first).content[0], std::uint8_t(1));
        auto again = request;
        again.req = world.taker.nextReq++;
        const auto second = world.taker.ask(again);
        QCOMPARE(std::get<wire::BlobReply>(second).content[0], std::uint8_t(1));
        QCOMPARE(world.takeOne().first, 2);
        QCOMPARE(world.takeOne().second, HubError::UsedUp);
        const auto after = world.owner.ask(world.set());
        QCOMPARE(std::get<wire::StockReply>(after).inStock, std::uint32_t(0));
        QCOMPARE(std::get<wire::StockReply>(after).takenToday, std::uint32_t(2));
    }

    void wantsTheWorkDone() {
        World world({10, 50, 16});
        world.connect();
        (void)world.stock(1);
        const auto token = wire::BlobToken::draw(world.random);
        const auto ticket = world.ticket();
        QCOMPARE(ticket.bits, std::uint8_t(16));
        const auto good = world.take(ticket, token);
        const auto refused = [&](wire::AddressTakeRequest request) {
            request.req = world.taker.nextReq++;
            return world.taker.errorOf(request);
        };
        auto lazy = good;
        lazy.nonce ^= 1;
        QCOMPARE(refused(lazy), HubError::WorkWanted);
        auto other = good;
        other.token = wire::BlobToken::draw(world.random);  // the work was for another token
        QCOMPARE(refused(other), HubError::WorkWanted);
        auto easier = good;
        easier.ticket.bits = 0;
        QCOMPARE(refused(easier), HubError::WorkWanted);
        auto forged = good;
        forged.ticket.seed[0] ^= 1;
        QCOMPARE(refused(forged), HubError::WorkWanted);
        auto later = good;
        later.ticket.issued += 60;
        QCOMPARE(refused(later), HubError::WorkWanted);
        world.bench.advance(16min);
        QVERIFY(world.taker.connect());
        QCOMPARE(refused(good), HubError::WorkWanted);  // too old
        QVERIFY(!refused(world.take(world.ticket(), token)));
    }

    void aProofOutlivesItsSession() {
        World world;
        world.connect();
        (void)world.stock(1);
        const auto token = wire::BlobToken::draw(world.random);
        const auto request = world.take(world.ticket(), token);
        QVERIFY(world.taker.connect());
        QVERIFY(!world.taker.errorOf(request));
    }

    void aRestartWantsNewWork() {
        World world;
        world.connect();
        (void)world.stock(1);
        const auto token = wire::BlobToken::draw(world.random);
        const auto request = world.take(world.ticket(), token);
        world.bench.restart();
        QVERIFY(world.taker.connect());
        QCOMPARE(world.taker.errorOf(request), HubError::WorkWanted);
        QVERIFY(!world.taker.errorOf(world.take(world.ticket(), token)));
    }

    void worksHarderUnderLoad() {
        World world({8, 50, 4});
        world.connect();
        for (std::uint8_t i = 0; i < 12; ++i) {
            (void)world.stock(i);
        }
        const auto early = world.ticket();
        std::vector<int> bits;
        for (int i = 0; i < 8; ++i) {
            bits.push_back(world.ticket().bits);
            QVERIFY(!world.takeOne().second);
        }
        QCOMPARE(bits.front(), 4);
        QVERIFY(std::is_sorted(bits.begin(), bits.end()));
        QCOMPARE(bits.back(), 4 + 6 * 7 / 8);
        // A ticket from before the rush is worth nothing now: nobody saves up easy ones.
        QCOMPARE(world.taker.errorOf(world.take(early, wire::BlobToken::draw(world.random))), HubError::WorkWanted);
        QCOMPARE(world.takeOne().second, HubError::UsedUp);
        world.bench.advance(1h);
        QVERIFY(world.taker.connect());
        QCOMPARE(int(world.ticket().bits), 4);
        QVERIFY(!world.takeOne().second);
    }

    void isItsOwnersAlone() {
        World world;
        world.connect();
        const auto strangerKeys = crypto::generateKeyPair(world.random);
        const Bytes item(1632, 9);
        const auto mac = world.mac(world.taker, strangerKeys);
        auto& taker = world.taker;
        QCOMPARE(taker.errorOf(wire::AddressStockRequest{taker.nextReq++, world.address, mac, 60, item}),
                 HubError::NotAuthorised);
        QCOMPARE(taker.errorOf(wire::AddressDeleteRequest{taker.nextReq++, world.address, mac}),
                 HubError::NotAuthorised);
        QCOMPARE(taker.errorOf(wire::AddressSetRequest{taker.nextReq++, world.address, strangerKeys.publicKey.value,
                                                       mac, world.rules}),
                 HubError::KeyConflict);
        // Another's proof does not work in our session.
        const auto theirs = world.mac(world.owner, world.ownerKeys);
        QCOMPARE(taker.errorOf(wire::AddressDeleteRequest{taker.nextReq++, world.address, theirs}),
                 HubError::NotAuthorised);
    }

    void checksSizes() {
        World world;
        world.connect();
        auto& owner = world.owner;
        const auto ask = [&](std::size_t size, std::uint32_t seconds) {
            const Bytes item(size, 1);
            return owner.errorOf(wire::AddressStockRequest{owner.nextReq++, world.address,
                                                           world.mac(owner, world.ownerKeys), seconds, item});
        };
        QCOMPARE(ask(wire::maxStockItemSize + 1, 60), HubError::TooLarge);
        QCOMPARE(ask(0, 60), HubError::Malformed);
        QCOMPARE(ask(100, 0), HubError::Malformed);
        QCOMPARE(ask(100, 31 * 24 * 3600), HubError::Malformed);
        QVERIFY(!ask(wire::maxStockItemSize, 30 * 24 * 3600));
    }

    void isGoneWhenItIsDeleted() {
        World world;
        world.connect();
        (void)world.stock(1);
        auto& owner = world.owner;
        const auto remove = [&] {
            return wire::AddressDeleteRequest{owner.nextReq++, world.address, world.mac(owner, world.ownerKeys)};
        };
        QVERIFY(!owner.errorOf(remove()));
        QVERIFY(!owner.errorOf(remove()));  // the answer may have been lost
        auto& taker = world.taker;
        QCOMPARE(taker.errorOf(wire::AddressAskRequest{taker.nextReq++, world.address}), HubError::Gone);
        QCOMPARE(owner.errorOf(world.set()), HubError::Gone);
        QCOMPARE(taker.errorOf(wire::AddressAskRequest{taker.nextReq++, AddressId::draw(world.random)}),
                 HubError::BlobUnknown);
    }

    void boundsWhatOneNetworkAddressTakes() {
        Config config;
        config.limits.takesPerAddress = {0.01, 3};
        World world({1000, 10'000, 0}, config);
        world.connect();
        for (std::uint8_t i = 0; i < 10; ++i) {
            (void)world.stock(i);
        }
        for (int i = 0; i < 3; ++i) {
            QVERIFY(!world.takeOne().second);
        }
        QCOMPARE(world.takeOne().second, HubError::TryLater);
    }
};

QTEST_APPLESS_MAIN(TestPublicAddresses)
#include "tst_publicaddresses.moc"
