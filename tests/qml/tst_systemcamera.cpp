// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// The real way to a camera, the toolkit's backend included, up to the kernel: that is played by the test
// (support/emulatedcamera.h), so it runs on machines without a camera.

#include <QBuffer>
#include <QGuiApplication>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

#include "emulatedcamera.h"
#include "systemcamera.h"

using namespace nightjar;
using namespace nightjar::test;

namespace {

/// The left half green, the right half white, as JPEG.
QByteArray halvesAsJpeg() {
    QImage image(EmulatedCamera::jpegWidth, EmulatedCamera::jpegHeight, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.fillRect(0, 0, image.width() / 2, image.height(), QColor(0, 200, 0));
    painter.end();
    QByteArray data;
    QBuffer buffer(&data);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "jpeg", 90);
    return data;
}

/// The left half red, the right half grey, as YUYV (ITU-R BT.601).
QByteArray halves() {
    QByteArray data;
    for (int y = 0; y < EmulatedCamera::height; ++y) {
        for (int x = 0; x < EmulatedCamera::width; x += 2) {
            data += x < EmulatedCamera::width / 2 ? QByteArrayLiteral("\x51\x5a\x51\xf0")
                                                  : QByteArrayLiteral("\x7e\x80\x7e\x80");
        }
    }
    return data;
}

bool near(const QColor& a, const QColor& b) {
    return std::abs(a.red() - b.red()) < 12 && std::abs(a.green() - b.green()) < 12 &&
           std::abs(a.blue() - b.blue()) < 12;
}

bool plugged = false;

}  // namespace

