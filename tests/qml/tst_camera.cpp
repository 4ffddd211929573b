// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// The camera over the real pages: when it runs, where a photo goes, what a QR code leads to.

#include <QBuffer>
#include <QImageReader>
#include <QQuickItem>
#include <QSignalSpy>
#include <QTest>

#include "cameraviewmodel.h"
#include "names.h"
#include "pagetest.h"
#include "scenes.h"
#include "testpictures.h"

using namespace nightjar;
using namespace nightjar::test;

namespace {

const Look desktop{QStringLiteral("desktop"), QSize(1000, 700), QStringLiteral("light"), QStringLiteral("en")};
constexpr auto invitation =
    "nightjar:1/hub.example.org:33445/Zx8fK1bqVd0mUu3oP5rWc7tYh2nLg4sJ9eAi6kQwDvE/"
    "tB3xN6yHj8mKp1qRs4vWz7cFd0gLu2oXe5iAn9kTbY0";
constexpr auto menu = "https://example.org/menu";

const CameraDevice inside{QStringLiteral("/dev/video0"), QStringLiteral("Integrated Camera")};
const CameraDevice outside{QStringLiteral("/dev/video2"), QStringLiteral("USB Camera")};

QImage plain(QSize size, const QColor& colour) {
    QImage image(size, QImage::Format_RGB32);
    image.fill(colour);
    return image;
}

/// The real window with a conversation, and these cameras.
struct Home {
    explicit Home(const QList<CameraDevice>& cameras = {inside})
        : stage(Gate::Profile::Locked, desktop, [this, &cameras](FakeGate& gate) {
              gate.cameras.there = cameras;
              gate.furnish = [this](FakeMessenger& m) { anna = m.addContact("Anna"); };
          }) {
        stage.gate.open();
        stage.settle();
    }
    void openChat() {
        stage.press(Qt::Key_Down);
        stage.press(Qt::Key_Up);
        stage.press(Qt::Key_Return);
    }
    /// The camera over the conversation.
    void openPhoto() {
        openChat();
        QVERIFY(stage.click(QStringLiteral("attach")));
        QVERIFY(stage.click(QStringLiteral("attachCamera")));
        QTRY_VERIFY(isOpen());
    }
    /// The camera over the page for invitations.
    void openScan() {
        scanning = true;
        stage.press(Qt::Key_I, Qt::ControlModifier);
        QVERIFY(stage.click(QStringLiteral("scan")));
        QTRY_VERIFY(isOpen());
    }
    [[nodiscard]] bool isOpen() const { return stage.find(QStringLiteral("cameraView")) != nullptr; }
    [[nodiscard]] QString textOf(const char* name) const {
        const auto* item = stage.find(QString::fromLatin1(name));
        return item ? item->property("text").toString() : QString();
    }
    FakeCamera& camera() { return stage.gate.cameras; }
    /// That of the page whose camera is open.
    CameraViewModel& model() { return scanning ? *session().accept()->camera() : *session().conversation()->camera(); }
    SessionViewModel& session() { return *stage.ui.app().session(); }

    ContactId anna;
    bool scanning = false;
    Stage stage;
};

}  // namespace

class TestCamera : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutACameraNothingIsOffered();
    void whatTheCameraSeesIsShown();
    void aPhotoGoesIntoTheTray_data();
    void aPhotoGoesIntoTheTray();
    void aPhotoHasNothingButItsPixels();
    void thePhotoWaitsForThePicture();
    void itRunsOnlyWhileItCanBeSeen();
    void itStopsWhenNightjarIsLocked();
    void oneOfSeveralIsChosen();
    void itMayBeUnplugged();
    void whatIsWrongIsSaid_data();
    void whatIsWrongIsSaid();
    void anInvitationIsScanned();
    void anotherCodeIsToldOnce();
    void nothingIsReadAfterTheEnd();
    void thePictureIsReadInAWorker();
};

void TestCamera::withoutACameraNothingIsOffered() {
    Home home(QList<CameraDevice>{});
    home.openChat();
    QVERIFY(home.stage.click(QStringLiteral("attach")));
    QVERIFY(home.stage.find(QStringLiteral("attachFiles")));
    QVERIFY(!home.stage.find(QStringLiteral("attachCamera")));
    // It is looked for anew each time.
    home.stage.press(Qt::Key_Escape);
    home.camera().there = {inside};
    QVERIFY(home.stage.click(QStringLiteral("attach")));
    QVERIFY(home.stage.find(QStringLiteral("attachCamera")));
    home.stage.press(Qt::Key_Escape);
    home.camera().there = {};
    home.stage.press(Qt::Key_I, Qt::ControlModifier);
    QVERIFY(home.stage.find(QStringLiteral("paste")));
    QVERIFY(!home.stage.find(QStringLiteral("scan")));
    QCOMPARE(home.camera().starts, 0);
}

