// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// One program for each profile, and what a second start may tell it.

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocalServer>
#include <QLocalSocket>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <thread>

#include "singleinstance.h"

using namespace nightjar;
using Outcome = SingleInstance::Outcome;

namespace {

const QString someLink = QStringLiteral(
    "nightjar:1/hub.example.org:33445/Zx8fK1bqVd0mUu3oP5rWc7tYh2nLg4sJ9eAi6kQwDvE/"
    "tB3xN6yHj8mKp1qRs4vWz7cFd0gLu2oXe5iAn9kTbY0");

/// A second start, in a thread of its own, as begin() waits for an answer.
Outcome startAgain(const QString& profile, const QString& runtime, const Wish& wish, int patience = 5000) {
    auto outcome = Outcome::First;
    bool done = false;
    std::thread second([&] {
        SingleInstance instance(profile, runtime);
        outcome = instance.begin(wish, patience);
        QMetaObject::invokeMethod(
            qApp, [&] { done = true; }, Qt::QueuedConnection);
    });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(done, 20000); }();
    second.join();
    return outcome;
}

}  // namespace

class TestSingleInstance : public QObject {
    Q_OBJECT

    QTemporaryDir m_place;
    int m_runs = 0;
    QString m_runtime;
    QString m_profile;

private Q_SLOTS:
    void init() {
        const auto name = QString::number(++m_runs);
        QVERIFY(QDir(m_place.path()).mkpath(name));
        m_runtime = m_place.filePath(name);
        m_profile = m_runtime + QStringLiteral("/profile");
    }

    void aWishComesThroughAsItWasWritten() {
        for (const auto& wish :
             {Wish{}, Wish{{}, {}, false}, Wish{someLink, "token-1_TIME12", true}, Wish{someLink, {}, false}}) {
            const auto bytes = writeWish(wish);
            QVERIFY(bytes.size() <= maxWish);
            QVERIFY(readWish(bytes) == wish);
        }
    }

    void whatIsNoWishIsNotTaken() {
        const auto longLink = "link nightjar:" + QByteArray(500, 'x') + "\n\n";
        for (const QByteArray& bytes :
             {QByteArray(), QByteArray("show"), QByteArray("show\n"), QByteArray("show\nshow\n\n"),
              QByteArray("quit\n\n"), QByteArray("link \n\n"), QByteArray("link a b\n\n"), QByteArray("link \xff\n\n"),
              QByteArray("link a\nlink b\n\n"), QByteArray("\n\n"), longLink, QByteArray(maxWish, '\n'),
              QByteArray("show\0\n\n", 7)}) {
            QVERIFY2(!readWish(bytes), bytes.left(40));
        }
        // What does not fit is left out, and never breaks the form.
        const auto written = writeWish({QStringLiteral("nightjar:\nshow"), "a b", true});
        QCOMPARE(written, QByteArray("show\n\n"));
    }

    void aSecondStartHandsOver() {
        SingleInstance first(m_profile, m_runtime);
        QVERIFY(first.begin({}) == Outcome::First);
        QSignalSpy wished(&first, &SingleInstance::wished);
        QVERIFY(startAgain(m_profile, m_runtime, {someLink, "token", true}) == Outcome::HandedOver);
        QTRY_COMPARE(wished.count(), 1);
        QVERIFY(wished.at(0).at(0).value<Wish>() == (Wish{someLink, "token", true}));

        // However the folder is written, and when it exists by now.
        QVERIFY(QDir().mkpath(m_profile));
        QVERIFY(startAgain(m_profile + QStringLiteral("/../profile/"), m_runtime, {{}, {}, false}) ==
                Outcome::HandedOver);
        QTRY_COMPARE(wished.count(), 2);
        QVERIFY(!wished.at(1).at(0).value<Wish>().show);
    }

    void anotherProfileIsAnotherProgram() {
        SingleInstance first(m_profile, m_runtime);
        SingleInstance other(m_profile + QStringLiteral("2"), m_runtime);
        QVERIFY(first.begin({}) == Outcome::First);
        QVERIFY(other.begin({}) == Outcome::First);
    }

    void nobodyElseGetsIn() {
        SingleInstance first(m_profile, m_runtime);
        QVERIFY(first.begin({}) == Outcome::First);
        QCOMPARE(QFile::permissions(first.folder()) & (QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                                       QFile::ReadOther | QFile::WriteOther | QFile::ExeOther),
                 QFile::Permissions());
        const auto socket = first.folder() + QStringLiteral("/s");
        QCOMPARE(
            QFile::permissions(socket) & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
            QFile::Permissions());
    }

    void aSocketThatWasLeftMeansNothing() {
        {
            const SingleInstance probe(m_profile, m_runtime);
            QVERIFY(QDir().mkpath(probe.folder()));
            QFile left(probe.folder() + QStringLiteral("/s"));
            QVERIFY(left.open(QIODevice::WriteOnly));
        }
        SingleInstance first(m_profile, m_runtime);
        QVERIFY(first.begin({}) == Outcome::First);
        QVERIFY(startAgain(m_profile, m_runtime, {}) == Outcome::HandedOver);
    }

    void whoDoesNotAnswerDoesNotHoldUsForEver() {
        SingleInstance first(m_profile, m_runtime);
        QVERIFY(first.begin({}) == Outcome::First);
        QVERIFY(QFile::remove(first.folder() + QStringLiteral("/s")));
        QVERIFY(startAgain(m_profile, m_runtime, {}, 300) == Outcome::Alone);
        SingleInstance nowhere(m_profile, QStringLiteral("/proc/no/such/place"));
        QVERIFY(nowhere.begin({}) == Outcome::Alone);
    }

    void hostileGuestsAreShownOut() {
        SingleInstance first(m_profile, m_runtime);
        QVERIFY(first.begin({}) == Outcome::First);
        QSignalSpy wished(&first, &SingleInstance::wished);
        const auto name = first.folder() + QStringLiteral("/s");

        QRandomGenerator random(7);
        for (int i = 0; i < 200; ++i) {
            QByteArray bytes(random.bounded(3000), '\0');
            for (auto& byte : bytes) {
                byte = static_cast<char>(random.bounded(i % 2 ? 256 : 128));
            }
            QLocalSocket guest;
            guest.connectToServer(name);
            QVERIFY(guest.waitForConnected(2000));
            guest.write(bytes + (i % 3 ? "\n\n" : ""));
            guest.flush();
            QCoreApplication::processEvents();
            guest.abort();
            QCoreApplication::processEvents();
        }
        QCOMPARE(wished.count(), 0);

        // Many who say nothing do not keep out one who does.
        std::vector<std::unique_ptr<QLocalSocket>> silent;
        for (int i = 0; i < 20; ++i) {
            silent.push_back(std::make_unique<QLocalSocket>());
            silent.back()->connectToServer(name);
            QCoreApplication::processEvents();
        }
        QVERIFY(startAgain(m_profile, m_runtime, {}) == Outcome::HandedOver);
        QTRY_COMPARE(wished.count(), 1);
    }
};

QTEST_GUILESS_MAIN(TestSingleInstance)
#include "tst_singleinstance.moc"
