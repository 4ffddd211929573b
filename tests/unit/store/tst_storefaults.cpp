// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <sys/wait.h>
#include <unistd.h>

#include <QFile>
#include <QTest>

#include "store/outbox.h"
#include "storefixture.h"

using namespace nightjar;
using namespace nightjar::store;

namespace {

/// One step of a conversation: a message, its envelope and the counter move together or not at all.
Result<void, StoreError> step(StoreFixture& store, const ContactId& contact, std::uint64_t seq) {
    Transaction transaction(store.db());
    auto message = store.text(contact, "message " + std::to_string(seq), true);
    message.seq = seq;
    std::memcpy(message.id.value.data(), &seq, sizeof(seq));
    Messages(store.db()).add(message);
    OutboxRecord envelope;
    std::memcpy(envelope.id.value.data(), &seq, sizeof(seq));
    envelope.contact = contact;
    envelope.message = message.id;
    envelope.bytes = store.bytes(256);
    Outbox(store.db()).add(envelope);
    Contacts(store.db()).setNextOutSeq(contact, seq + 1);
    Contacts(store.db()).setRatchet(contact, store.bytes(600));
    return transaction.commit();
}

/// What must hold after any interruption. The number of complete steps.
std::int64_t completeSteps(StoreFixture& store, const ContactId& contact) {
    const auto messages = Messages(store.db()).page(contact, {}, 100'000);
    const auto count = static_cast<std::int64_t>(messages.size());
    for (std::size_t i = 0; i < messages.size(); ++i) {
        if (messages[i].seq != i + 1) {
            qFatal("a gap in the messages");
        }
    }
    const auto next = Contacts(store.db()).find(contact)->nextOutSeq;
    if (Outbox(store.db()).count() != count || next != static_cast<std::uint64_t>(count) + 1) {
        qFatal("a step is half done");
    }
    if (Messages(store.db()).search("message", {}, 100'000).size() != messages.size()) {
        qFatal("the search index disagrees");
    }
    return count;
}

}  // namespace

class TestStoreFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFullDiskChangesNothing() {
        StoreFixture store;
        const auto contact = store.contact();
        std::int64_t done = 0;
        for (int pages = 60; pages < 90; pages += 3) {
            store.db().limitPages(pages);
            for (;;) {
                const auto result = step(store, contact, static_cast<std::uint64_t>(done) + 1);
                if (!result) {
                    QCOMPARE(result.error(), StoreError::DiskFull);
                    break;
                }
                ++done;
            }
            QCOMPARE(completeSteps(store, contact), done);
        }
        QVERIFY(done > 10);
        store.db().limitPages(0);
        QVERIFY(step(store, contact, static_cast<std::uint64_t>(done) + 1).has_value());
        store.reopen();
        QCOMPARE(completeSteps(store, contact), done + 1);
        QVERIFY(store.db().verify().has_value());
    }

    /// A child process works and reports each commit; it dies without any clean-up after a while. Everything it
    /// reported must be there, and nothing half-done.
    void whatWasCommittedSurvivesAKill() {
        StoreFixture store;
        const auto contact = store.contact();
        store.close();
        std::int64_t reported = 0;
        for (int round = 0; round < 12; ++round) {
            int pipes[2];
            QVERIFY(::pipe(pipes) == 0);
            const auto first = static_cast<std::uint64_t>(reported) + 1;
            const auto child = ::fork();
            QVERIFY(child >= 0);
            if (child == 0) {
                ::close(pipes[0]);
                store.reopen();
                for (std::uint64_t seq = first;; ++seq) {
                    if (!step(store, contact, seq)) {
                        ::_exit(2);
                    }
                    if (::write(pipes[1], "+", 1) != 1) {
                        ::_exit(3);
                    }
                }
            }
            ::close(pipes[1]);
            char byte = 0;
            for (int i = 0; i < 3 + round * 2 && ::read(pipes[0], &byte, 1) == 1; ++i) {
                ++reported;
            }
            ::kill(child, SIGKILL);
            while (::read(pipes[0], &byte, 1) == 1) {
                ++reported;
            }
            ::close(pipes[0]);
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QVERIFY(WIFSIGNALED(status));

            store.reopen();
            const auto found = completeSteps(store, contact);
            QVERIFY2(found == reported || found == reported + 1, "a commit was lost, or came from nowhere");
            reported = found;
            store.close();
        }
        store.reopen();
        QVERIFY(store.db().verify().has_value());
    }

    /// Dying in the middle of transaction n, for each n: only the transactions before it are there.
    void deathInsideATransactionUndoesIt() {
        StoreFixture store;
        const auto contact = store.contact();
        store.close();
        for (std::uint64_t n = 1; n <= 8; ++n) {
            const auto child = ::fork();
            QVERIFY(child >= 0);
            if (child == 0) {
                store.reopen();
                Transaction transaction(store.db());
                (void)step(store, contact, n);
                ::_exit(0);
            }
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
            store.reopen();
            QCOMPARE(completeSteps(store, contact), static_cast<std::int64_t>(n) - 1);
            QVERIFY(step(store, contact, n).has_value());
            store.close();
        }
    }

    /// A power cut leaves any beginning of the WAL: whatever its length, whole transactions are there.
    void anyBeginningOfTheWalIsAValidStore() {
        StoreFixture store;
        const auto contact = store.contact();
        QVERIFY(store.db().truncateWal());
        for (std::uint64_t seq = 1; seq <= 12; ++seq) {
            QVERIFY(step(store, contact, seq).has_value());
        }
        QFile wal(QString::fromStdString(store.path()) + QStringLiteral("-wal"));
        QFile base(QString::fromStdString(store.path()));
        QVERIFY(wal.open(QIODevice::ReadOnly) && base.open(QIODevice::ReadOnly));
        const auto walBytes = wal.readAll();
        const auto baseBytes = base.readAll();
        store.close();

        const auto put = [](const QString& name, const QByteArray& bytes) {
            QFile file(name);
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            QCOMPARE(file.write(bytes), bytes.size());
        };
        std::int64_t last = 0;
        const qsizetype cuts = 60;
        for (qsizetype cut = 0; cut <= cuts; ++cut) {
            QFile::remove(base.fileName() + QStringLiteral("-shm"));
            put(base.fileName(), baseBytes);
            put(wal.fileName(), walBytes.first(walBytes.size() * cut / cuts));
            store.reopen();
            const auto found = completeSteps(store, contact);
            QVERIFY(found >= last);
            last = found;
            store.close();
        }
        QCOMPARE(last, 12);
    }
};

QTEST_GUILESS_MAIN(TestStoreFaults)
#include "tst_storefaults.moc"