void TestCamera::whatTheCameraSeesIsShown() {
    Home home;
    home.openPhoto();
    QCOMPARE(home.camera().running, inside.id);
    QVERIFY(home.model().stream()->isEmpty());
    home.camera().see(plain({1280, 720}, Qt::red));
    const auto* view = home.stage.find(QStringLiteral("cameraView"));
    const auto middle = view->mapToScene(QPointF(view->width() / 2, view->height() / 2)).toPoint();
    QCOMPARE(home.stage.picture().pixelColor(middle), QColor(Qt::red));
    home.camera().see(plain({1280, 720}, Qt::blue));
    QCOMPARE(home.stage.picture().pixelColor(middle), QColor(Qt::blue));
}

void TestCamera::aPhotoGoesIntoTheTray_data() {
    QTest::addColumn<Qt::Key>("key");
    QTest::newRow("a press") << Qt::Key_unknown;
    QTest::newRow("space") << Qt::Key_Space;
    QTest::newRow("enter") << Qt::Key_Return;
}

void TestCamera::aPhotoGoesIntoTheTray() {
    QFETCH(Qt::Key, key);
    Home home;
    home.openPhoto();
    home.camera().see(plain({640, 480}, Qt::gray));
    QCOMPARE(home.session().conversation()->attachments()->tray()->count(), 0);
    if (key == Qt::Key_unknown) {
        QVERIFY(home.stage.click(QStringLiteral("cameraShutter")));
    } else {
        home.stage.press(key);
    }
    QVERIFY(home.camera().wanted);
    home.camera().see(paintLandscape({1600, 1200}, 120));
    auto* tray = home.session().conversation()->attachments()->tray();
    QCOMPARE(tray->count(), 1);
    QCOMPARE(home.camera().running, QString());
    QVERIFY(home.model().stream()->isEmpty());
    QTRY_VERIFY(!home.isOpen());
    QTRY_VERIFY(home.stage.find(QStringLiteral("traySend")));
    QTRY_VERIFY(tray->isReady());

    tray->send();
    QTRY_VERIFY(home.stage.messenger().last<SendFile>());
    const auto* sent = home.stage.messenger().last<SendFile>();
    QVERIFY(sent->contact == home.anna && sent->asPhoto && sent->path.empty());
    QCOMPARE(sent->mime, std::string("image/jpeg"));
    QCOMPARE(sent->width, 1600U);
    QCOMPARE(sent->height, 1200U);
}

void TestCamera::aPhotoHasNothingButItsPixels() {
    Home home;
    home.openPhoto();
    home.camera().see(plain({640, 480}, Qt::gray));
    home.stage.press(Qt::Key_Space);
    auto seen = paintLandscape({800, 600}, 120);
    seen.setText(QStringLiteral("Location"), QStringLiteral("43.3499 N 42.4453 E"));
    home.camera().see(seen);
    auto* tray = home.session().conversation()->attachments()->tray();
    tray->setAsPhotos(false);  // as it is: without loss
    QTRY_VERIFY(tray->isReady());
    tray->send();
    QTRY_VERIFY(home.stage.messenger().last<SendFile>());
    const auto& content = home.stage.messenger().last<SendFile>()->content;
    QByteArray data(reinterpret_cast<const char*>(content.data()), static_cast<qsizetype>(content.size()));
    const auto sent = QImage::fromData(data, "png");
    QVERIFY(sent.textKeys().isEmpty());
    QVERIFY(!data.contains("Location"));
    QCOMPARE(sent.size(), seen.size());
    for (int y = 0; y < seen.height(); ++y) {
        for (int x = 0; x < seen.width(); ++x) {
            if (sent.pixel(x, y) != seen.pixel(x, y)) {
                QFAIL("another pixel");
            }
        }
    }
}

void TestCamera::thePhotoWaitsForThePicture() {
    Home home;
    home.openPhoto();
    home.stage.press(Qt::Key_Space);
    QVERIFY(!home.camera().wanted);  // nobody has seen yet what it would be of
    home.camera().see(plain({640, 480}, Qt::gray));
    home.stage.press(Qt::Key_Space);
    QVERIFY(home.camera().wanted && home.model().isTaking());
    home.stage.press(Qt::Key_Escape);
    QTRY_VERIFY(!home.isOpen());
    home.camera().see(plain({640, 480}, Qt::gray));
    QCOMPARE(home.session().conversation()->attachments()->tray()->count(), 0);
}

