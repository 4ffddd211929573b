// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QQuickItem>
#include <QSignalSpy>
#include <QTest>

#include "fakegate.h"
#include "names.h"
#include "onboardingviewmodel.h"
#include "pagetest.h"
#include "sessionviewmodel.h"

using namespace nightjar;
using namespace nightjar::test;

namespace {

const Look phone{QStringLiteral("phone"), QSize(380, 700), QStringLiteral("light"), QStringLiteral("en")};

void settle() {
    for (int i = 0; i < 8; ++i) {
        QCoreApplication::processEvents();
    }
}

struct Known {
    Known() : gate(Gate::Profile::Locked), session(m, gate) {
        anna = m.addContact("Anna");
        for (int i = 0; i < 3; ++i) {
            m.addMessage(anna, i % 2 == 0, "text " + std::to_string(i), present());
        }
        session.chats()->reload();
        settle();
    }
    FakeMessenger m;
    FakeGate gate;
    SessionViewModel session;
    ContactId anna;
};

}  // namespace

/// Deletion of conversations and kinds, agreed at pairing; the page of what is kept where; restoring a backup.
class TestStorage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { (void)takeQmlWarnings(); }
    void cleanup() {
        const auto warnings = takeQmlWarnings();
        QVERIFY2(warnings.isEmpty(), qPrintable(warnings.join(u'\n')));
    }

    void aConversationIsDeletedUnlessThatIsUndone() {
        Known k;
        k.session.open(toQt(k.anna));
        k.session.showContact(toQt(k.anna));
        settle();
        auto* const messages = k.session.conversation()->messages();
        const auto leaving = [&] { return messages->data(messages->index(0), MessageListModel::LeavingRole).toBool(); };
        QCOMPARE(messages->count(), 3);
        k.session.contactDetails()->clear(true);
        QVERIFY(leaving());
        QCOMPARE(k.session.undo()->what(), QStringLiteral("chat"));
        k.session.undo()->undo();
        QVERIFY(!leaving());
        QVERIFY(!k.m.last<DeleteChat>());
        k.session.contactDetails()->clear(true);
        k.session.undo()->settle();
        settle();
        QCOMPARE(k.m.last<DeleteChat>()->contact, k.anna);
        QVERIFY(k.m.last<DeleteChat>()->both);
        QCOMPARE(messages->count(), 0);
    }

    void whatWasAgreedIsToldHonestly() {
        Known k;
        k.session.showContact(toQt(k.anna));
        settle();
        QVERIFY(k.session.contactDetails()->lets());
        QVERIFY(k.session.contactDetails()->isLet());
        k.session.contactDetails()->setMayErase(false);
        settle();
        QCOMPARE(k.m.last<SetContactPrivacy>()->privacy, (ContactPrivacy{true, true, true, false}));
        QVERIFY(!k.session.contactDetails()->lets());
        k.session.startInvite();
        settle();
        QVERIFY(k.m.last<CreateInvitation>()->mayErase);
        k.session.invite()->setMayErase(false);
        settle();
        QVERIFY(!k.m.last<CreateInvitation>()->mayErase);
        QVERIFY(k.m.last<RevokeInvitation>());
        k.session.startAccept();
        k.session.accept()->setMayErase(false);
        k.session.accept()->setLink(toQt(FakeMessenger::link));
        k.session.accept()->accept();
        settle();
        QVERIFY(!k.m.last<AcceptInvitation>()->mayErase);
    }

    void oneKindIsClearedUnlessThatIsUndone() {
        Known k;
        k.session.startStorage();
        settle();
        auto* const storage = k.session.storage();
        QVERIFY(storage->isKnown());
        QCOMPARE(storage->photos(), 310'200'000.0);
        QCOMPARE(storage->count(), 1);
        QCOMPARE(storage->data(storage->index(0, 0), StorageViewModel::NameRole).toString(), QStringLiteral("Anna"));
        storage->clear(QStringLiteral("photos"));
        QCOMPARE(storage->photos(), 0.0);
        k.session.undo()->undo();
        QCOMPARE(storage->photos(), 310'200'000.0);
        QVERIFY(!k.m.last<ClearStorage>());
        storage->clear(QStringLiteral("photos"));
        k.session.undo()->settle();
        settle();
        QCOMPARE(k.m.last<ClearStorage>()->kind, StorageKind::Photos);
        QCOMPARE(storage->photos(), 0.0);
        storage->compact();
        QVERIFY(storage->isWorking());
        settle();
        QCOMPARE(storage->done(), QStringLiteral("compacted"));
        QCOMPARE(storage->reclaimable(), 0.0);
        k.m.failNext(ErrorCode::DiskFull);
        storage->compact();
        settle();
        QCOMPARE(storage->problem(), QStringLiteral("disk-full"));
    }

    void aBackupNeedsAPassphrase() {
        Known k;
        k.session.startStorage();
        settle();
        auto* const storage = k.session.storage();
        const auto file = QUrl::fromLocalFile(QStringLiteral("/tmp/mine.njbk"));
        for (const auto c : QStringLiteral("short")) {
            storage->passphrase()->append(QString(c));
        }
        storage->backUp(file);
        QCOMPARE(storage->problem(), QStringLiteral("passphrase-too-short"));
        QVERIFY(!k.m.last<ExportBackup>());
        for (const auto c : QStringLiteral(" no more")) {
            storage->passphrase()->append(QString(c));
        }
        storage->backUp(file);
        settle();
        QCOMPARE(k.m.last<ExportBackup>()->path, std::string("/tmp/mine.njbk"));
        QCOMPARE(toText(k.m.last<ExportBackup>()->passphrase->view()), std::string("short no more"));
        QVERIFY(storage->passphrase()->isEmpty());
        QCOMPARE(storage->done(), QStringLiteral("backup"));
    }

    void thePageLeadsThere() {
        Stage stage(Gate::Profile::Locked, phone);
        stage.gate.open();
        stage.settle();
        stage.press(Qt::Key_Comma, Qt::ControlModifier);
        QMetaObject::invokeMethod(stage.item(QStringLiteral("storage")), "clicked");
        stage.settle();
        QVERIFY(stage.find(QStringLiteral("storagePage")));
        QVERIFY(stage.find(QStringLiteral("storageTexts")));
        QVERIFY(stage.click(QStringLiteral("storagePhotos.clear")));
        QVERIFY(stage.find(QStringLiteral("undoNotice")));
    }

    void anIdentityComesOutOfABackup() {
        FakeGate gate(Gate::Profile::None);
        OnboardingViewModel steps(gate, {});
        const auto type = [&](SecretBuffer* buffer, const QString& text) {
            for (const auto c : text) {
                buffer->append(QString(c));
            }
        };
        steps.beginRestore();
        QVERIFY(steps.isRestoring());
        QCOMPARE(steps.step(), OnboardingViewModel::Step::Pin);
        type(steps.entry(), QStringLiteral("271828"));
        steps.next();
        type(steps.entry(), QStringLiteral("271828"));
        steps.next();
        steps.skipWipePin();
        QCOMPARE(steps.step(), OnboardingViewModel::Step::Backup);
        steps.next();
        QCOMPARE(steps.problem(), QStringLiteral("backup-unreadable"));
        steps.chooseBackup(QUrl::fromLocalFile(QStringLiteral("/media/stick/mine.njbk")));
        QCOMPARE(steps.backupName(), QStringLiteral("mine.njbk"));
        type(steps.passphrase(), QStringLiteral("five random words"));
        QSignalSpy opened(&gate, &Gate::opened);
        steps.next();
        QVERIFY(steps.isWorking());
        settle();
        QCOMPARE(opened.count(), 1);
        QCOMPARE(gate.restoredFrom, std::string("/media/stick/mine.njbk"));
        QCOMPARE(gate.pin, std::string("271828"));
    }
};

NIGHTJAR_PAGE_TEST_MAIN(TestStorage)
#include "tst_storage.moc"
