// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <fstream>
#include <iterator>

#include "store/containers.h"
#include "storefixture.h"

using namespace nightjar;
using namespace nightjar::store;

namespace {

ContainerRecord container(StoreFixture& store, const std::string& label) {
    ContainerRecord record;
    record.id = store.draw<ContainerId>();
    record.label = label;
    record.key = SecretBytes(store.bytes(32));
    record.createdMs = 1'700'000'000'000;
    return record;
}

void compare(const ContainerRecord& a, const ContainerRecord& b) {
    QCOMPARE(a.id, b.id);
    QCOMPARE(a.kind, b.kind);
    QCOMPARE(a.label, b.label);
    QCOMPARE(toBytes(a.key.view()), toBytes(b.key.view()));
    QCOMPARE(a.guard, b.guard);
    QCOMPARE(a.hidden, b.hidden);
    QCOMPARE(a.opensItself, b.opensItself);
    QCOMPARE(a.createdMs, b.createdMs);
    QCOMPARE(a.endsMs, b.endsMs);
}

bool contains(const std::string& path, std::string_view needle) {
    std::ifstream file(path, std::ios::binary);
    const std::string all{std::istreambuf_iterator<char>(file), {}};
    return all.find(needle) != std::string::npos;
}

}  // namespace

class TestContainers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsPutIsFound() {
        StoreFixture store;
        auto one = container(store, "Work");
        one.opensItself = false;
        one.endsMs = 1'800'000'000'000;
        auto two = container(store, "Ян");
        two.kind = ContainerKind::LockedChat;
        two.key.clear();
        two.guard = store.bytes(120);
        two.hidden = true;
        Containers(store.db()).put(one);
        Containers(store.db()).put(two);
        store.reopen();
        const auto all = Containers(store.db()).all();
        QCOMPARE(all.size(), std::size_t(2));
        compare(all[0], one);
        compare(all[1], two);
        QVERIFY(!Containers(store.db()).find(store.draw<ContainerId>()));
    }

    void puttingAgainReplaces() {
        StoreFixture store;
        auto one = container(store, "Work");
        Containers(store.db()).put(one);
        one.label = "Play";
        one.key = SecretBytes(store.bytes(32));
        one.kind = ContainerKind::SecretChat;
        one.endsMs = 5;
        Containers(store.db()).put(one);
        QCOMPARE(Containers(store.db()).all().size(), std::size_t(1));
        compare(*Containers(store.db()).find(one.id), one);
    }

    /// In a file that is not encrypted everybody can see what a deletion leaves.
    void aForgottenKeyIsNowhereInTheFile() {
        StoreFixture store;
        const auto path = store.folder().toStdString() + "/plain";
        auto database = std::move(*Database::openPlain(path, OpenMode::Create));
        QVERIFY(migrate(*database, identitySchema()).has_value());
        auto one = container(store, "a label nobody else has");
        one.key = SecretBytes(asBytes("a key of two and thirty letters."));
        one.guard = toBytes(asBytes("and a guard around it"));
        const auto other = container(store, "another");
        Containers(*database).put(one);
        Containers(*database).put(other);
        QVERIFY(database->truncateWal());
        QVERIFY(contains(path, "nobody else") && contains(path, "two and thirty") && contains(path, "a guard around"));
        QVERIFY(Containers(*database).remove(one.id));
        QVERIFY(!Containers(*database).remove(one.id));
        QVERIFY(database->truncateWal());
        for (const auto& file : {path, path + "-wal"}) {
            for (const auto* needle : {"nobody else", "two and thirty", "a guard around"}) {
                QVERIFY2(!contains(file, needle), needle);
            }
        }
        QVERIFY(contains(path, "another"));
    }
};

QTEST_GUILESS_MAIN(TestContainers)
#include "tst_containers.moc"