void TestCamera::itRunsOnlyWhileItCanBeSeen() {
    Home home;
    home.openPhoto();
    home.camera().see(plain({640, 480}, Qt::gray));
    home.stage.window().hide();
    home.stage.settle();
    QCOMPARE(home.camera().running, QString());
    QVERIFY(home.model().stream()->isEmpty());
    home.stage.window().show();
    home.stage.settle();
    QCOMPARE(home.camera().running, inside.id);
    home.stage.window().showMinimized();
    home.stage.settle();
    QCOMPARE(home.camera().running, QString());
    home.stage.window().showNormal();
    home.stage.settle();
    QCOMPARE(home.camera().running, inside.id);

    home.stage.press(Qt::Key_Escape);
    QTRY_VERIFY(!home.isOpen());
    QCOMPARE(home.camera().running, QString());
    QCOMPARE(home.model().purpose(), CameraViewModel::Purpose::None);
    // What was shown before has the keyboard again.
    home.stage.type(QStringLiteral("hello"));
    QCOMPARE(home.session().conversation()->composer()->text(), QStringLiteral("hello"));
}

void TestCamera::itStopsWhenNightjarIsLocked() {
    Home home;
    home.openPhoto();
    home.camera().see(plain({640, 480}, Qt::gray));
    home.stage.ui.app().cover();
    QTRY_COMPARE(home.stage.ui.app().screen(), AppViewModel::Screen::Locked);
    QCOMPARE(home.camera().running, QString());

    Home other;
    other.openScan();
    QCOMPARE(other.camera().running, inside.id);
    other.stage.ui.app().cover();
    QTRY_COMPARE(other.stage.ui.app().screen(), AppViewModel::Screen::Locked);
    QCOMPARE(other.camera().running, QString());

    Home third;
    third.openScan();
    third.stage.ui.app().lock();
    QTRY_VERIFY(!third.stage.ui.app().session());
    QCOMPARE(third.camera().running, QString());
}

void TestCamera::oneOfSeveralIsChosen() {
    {
        Home home;
        home.openPhoto();
        QVERIFY(!home.stage.find(QStringLiteral("cameraNext")));
    }
    Home home(QList{inside, outside});
    home.openPhoto();
    QCOMPARE(home.camera().running, inside.id);
    QCOMPARE(home.textOf("cameraName"), inside.name);
    home.camera().see(plain({640, 480}, Qt::gray));
    QVERIFY(home.stage.click(QStringLiteral("cameraNext")));
    QCOMPARE(home.camera().running, outside.id);
    QCOMPARE(home.textOf("cameraName"), outside.name);
    QVERIFY(home.model().stream()->isEmpty());  // nothing of the other one
    // The next time, too, wherever that is.
    home.stage.press(Qt::Key_Escape);
    QTRY_VERIFY(!home.isOpen());
    home.openScan();
    QCOMPARE(home.camera().running, outside.id);
    home.model().nextCamera();
    QCOMPARE(home.camera().running, inside.id);
}

void TestCamera::itMayBeUnplugged() {
    Home home(QList{inside, outside});
    home.openPhoto();
    home.camera().see(plain({640, 480}, Qt::gray));
    home.camera().there = {outside};
    home.camera().lose(QStringLiteral("camera-lost"));
    home.stage.settle();
    QVERIFY(home.textOf("cameraProblem").contains(u"gone"));
    QVERIFY(home.model().stream()->isEmpty());
    QVERIFY(!home.stage.find(QStringLiteral("cameraNext")));
    home.stage.press(Qt::Key_Return);  // on what tries again
    QCOMPARE(home.camera().running, outside.id);
    home.camera().see(plain({640, 480}, Qt::gray));
    home.stage.press(Qt::Key_Space);  // on the shutter
    QVERIFY(home.camera().wanted);
    QCOMPARE(home.textOf("cameraProblem"), QString());

    home.camera().there = {};
    home.camera().lose(QStringLiteral("camera-lost"));
    home.model().retry();
    home.stage.settle();
    QVERIFY(home.textOf("cameraProblem").contains(u"No camera"));
    QCOMPARE(home.camera().running, QString());
}

void TestCamera::whatIsWrongIsSaid_data() {
    QTest::addColumn<QString>("problem");
    QTest::addColumn<QString>("words");
    QTest::newRow("denied") << QStringLiteral("camera-denied") << QStringLiteral("Allow it");
    QTest::newRow("busy") << QStringLiteral("camera-busy") << QStringLiteral("Close other programs");
    QTest::newRow("lost") << QStringLiteral("camera-lost") << QStringLiteral("Connect it again");
    QTest::newRow("silent") << QStringLiteral("camera-silent") << QStringLiteral("no picture");
}