class TestSystemCamera : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!plugged) {
            QSKIP("No /dev of one's own is to be had here.");
        }
    }

    void init() {
        EmulatedCamera::freeFor = 1'000'000;
        EmulatedCamera::denied = EmulatedCamera::silent = false;
    }

    /// Nothing of it is left running or open.
    void cleanup() {
        QTRY_VERIFY(!EmulatedCamera::streaming);
        QTRY_COMPARE(EmulatedCamera::open.load(), 0);
    }

    void itIsListedWithoutRunning() {
        const SystemCamera camera;
        const auto there = camera.list();
        QCOMPARE(there.size(), 2);
        QCOMPARE(there.first().id, QString::fromLatin1(EmulatedCamera::path));
        QCOMPARE(there.first().name, QString::fromLatin1(EmulatedCamera::name));
        QCOMPARE(there.last().id, QString::fromLatin1(EmulatedCamera::jpegPath));  // 10 comes after 7
        QVERIFY(!EmulatedCamera::streaming);
    }

    void whatItSeesComes() {
        SystemCamera camera;
        QSignalSpy shown(&camera, &Camera::shown);
        const QSignalSpy taken(&camera, &Camera::taken);
        const QSignalSpy failed(&camera, &Camera::failed);
        camera.start({});
        QTRY_VERIFY_WITH_TIMEOUT(shown.count() >= 3, 20'000);
        QVERIFY(EmulatedCamera::streaming);
        const auto picture = shown.last().first().value<QImage>();
        QCOMPARE(picture.size(), QSize(640, 480));
        QVERIFY2(near(picture.pixelColor(100, 200), QColor(255, 0, 0)),
                 qPrintable(picture.pixelColor(100, 200).name()));
        QVERIFY(near(picture.pixelColor(500, 200), QColor(128, 128, 128)));

        // No more of them than one can see, though 30 a second are sent.
        const auto before = shown.count();
        QTest::qWait(1500);
        const auto rate = static_cast<double>(shown.count() - before) / 1.5;
        QVERIFY2(rate > 4 && rate < 17, qPrintable(QString::number(rate)));

        camera.take();
        QTRY_COMPARE(taken.count(), 1);
        QCOMPARE(taken.first().first().value<QImage>().size(), QSize(640, 480));
        camera.stop();
        const auto last = shown.count();
        QTRY_VERIFY(!EmulatedCamera::streaming);
        QTest::qWait(200);
        QCOMPARE(shown.count(), last);
        QCOMPARE(failed.count(), 0);
    }

    void compressedFramesAreRead() {
        SystemCamera camera;
        QSignalSpy shown(&camera, &Camera::shown);
        QSignalSpy taken(&camera, &Camera::taken);
        camera.start(QString::fromLatin1(EmulatedCamera::jpegPath));
        QTRY_VERIFY_WITH_TIMEOUT(shown.count() >= 2, 20'000);
        const auto picture = shown.last().first().value<QImage>();
        QCOMPARE(picture.size(), QSize(960, 540));
        QVERIFY(near(picture.pixelColor(100, 200), QColor(0, 200, 0)));
        camera.take();
        QTRY_COMPARE(taken.count(), 1);
        const auto photo = taken.first().first().value<QImage>();
        QCOMPARE(photo.size(), QSize(1280, 720));
        QVERIFY(near(photo.pixelColor(1000, 700), QColor(255, 255, 255)));
        camera.stop();
    }

    void anotherProgramMayHaveIt_data() {
        QTest::addColumn<int>("freeFor");
        QTest::newRow("before we look") << 0;
        // Twice it is asked whether it is free.
        QTest::newRow("between our look and the toolkit's") << 2;
    }

    void anotherProgramMayHaveIt() {
        QFETCH(int, freeFor);
        EmulatedCamera::freeFor = freeFor;
        SystemCamera camera;
        QSignalSpy failed(&camera, &Camera::failed);
        camera.start({});
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 20'000);
        QCOMPARE(failed.first().first().toString(), QStringLiteral("camera-busy"));
        // And it starts once that has let go of it.
        EmulatedCamera::freeFor = 1'000'000;
        QSignalSpy shown(&camera, &Camera::shown);
        camera.start({});
        QTRY_VERIFY_WITH_TIMEOUT(shown.count() >= 1, 20'000);
        camera.stop();
    }

    void itMayBeForbidden() {
        EmulatedCamera::denied = true;
        SystemCamera camera;
        QSignalSpy failed(&camera, &Camera::failed);
        camera.start(QString::fromLatin1(EmulatedCamera::path));
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(failed.first().first().toString(), QStringLiteral("camera-denied"));
    }

    void itMaySendNothing() {
        EmulatedCamera::silent = true;
        SystemCamera camera;
        QSignalSpy failed(&camera, &Camera::failed);
        camera.start({});
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 20'000);
        QCOMPARE(failed.first().first().toString(), QStringLiteral("camera-silent"));
    }

    void itStopsWithTheProgram() {
        {
            SystemCamera camera;
            QSignalSpy shown(&camera, &Camera::shown);
            camera.start({});
            QTRY_VERIFY_WITH_TIMEOUT(shown.count() >= 1, 20'000);
        }
        QVERIFY(!EmulatedCamera::streaming);
        QCOMPARE(EmulatedCamera::open.load(), 0);
    }

    /// The last one: it does not come back.
    void itMayBeUnplugged() {
        SystemCamera camera;
        QSignalSpy shown(&camera, &Camera::shown);
        QSignalSpy failed(&camera, &Camera::failed);
        camera.start({});
        QTRY_VERIFY_WITH_TIMEOUT(shown.count() >= 1, 20'000);
        EmulatedCamera::unplug();
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 10'000);
        QCOMPARE(failed.first().first().toString(), QStringLiteral("camera-lost"));
        QVERIFY(camera.list().isEmpty());
        EmulatedCamera::streaming = false;  // with the device
    }
};

int main(int argc, char* argv[]) {
    // Before there are threads, which would keep the old /dev.
    plugged = EmulatedCamera::plugIn();
    EmulatedCamera::yuyv = halves();
    EmulatedCamera::jpeg = halvesAsJpeg();
    SystemCamera::chooseBackend();
    QGuiApplication application(argc, argv);
    TestSystemCamera test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_systemcamera.moc"
