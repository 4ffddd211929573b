// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Nothing of a locked vault is in the memory of the process.

#include <QTemporaryDir>
#include <QTest>

#include "../../support/memoryscan.h"
#include "base/random.h"
#include "runtime/memorycare.h"
#include "runtime/node.h"
#include "runtime/vaultservice.h"
#include "support/simworld.h"

using namespace nightjar;
using namespace std::chrono_literals;

namespace {

/// Words with a common beginning that nobody knows before this run. They are made when they are needed, longer than
/// what a string holds within itself, and none of them is kept.
class Needles {
public:
    Needles() {
        SystemRandom random;
        random.fill(m_turned);
    }
    [[nodiscard]] std::string word(int number) const { return beginning() + std::to_string(number); }
    void addTo(MemoryScan& scan) const {
        const auto text = beginning();
        scan.seek(asBytes(text));
        // As QString has it.
        Bytes wide;
        for (const char c : text) {
            wide.push_back(static_cast<std::uint8_t>(c));
            wide.push_back(0);
        }
        scan.seek(wide);
        wipe(wide);
    }

private:
    [[nodiscard]] std::string beginning() const {
        auto bytes = m_turned;
        for (auto& byte : bytes) {
            byte = static_cast<std::uint8_t>(~byte);
        }
        auto text = "needle" + toHex(bytes);
        wipe(bytes);
        return text;
    }
    ByteArray<12> m_turned{};
};

void tell(const std::vector<MemoryScan::Hit>& hits) {
    for (const auto& hit : hits) {
        qWarning("needle %zu in %s at %zx", hit.needle, hit.where.c_str(), hit.offset);
    }
}

}  // namespace

class TestMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
#if !defined(__linux__) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("needs glibc's allocator and /proc");
#endif
    }

    void theScanFindsWhatIsThere() {
        const Needles needles;
        MemoryScan scan;
        needles.addTo(scan);
        QVERIFY(scan.run().empty());
        const auto word = std::make_unique<std::string>(needles.word(1));
        const auto wide = QString::fromStdString(*word);
        QVERIFY(scan.run().size() >= 2);
    }

    void whatIsFreedIsZeroed() {
        const Needles needles;
        MemoryScan scan;
        needles.addTo(scan);
        {
            std::string grows;
            QString wide;
            QByteArray bytes;
            for (int i = 0; i < 1000; ++i) {
                grows += needles.word(i);
                wide += QString::fromStdString(needles.word(i));
                bytes += QByteArray::fromStdString(needles.word(i));
            }
        }
        const auto hits = scan.run();
        tell(hits);
        QVERIFY(hits.empty());
    }

    void aConversationLeavesNothing() {
        const Needles needles;
        MemoryScan scan;
        needles.addTo(scan);
        {
            sim::SimWorld world(11);
            auto& alice = world.addPeer("alice", sim::wifi(), sim::portRestricted());
            auto& bob = world.addPeer("bob", sim::umts(), sim::portRestricted());
            const auto friends = world.befriend(alice, bob);
            MessageId last;
            for (int i = 0; i < 1000; ++i) {
                last = alice.say(friends.bobAtAlice, needles.word(i));
                world.run(20ms);
            }
            QVERIFY(world.runUntil([&] { return alice.stateOf(last) == MessageState::Delivered; }, 60s));
            SearchMessages search;
            search.request = bob.request();
            search.text = needles.word(7);
            bob.post(std::move(search));
            world.run(1s);
            QVERIFY(!scan.run().empty());
        }
        runtime::forgetFreedMemory();
        const auto hits = scan.run();
        tell(hits);
        QVERIFY(hits.empty());
    }

    void aLockedVaultLeavesNothing() {
        const Needles needles;
        MemoryScan scan;
        needles.addTo(scan);
        const QTemporaryDir folder;
        {
            VaultService service(folder.filePath(QStringLiteral("profile")), {});
            service.setKdfCost(8, 1);
            std::shared_ptr<UnlockedIdentity> identity;
            connect(&service, &VaultService::created, &service, [&](const auto& opened) { identity = opened; });
            const auto pin = [&needles] {
                auto word = needles.word(0);
                SecretBytes out{asBytes(word)};
                return out;
            };
            service.create(pin(), std::nullopt);
            QTRY_VERIFY_WITH_TIMEOUT(identity, 20000);
            scan.seek(identity->key.view());
            auto store = openIdentity(*identity);
            QVERIFY(store.has_value());
            auto node = std::make_unique<Node>(std::move(*store));
            int answers = 0;
            connect(node.get(), &Messenger::event, node.get(), [&answers](const Event& event) {
                answers += std::holds_alternative<SettingAnswer>(event) ? 1 : 0;
            });
            node->post(SetName{node->newRequest(), needles.word(1)});
            for (int i = 2; i < 500; ++i) {
                SetSetting set;
                set.request = node->newRequest();
                set.key = "needle-" + std::to_string(i);
                set.value = needles.word(i);
                node->post(set);
                GetSetting get;
                get.request = node->newRequest();
                get.key = set.key;
                node->post(get);
            }
            QTRY_COMPARE_WITH_TIMEOUT(answers, 498, 20000);
            node.reset();
            identity.reset();
            service.lock();
            QTest::qWait(100);
            runtime::forgetFreedMemory();
            const auto hits = scan.run();
            tell(hits);
            QVERIFY(hits.empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestMemory)
#include "tst_memory.moc"