void TestCamera::whatIsWrongIsSaid() {
    QFETCH(QString, problem);
    QFETCH(QString, words);
    Home home;
    home.openScan();
    home.camera().lose(problem);
    home.stage.settle();
    QVERIFY2(home.textOf("cameraProblem").contains(words), qPrintable(home.textOf("cameraProblem")));
    QVERIFY(!home.stage.find(QStringLiteral("scanHint")));
    // It does not try by itself, not even when it is seen again.
    home.stage.window().hide();
    home.stage.window().show();
    home.stage.settle();
    QCOMPARE(home.camera().starts, 1);
}

void TestCamera::anInvitationIsScanned() {
    Home home;
    home.openScan();
    QCOMPARE(home.model().purpose(), CameraViewModel::Purpose::Scan);
    QVERIFY(!home.stage.find(QStringLiteral("cameraShutter")));
    home.camera().see(paintLandscape({1280, 720}, 30));
    QTest::qWait(CameraViewModel::scanInterval + 50);
    QVERIFY(home.isOpen());
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            home.camera().see(paintCodeOnTable(QString::fromLatin1(invitation), {1280, 720}));
            return !home.isOpen();
        }(),
        10'000);
    QCOMPARE(home.camera().running, QString());
    QCOMPARE(home.session().accept()->link(), QString::fromLatin1(invitation));
    QVERIFY(home.session().accept()->isPlausible());
    QVERIFY(home.stage.click(QStringLiteral("acceptInvitation")));
    QTRY_VERIFY(home.stage.messenger().last<AcceptInvitation>());
    QCOMPARE(home.stage.messenger().last<AcceptInvitation>()->link, std::string(invitation));
}

void TestCamera::anotherCodeIsToldOnce() {
    FakeCamera port;
    port.there = {inside};
    CameraViewModel camera(&port);
    camera.setSeen(true);
    camera.beginScan();
    const QSignalSpy scanned(&camera, &CameraViewModel::scanned);
    QSignalSpy changed(&camera, &CameraViewModel::changed);
    const auto other = paintCodeOnTable(QString::fromLatin1(menu), {960, 720});
    QTRY_VERIFY_WITH_TIMEOUT((port.see(other), camera.isForeign()), 10'000);
    QCOMPARE(changed.count(), 1);
    for (int i = 0; i < 12; ++i) {
        port.see(other);
        QTest::qWait(50);
    }
    QCOMPARE(changed.count(), 1);
    QCOMPARE(port.running, inside.id);  // it goes on looking
    QTRY_VERIFY_WITH_TIMEOUT(
        (port.see(paintCodeOnTable(QString::fromLatin1(invitation), {960, 720})), scanned.count() == 1), 10'000);
    QCOMPARE(scanned.first().first().toString(), QString::fromLatin1(invitation));
    QVERIFY(!camera.isForeign());
    QCOMPARE(port.running, QString());
}

void TestCamera::nothingIsReadAfterTheEnd() {
    FakeCamera port;
    port.there = {inside};
    CameraViewModel camera(&port);
    camera.setSeen(true);
    const QSignalSpy scanned(&camera, &CameraViewModel::scanned);
    camera.beginScan();
    port.see(paintCodeOnTable(QString::fromLatin1(invitation), {960, 720}));
    camera.end();
    QTest::qWait(600);
    QCOMPARE(scanned.count(), 0);
    // Without a purpose nothing runs, and no frame is kept.
    camera.setSeen(true);
    QCOMPARE(port.running, QString());
    Q_EMIT port.shown(plain({64, 64}, Qt::red));
    QVERIFY(camera.stream()->isEmpty());

    CameraViewModel none(nullptr);
    none.look();
    none.setSeen(true);
    none.beginPhoto();
    QVERIFY(!none.isPossible());
    QCOMPARE(none.problem(), QStringLiteral("no-camera"));
    none.take();
    none.nextCamera();
    none.retry();
    none.end();
    QCOMPARE(none.problem(), QString());
}

void TestCamera::thePictureIsReadInAWorker() {
    FakeCamera port;
    port.there = {inside};
    CameraViewModel camera(&port);
    camera.setSeen(true);
    camera.beginScan();
    const auto busy = paintLandscape({Camera::previewSide, Camera::previewSide}, 30);
    // A second of frames as fast as they come: each is shown, few are searched, none holds up this thread.
    QElapsedTimer whole;
    whole.start();
    qint64 longest = 0;
    while (!whole.hasExpired(1000)) {
        QElapsedTimer one;
        one.start();
        Q_EMIT port.shown(busy);
        longest = std::max(longest, one.elapsed());
        QTest::qWait(5);
    }
    QVERIFY2(longest < 50, qPrintable(QString::number(longest)));
    QVERIFY(!camera.isForeign());
}

NIGHTJAR_PAGE_TEST_MAIN(TestCamera)

#include "tst_camera.moc"
