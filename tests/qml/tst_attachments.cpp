// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Files and photos: what pages are bound to, and what people do with them.

#include <QAbstractItemModelTester>
#include <QBuffer>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QMimeData>
#include <QQuickItem>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "attachmentsviewmodel.h"
#include "messagelistmodel.h"
#include "names.h"
#include "openedfiles.h"
#include "pagetest.h"
#include "pictures.h"
#include "runtime/disk.h"
#include "scenes.h"
#include "testpictures.h"

using namespace nightjar;
using namespace nightjar::test;
using namespace std::chrono_literals;

namespace {

const Look desktop{QStringLiteral("desktop"), QSize(1000, 700), QStringLiteral("light"), QStringLiteral("en")};

void settle() {
    for (int i = 0; i < 6; ++i) {
        QCoreApplication::processEvents();
    }
}

bool notMetered() {
    return false;
}
bool metered() {
    return true;
}

QByteArray toQByteArray(const Bytes& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

/// A folder with a photo and a text file in it.
struct Folder {
    Folder() {
        QFile(photo()).remove();
        write(photo(), toCameraJpeg(paintLandscape(QSize(900, 1200), 200)));
        write(text(), QByteArray(5000, 'x'));
    }
    static void write(const QString& path, const QByteArray& data) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(data);
    }
    [[nodiscard]] QString photo() const { return dir.filePath(QStringLiteral("IMG_1.jpg")); }
    [[nodiscard]] QString text() const { return dir.filePath(QStringLiteral("report.txt")); }
    [[nodiscard]] QList<QUrl> both() const { return {QUrl::fromLocalFile(photo()), QUrl::fromLocalFile(text())}; }

    QTemporaryDir dir;
};

/// Takes what would go to other programs.
class Opener : public QObject {
    Q_OBJECT

public:
    Opener() { QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "take"); }
    ~Opener() override { QDesktopServices::unsetUrlHandler(QStringLiteral("file")); }
    QUrl opened;
    QByteArray content;

public Q_SLOTS:
    void take(const QUrl& url) {
        opened = url;
        QFile file(url.toLocalFile());
        content = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

/// An open conversation with Anna.
struct Home {
    explicit Home(const std::function<void(FakeMessenger&, const ContactId&)>& more = {})
        : stage(Gate::Profile::Locked, desktop) {
        stage.gate.furnish = [this, more](FakeMessenger& m) {
            anna = m.addContact("Anna");
            m.addMessage(anna, false, "morning", present() - 1h);
            if (more) {
                more(m, anna);
            }
        };
        stage.gate.open();
        stage.settle();
        for (const auto key : {Qt::Key_Down, Qt::Key_Up, Qt::Key_Return}) {
            stage.press(key);
        }
    }
    FakeMessenger& m() { return stage.messenger(); }
    AttachmentsViewModel& attachments() { return *stage.ui.app().session()->conversation()->attachments(); }
    [[nodiscard]] QString textOf(const char* objectName) const {
        const auto* item = stage.find(QString::fromLatin1(objectName));
        return item ? item->property("text").toString() : QString();
    }
    /// The keyboard on the newest message.
    void toNewest() {
        auto* list = stage.find(QStringLiteral("messages"));
        list->setProperty("currentIndex", 0);
        list->forceActiveFocus();
        stage.settle();
    }

    ContactId anna;
    Stage stage;
};

}  // namespace

class TestAttachments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { (void)takeQmlWarnings(); }
    void cleanup() {
        const auto warnings = takeQmlWarnings();
        QVERIFY2(warnings.isEmpty(), qPrintable(warnings.join(u'\n')));
    }

    // ---- pictures

    void picturesAreLookedAtBeforeTheyAreDecoded() {
        // A BMP of 54 bytes that claims to be 100,000 pixels wide and high.
        QByteArray bomb =
            QByteArrayLiteral("BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\xa0\x86\x01\0\xa0\x86\x01\0\x01\0\x18\0");
        bomb.append(54 - bomb.size(), '\0');
        QBuffer device(&bomb);
        device.open(QIODevice::ReadOnly);
        QVERIFY(!pictureSize(device).isValid());
        QVERIFY(decodePicture(bomb).isNull());
        // Drawings are programs; texts are texts.
        QVERIFY(decodePicture("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>").isNull());
        QVERIFY(decodePicture("hello").isNull());
        QVERIFY(decodePicture(QByteArray()).isNull());
        // The beginning of a picture is none.
        const auto jpeg = toJpeg(paintLandscape(QSize(800, 600), 10));
        QVERIFY(decodePicture(jpeg.left(300)).isNull());
        QVERIFY(decodeThumbnail(jpeg).isNull());
        QVERIFY(!decodeThumbnail(toJpeg(paintLandscape(QSize(128, 96), 10))).isNull());
        QCOMPARE(decodePicture(jpeg, QSize(400, 400)).size(), QSize(400, 300));
        QCOMPARE(decodePicture(jpeg).size(), QSize(800, 600));
    }

    void photosLoseWhatTheCameraWrote() {
        const auto upright = paintLandscape(QSize(300, 400), 200);
        auto data = toCameraJpeg(upright);
        QVERIFY(data.contains("GPS 43"));
        QBuffer device(&data);
        device.open(QIODevice::ReadOnly);
        QCOMPARE(pictureSize(device), QSize(300, 400));
        const auto decoded = decodePicture(data, QSize(3000, 3000));
        QCOMPARE(decoded.size(), QSize(300, 400));
        const auto sent = preparePhoto(decoded, usualPhoto);
        QVERIFY(sent);
        QCOMPARE(sent->size, QSize(300, 400));
        for (const auto* trace : {"Exif", "GPS", "ICC_PROFILE", "Comment"}) {
            QVERIFY2(!toQByteArray(sent->content).contains(trace), trace);
        }
        auto named = upright;
        named.setText(QStringLiteral("Author"), QStringLiteral("somebody"));
        QVERIFY(!toQByteArray(preparePhoto(named, usualPhoto)->content).contains("somebody"));
        QVERIFY(!toQByteArray(encodePng(named)).contains("somebody"));
        // The sky is above.
        const auto shown = decodePicture(toQByteArray(sent->content));
        QVERIFY(shown.pixelColor(150, 5).lightness() > shown.pixelColor(150, 395).lightness());
    }

    void photosAreMadeSmaller() {
        const auto large = paintLandscape(QSize(3000, 2000), 90);
        const auto usual = preparePhoto(large, usualPhoto);
        const auto small = preparePhoto(large, smallPhoto);
        QCOMPARE(usual->size, QSize(2048, 1365));
        QCOMPARE(small->size, QSize(1024, 682));
        QVERIFY(small->content.size() < usual->content.size() / 2);
        QVERIFY2(small->content.size() < 150'000, qPrintable(QString::number(small->content.size())));
        QVERIFY(usual->thumbnail.size() <= 3000 && !decodeThumbnail(toQByteArray(usual->thumbnail)).isNull());
        QCOMPARE(preparePhoto(paintLandscape(QSize(9, 4000), 0), smallPhoto)->size, QSize(2, 1024));
        QVERIFY(!preparePhoto(QImage(), usualPhoto));
    }

    // ---- the tray

    void theTraySendsPhotosSmallerAndFilesAsTheyAre() {
        FakeMessenger m;
        const auto anna = m.addContact("Anna");
        Courier courier(m);
        FileTray tray(courier, anna, nullptr, &notMetered);
        const QAbstractItemModelTester tester(&tray);
        QSignalSpy filled(&tray, &FileTray::filled);
        QSignalSpy sent(&tray, &FileTray::sent);
        const Folder folder;
        tray.add(folder.both());
        QCOMPARE(filled.count(), 1);
        QCOMPARE(tray.count(), 2);
        QCOMPARE(tray.pictures(), 1);
        QVERIFY(!tray.isReady());
        QTRY_VERIFY(tray.isReady());
        QVERIFY(tray.index(0).data(FileTray::PreviewRole).toString().startsWith(u"image://thumbnail/"));
        QVERIFY(!tray.isCostly());
        tray.setCaption(QStringLiteral("  two of them "));
        tray.send();
        QTRY_COMPARE(sent.count(), 1);
        QCOMPARE(tray.count(), 0);
        const auto& messages = m.messages(anna);
        QCOMPARE(messages.size(), std::size_t(2));
        QCOMPARE(messages[0].kind, MessageKind::Photo);
        QCOMPARE(messages[0].text, std::string("two of them"));
        QCOMPARE(messages[0].attachment->name, std::string("IMG_1.jpg"));
        QCOMPARE(messages[0].attachment->mime, std::string("image/jpeg"));
        QCOMPARE(messages[0].attachment->width, 900U);
        QCOMPARE(messages[0].attachment->height, 1200U);
        QVERIFY(!messages[0].attachment->thumbnail.empty());
        QCOMPARE(messages[1].kind, MessageKind::File);
        QCOMPARE(messages[1].text, std::string());
        QCOMPARE(messages[1].attachment->mime, std::string("text/plain"));
        QCOMPARE(m.last<SendFile>()->path, folder.text().toStdString());
    }

    void aPictureCanGoAsAFile() {
        FakeMessenger m;
        const auto anna = m.addContact("Anna");
        Courier courier(m);
        FileTray tray(courier, anna, nullptr, &notMetered);
        const Folder folder;
        tray.add({QUrl::fromLocalFile(folder.photo())});
        tray.setAsPhotos(false);
        QTRY_VERIFY(tray.isReady());
        QCOMPARE(tray.bytes(), static_cast<double>(QFileInfo(folder.photo()).size()));
        tray.send();
        QTRY_COMPARE(m.count<SendFile>(), 1);
        QVERIFY(!m.last<SendFile>()->asPhoto);
        QVERIFY(m.last<SendFile>()->content.empty());
        QCOMPARE(m.last<SendFile>()->path, folder.photo().toStdString());
        QVERIFY(!m.last<SendFile>()->thumbnail.empty());
    }

    void theTrayAsksWhereItIsDear() {
        FakeMessenger m;
        const auto anna = m.addContact("Anna");
        m.setLink(anna, Path::Relayed, LinkClass::Gprs, 900);
        Courier courier(m);
        const Folder folder;
        Folder::write(folder.text(), QByteArray(600'000, 'x'));
        FileTray tray(courier, anna, nullptr, &notMetered);
        tray.add({QUrl::fromLocalFile(folder.text())});
        settle();
        QCOMPARE(tray.seconds(), 300);
        QVERIFY(tray.isCostly());
        QVERIFY(tray.isSmaller());  // the habit of a narrow link
        tray.noteRate(100'000);     // it is better than it looked
        QCOMPARE(tray.seconds(), 6);
        QVERIFY(!tray.isCostly());

        FileTray paid(courier, anna, nullptr, &metered);
        Folder::write(folder.text(), QByteArray(6'000'000, 'x'));
        m.setLink(anna, Path::Direct, LinkClass::Lan, 1);
        paid.add({QUrl::fromLocalFile(folder.text())});
        settle();
        QVERIFY(paid.isCostly());
    }

    void theTrayTellsWhatCannotBeSent() {
        FakeMessenger m;
        const auto anna = m.addContact("Anna");
        Courier courier(m);
        FileTray tray(courier, anna, nullptr, &notMetered);
        const Folder folder;
        tray.add({QUrl::fromLocalFile(folder.dir.filePath(QStringLiteral("gone.txt"))),
                  QUrl::fromLocalFile(folder.dir.path()), QUrl(QStringLiteral("https://example.org/x.png"))});
        QCOMPARE(tray.count(), 2);
        QCOMPARE(tray.index(0).data(FileTray::ProblemRole).toString(), QStringLiteral("file-unreadable"));
        QCOMPARE(tray.index(1).data(FileTray::ProblemRole).toString(), QStringLiteral("file-unreadable"));
        tray.send();
        settle();
        QCOMPARE(m.count<SendFile>(), 0);
        tray.clear();
        // A picture in its first bytes only still goes as a file.
        Folder::write(folder.photo(), toQByteArray(encodePng(paintLandscape(QSize(640, 480), 3))).left(700));
        tray.add({QUrl::fromLocalFile(folder.photo())});
        QTRY_VERIFY(tray.isReady());
        QCOMPARE(tray.pictures(), 0);
        // What is refused stays, with the reason, and can be sent again.
        m.failNext(ErrorCode::DiskFull);
        tray.send();
        QTRY_COMPARE(tray.problem(), QStringLiteral("disk-full"));
        QCOMPARE(tray.count(), 1);
        tray.send();
        QTRY_COMPARE(tray.count(), 0);
        QCOMPARE(m.messages(anna).size(), std::size_t(1));
        tray.add(QList<QUrl>(FileTray::most + 3, QUrl::fromLocalFile(folder.text())));
        QCOMPARE(tray.count(), FileTray::most);
        QCOMPARE(tray.problem(), QStringLiteral("too-many-files"));
    }

    void picturesAndFilesArePasted() {
        FakeMessenger m;
        const auto anna = m.addContact("Anna");
        Courier courier(m);
        FileTray tray(courier, anna, nullptr, &notMetered);
        auto* clipboard = QGuiApplication::clipboard();
        clipboard->setText(QStringLiteral("words"));
        QVERIFY(!tray.paste());
        clipboard->setImage(paintLandscape(QSize(320, 200), 40));
        QVERIFY(tray.paste());
        QTRY_VERIFY(tray.isReady());
        tray.setAsPhotos(false);
        QVERIFY(tray.bytes() > 0);
        tray.send();
        QTRY_COMPARE(m.count<SendFile>(), 1);
        QVERIFY(QString::fromStdString(m.last<SendFile>()->name).endsWith(u".png"));
        QCOMPARE(decodePicture(toQByteArray(m.last<SendFile>()->content)).size(), QSize(320, 200));
        // A program for writing offers a picture of its text, too.
        auto* both = new QMimeData;
        both->setText(QStringLiteral("words"));
        both->setImageData(paintLandscape(QSize(32, 20), 40));
        clipboard->setMimeData(both);
        QTRY_COMPARE(tray.count(), 0);
        QVERIFY(!tray.paste());
    }

    // ---- messages with attachments

    void progressIsMeasured() {
        TransferMeters meters;
        TransferChanged change;
        change.state = TransferState::Moving;
        const auto start = present();
        for (int i = 0; i <= 30; ++i) {
            change.done = static_cast<std::uint64_t>(i) * 5'000;
            meters.note(change, start + i * 100ms);
        }
        QVERIFY2(std::abs(meters.rate(change.message) - 50'000) < 1'000,
                 qPrintable(QString::number(meters.rate(change.message))));
        change.state = TransferState::Paused;
        meters.note(change, start + 4s);
        QCOMPARE(meters.rate(change.message), 0.0);
    }

    void aMessageTellsOfItsAttachment() {
        FakeMessenger m;
        const auto anna = m.addContact("Anna");
        const auto id =
            m.addFile(anna, false, MessageKind::File, fileOf("a\nb.zip", 4'000'000, TransferState::Offered), present());
        m.addMessage(anna, true, "text", present());
        Courier courier(m);
        MessageListModel model(courier, anna, 0);
        const QAbstractItemModelTester tester(&model);
        settle();
        const auto facts = [&] {
            return model.index(1).data(MessageListModel::AttachmentRole).value<AttachmentFacts>();
        };
        QCOMPARE(facts().kind, QStringLiteral("file"));
        QCOMPARE(facts().name, QStringLiteral("a b.zip"));
        QCOMPARE(facts().state, QStringLiteral("offered"));
        QVERIFY(!facts().readable);
        QCOMPARE(model.index(0).data(MessageListModel::AttachmentRole).value<AttachmentFacts>(), AttachmentFacts());
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        m.moveFile(id, TransferState::Moving, 1'000'000);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(facts().done, 1e6);
        m.moveFile(id, TransferState::Failed, 1'000'000, ErrorCode::FileWithdrawn);
        QCOMPARE(facts().reason, QStringLiteral("file-withdrawn"));
    }

    void theGalleryFollows() {
        FakeMessenger m;
        const auto anna = m.addContact("Anna");
        const auto boris = m.addContact("Boris");
        const auto old = m.addFile(anna, false, MessageKind::File, fileOf("old.txt", 10), present() - 1h);
        m.addFile(anna, false, MessageKind::Photo, fileOf("p.jpg", 10), present() - 30min);
        m.addFile(boris, false, MessageKind::File, fileOf("his.txt", 10), present());
        Courier courier(m);
        GalleryModel files(courier, anna, MessageKind::File);
        const QAbstractItemModelTester tester(&files);
        settle();
        QCOMPARE(files.count(), 0);  // nobody has looked yet
        files.load();
        settle();
        QCOMPARE(files.count(), 1);
        const auto fresh = m.receiveFile(anna, MessageKind::File, fileOf("new.txt", 10));
        m.receiveFile(anna, MessageKind::Photo, fileOf("q.jpg", 10));
        settle();
        QCOMPARE(files.count(), 2);
        QCOMPARE(files.rowOf(toQt(fresh)), 0);
        m.moveFile(fresh, TransferState::Done, 10);
        QVERIFY(files.index(0).data(GalleryModel::AttachmentRole).value<AttachmentFacts>().readable);
        DeleteMessage remove;
        remove.message = old;
        m.post(remove);
        settle();
        QCOMPARE(files.count(), 1);
        QCOMPARE(files.rowOf(toQt(old)), -1);
    }

    void filesAreSavedAndOpened() {
        FakeMessenger m;
        const auto anna = m.addContact("Anna");
        const auto id = m.addFile(anna, false, MessageKind::File, fileOf("map.gpx", 0), present(), {}, {1, 2, 3});
        Courier courier(m);
        AttachmentsViewModel attachments(courier, anna);
        QTemporaryDir dir;
        const auto target = dir.filePath(QStringLiteral("mine.gpx"));
        attachments.save(toQt(id), QUrl::fromLocalFile(target));
        settle();
        QCOMPARE(QFileInfo(target).size(), 3);
        QCOMPARE(attachments.saved(), QStringLiteral("mine.gpx"));
        attachments.save(toQt(id), QUrl::fromLocalFile(dir.filePath(QStringLiteral("no/such/folder"))));
        settle();
        QCOMPARE(attachments.problem(), QStringLiteral("target-unwritable"));
        QVERIFY(attachments.saved().isEmpty());
        attachments.dismiss();

        Opener opener;
        attachments.open(toQt(id), QStringLiteral("map.gpx"));
        settle();
        QCOMPARE(opener.content, QByteArray("\1\2\3"));
        QCOMPARE(opener.opened.fileName(), QStringLiteral("map.gpx"));
        const auto path = opener.opened.toLocalFile();
        QCOMPARE(QFileInfo(QFileInfo(path).path()).permissions() & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
        forgetOpenedFiles();
        QVERIFY(!QFileInfo::exists(path));
        // What a system would run is not handed to it.
        for (const auto* name : {"a.exe", "a.DESKTOP", "run", "a.pdf.sh", "x.js "}) {
            QVERIFY2(!attachments.mayOpen(QString::fromLatin1(name)), name);
        }
        QVERIFY(attachments.mayOpen(QStringLiteral("report.pdf")));
    }

    void filesAreLentForDraggingAndForgotten() {
        FakeMessenger m;
        const auto anna = m.addContact("Anna");
        const auto id = m.addFile(anna, false, MessageKind::File, fileOf("run.sh", 0), present(), {}, {1, 2, 3});
        Courier courier(m);
        AttachmentsViewModel attachments(courier, anna);
        QSignalSpy lent(&attachments, &AttachmentsViewModel::lent);
        attachments.lend(toQt(id), QStringLiteral("../../run.sh"));
        settle();
        QCOMPARE(lent.count(), 1);
        QCOMPARE(lent.at(0).at(0).toString(), toQt(id));
        const auto path = lent.at(0).at(1).toUrl().toLocalFile();
        QCOMPARE(QFileInfo(path).fileName(), QStringLiteral("run.sh"));
        QCOMPARE(QFileInfo(path).size(), 3);
        // Nobody holds the mouse: it is not dragged, and goes at once.
        attachments.dragOut(QUrl::fromLocalFile(path));
        settle();
        QVERIFY(!QFileInfo::exists(path));
        QVERIFY(!QFileInfo::exists(QFileInfo(path).path()));

        // Only what was lent can be forgotten.
        QTemporaryDir dir;
        QFile other(dir.filePath(QStringLiteral("other")));
        QVERIFY(other.open(QIODevice::WriteOnly));
        forgetOpenedFile(other.fileName());
        QVERIFY(other.exists());
        m.failNext(ErrorCode::Internal);
        attachments.lend(toQt(id), QStringLiteral("run.sh"));
        settle();
        QCOMPARE(lent.count(), 1);
    }

    void whatAKilledProcessHadOpenedGoes() {
        const auto leave = [](const QString& name) {
            const auto path = QDir::tempPath() + QLatin1Char('/') + name;
            QDir().mkpath(path + QStringLiteral("/one"));
            QFile file(path + QStringLiteral("/one/letter.txt"));
            return file.open(QIODevice::WriteOnly) && file.write("secret") == 6 ? path : QString();
        };
        const auto left = leave(QStringLiteral("nightjar-abc123"));
        const auto inUse = leave(QStringLiteral("nightjar-def456"));
        const auto foreign = leave(QStringLiteral("nightjar-something-else"));
        {
            const auto lock = runtime::ProfileLock::take(inUse.toStdString());
            QVERIFY(lock.has_value());
            forgetOpenedFiles();
            QVERIFY(!QFileInfo::exists(left));
            QVERIFY(QFileInfo::exists(inUse + QStringLiteral("/one/letter.txt")));
        }
        forgetOpenedFiles();
        QVERIFY(!QFileInfo::exists(inUse));
        QVERIFY(QFileInfo::exists(foreign + QStringLiteral("/one/letter.txt")));
        QDir(foreign).removeRecursively();
    }

    // ---- what people do

    void aFileIsSentWithTheKeyboard() {
        Home h;
        const Folder folder;
        auto* data = new QMimeData;
        data->setUrls({QUrl::fromLocalFile(folder.text())});
        QGuiApplication::clipboard()->setMimeData(data);
        h.stage.press(Qt::Key_V, Qt::ControlModifier);
        QVERIFY(h.stage.find(QStringLiteral("traySend")));
        h.stage.type(QStringLiteral("as promised"));
        h.stage.press(Qt::Key_Return);
        QTRY_COMPARE(h.m().count<SendFile>(), 1);
        h.stage.settle();
        QCOMPARE(h.m().last<SendFile>()->caption, std::string("as promised"));
        QVERIFY(!h.stage.find(QStringLiteral("traySend")));
        QVERIFY(h.stage.find(QStringLiteral("fileAct")));
        // One can go on writing at once.
        h.stage.type(QStringLiteral("next"));
        QCOMPARE(h.textOf("composer.area"), QStringLiteral("next"));
    }

    void theSheetIsLeftWithEscape() {
        Home h;
        const Folder folder;
        h.attachments().tray()->add(folder.both());
        QTRY_VERIFY(h.attachments().tray()->isReady());
        h.stage.settle();
        QVERIFY(h.stage.click(QStringLiteral("trayRemove")));
        QCOMPARE(h.attachments().tray()->count(), 1);
        h.stage.press(Qt::Key_Escape);
        QVERIFY(!h.stage.find(QStringLiteral("traySend")));
        QCOMPARE(h.attachments().tray()->count(), 0);
        QCOMPARE(h.m().count<SendFile>(), 0);
        QVERIFY(h.stage.find(QStringLiteral("conversationPage")));
    }

    void whatIsDearTakesASecondKey() {
        Home h;
        h.m().setLink(h.anna, Path::Relayed, LinkClass::Gprs, 900);
        const Folder folder;
        Folder::write(folder.text(), QByteArray(1'000'000, 'x'));
        h.attachments().tray()->add({QUrl::fromLocalFile(folder.text())});
        h.stage.settle();
        const auto cost = h.textOf("trayCost");
        QVERIFY2(cost.contains(u"976.6 kB") || cost.contains(u"1.0 MB") || cost.contains(u"976"), qPrintable(cost));
        QVERIFY2(cost.contains(u"8 min"), qPrintable(cost));
        h.stage.press(Qt::Key_Return);
        QCOMPARE(h.m().count<SendFile>(), 0);
        h.stage.press(Qt::Key_Return);
        QTRY_COMPARE(h.m().count<SendFile>(), 1);
    }

    void aFileIsFetchedPausedAndGivenUp() {
        Home h;
        const auto id = h.m().receiveFile(h.anna, MessageKind::File, fileOf("bird.flac", 8'000'000));
        h.stage.settle();
        h.toNewest();
        h.stage.press(Qt::Key_Return);
        QVERIFY(h.stage.find(QStringLiteral("menuFetch")));
        h.stage.press(Qt::Key_Return);
        QTRY_VERIFY(h.m().last<FetchFile>());  // after a look at the link
        QCOMPARE(h.m().last<FetchFile>()->message, id);
        h.m().moveFile(id, TransferState::Moving, 2'000'000);
        h.stage.settle();
        QVERIFY(h.stage.click(QStringLiteral("fileAct")));
        QCOMPARE(h.m().last<PauseTransfer>()->message, id);
        QVERIFY(h.stage.click(QStringLiteral("fileAct")));
        QCOMPARE(h.m().last<ResumeTransfer>()->message, id);
        h.m().moveFile(id, TransferState::Failed, 2'000'000, ErrorCode::DiskFull);
        h.stage.settle();
        QVERIFY(h.textOf("fileAct").startsWith(u"Try again"));
        h.m().failNext(ErrorCode::DiskFull);
        QVERIFY(h.stage.click(QStringLiteral("fileAct")));
        QVERIFY(h.textOf("filesNotice").contains(u"disk is full"));
        QVERIFY(h.stage.click(QStringLiteral("fileAct")));
        h.stage.settle();
        QVERIFY(h.stage.click(QStringLiteral("fileCancel")));
        QCOMPARE(h.m().last<CancelTransfer>()->message, id);
        QVERIFY(!h.stage.find(QStringLiteral("fileCancel")));
    }

    void photosAreLookedAtOneByOne() {
        Home h([](FakeMessenger& m, const ContactId& anna) {
            const auto first = paintLandscape(QSize(640, 400), 200);
            const auto second = paintLandscape(QSize(640, 400), 20);
            m.addFile(anna, false, MessageKind::Photo, photoOf(first, "1.jpg"), present() - 2min, "the first",
                      test::toBytes(toJpeg(first)));
            m.addFile(anna, true, MessageKind::Photo, photoOf(second, "2.jpg"), present() - 1min, {},
                      test::toBytes(toJpeg(second)));
        });
        QTRY_VERIFY(h.m().count<ReadFile>() >= 2);  // both are in sight
        h.toNewest();
        h.stage.press(Qt::Key_Space);
        QVERIFY(h.stage.find(QStringLiteral("photoClose")));
        QCOMPARE(h.m().count<ListFiles>(), 1);
        // The photo fills the window: its sky is in the upper half of it.
        const auto sky = [&] { return h.stage.picture().pixelColor(500, 120).hsvHue(); };
        QTRY_VERIFY2(std::abs(sky() - 40) < 45, qPrintable(QString::number(sky())));
        h.stage.press(Qt::Key_Left);
        QTRY_VERIFY2(std::abs(sky() - 220) < 45, qPrintable(QString::number(sky())));
        QVERIFY(!h.stage.find(QStringLiteral("photoOlder")));
        h.stage.press(Qt::Key_Right);
        QVERIFY(h.stage.find(QStringLiteral("photoOlder")));
        h.stage.press(Qt::Key_Escape);
        QVERIFY(!h.stage.find(QStringLiteral("photoClose")));
        QVERIFY(h.stage.find(QStringLiteral("conversationPage")));
        // From the menu of the message, too, and the keyboard is there afterwards.
        h.toNewest();
        h.stage.press(Qt::Key_Return);
        QVERIFY(h.stage.find(QStringLiteral("menuShow")));
        h.stage.press(Qt::Key_Return);
        QTRY_VERIFY(h.stage.find(QStringLiteral("photoOlder")));
        QTRY_VERIFY(!h.stage.find(QStringLiteral("menuShow")));
        h.stage.press(Qt::Key_Left);
        QTRY_VERIFY(!h.stage.find(QStringLiteral("photoOlder")));
        h.stage.press(Qt::Key_Escape);
        QTRY_VERIFY(!h.stage.find(QStringLiteral("photoClose")));
    }

    void theGalleryIsReachedFromTheContact() {
        Home h([](FakeMessenger& m, const ContactId& anna) {
            const auto picture = paintLandscape(QSize(640, 400), 200);
            m.addFile(anna, false, MessageKind::Photo, photoOf(picture, "1.jpg"), present() - 2min, {},
                      test::toBytes(toJpeg(picture)));
            m.addFile(anna, false, MessageKind::File, fileOf("a.txt", 3), present(), {}, {1, 2, 3});
        });
        h.stage.press(Qt::Key_D, Qt::ControlModifier);
        QVERIFY(h.stage.click(QStringLiteral("gallery")));
        QVERIFY(h.stage.find(QStringLiteral("galleryPage")));
        QCOMPARE(h.textOf("galleryPhotos"), QStringLiteral("Photos: 1"));
        h.stage.press(Qt::Key_Return);
        QVERIFY(h.stage.find(QStringLiteral("photoClose")));
        h.stage.press(Qt::Key_Escape);
        QVERIFY(h.stage.click(QStringLiteral("galleryFiles")));
        QVERIFY(h.stage.find(QStringLiteral("fileAct")));
        h.stage.press(Qt::Key_Escape);
        QVERIFY(h.stage.find(QStringLiteral("contactPage")));
    }
};

NIGHTJAR_PAGE_TEST_MAIN(TestAttachments)

#include "tst_attachments.moc"
