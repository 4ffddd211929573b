// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Frames of cameras as pictures, the choice of how a camera runs, and cameras that cannot be opened.

#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <cmath>

#include "cameramode.h"
#include "cameranodes.h"
#include "systemcamera.h"
#include "videoframeimage.h"

using namespace nightjar;
using Format = QVideoFrameFormat::PixelFormat;

namespace {

/// Four quarters in colours that differ in every part.
QImage quarters(QSize size) {
    QImage image(size, QImage::Format_RGB32);
    image.fill(QColor(200, 60, 30));
    QPainter painter(&image);
    const int w = size.width() / 2;
    const int h = size.height() / 2;
    painter.fillRect(w, 0, w, h, QColor(30, 180, 70));
    painter.fillRect(0, h, w, h, QColor(40, 60, 210));
    painter.fillRect(w, h, w, h, QColor(240, 240, 235));
    return image;
}

struct Yuv {
    int y, u, v;
};

/// ITU-R BT.601, brightness 16 … 235; or all of 0 … 255.
Yuv yuvOf(QRgb c, bool full) {
    const double y = 0.299 * qRed(c) + 0.587 * qGreen(c) + 0.114 * qBlue(c);
    const double u = (qBlue(c) - y) / 1.772;
    const double v = (qRed(c) - y) / 1.402;
    const auto near = [](double value) { return static_cast<int>(std::lround(value)); };
    return full ? Yuv{near(y), near(128 + u), near(128 + v)}
                : Yuv{near(16 + y * 219 / 255), near(128 + u * 224 / 255), near(128 + v * 224 / 255)};
}

/// The picture as a camera would send it.
QVideoFrame frameOf(const QImage& picture, Format format, bool full = false) {
    QVideoFrameFormat surface(picture.size(), format);
    if (full) {
        surface.setColorRange(QVideoFrameFormat::ColorRange_Full);
    }
    QVideoFrame frame(surface);
    if (!frame.map(QVideoFrame::WriteOnly)) {
        return frame;
    }
    const auto line = [&](int plane, int y) { return frame.bits(plane) + qsizetype{frame.bytesPerLine(plane)} * y; };
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            const auto rgb = picture.pixel(x, y);
            const auto c = yuvOf(rgb, full);
            const auto put = [&](int plane, int row, int at, int value) {
                line(plane, row)[at] = static_cast<uchar>(value);
            };
            const auto four = [&](int a, int b, int d, int e) {
                put(0, y, 4 * x, a), put(0, y, 4 * x + 1, b), put(0, y, 4 * x + 2, d), put(0, y, 4 * x + 3, e);
            };
            switch (format) {
                case Format::Format_YUYV:
                    put(0, y, 2 * x, c.y);
                    put(0, y, 2 * x + 1, x % 2 == 0 ? c.u : c.v);
                    break;
                case Format::Format_UYVY:
                    put(0, y, 2 * x + 1, c.y);
                    put(0, y, 2 * x, x % 2 == 0 ? c.u : c.v);
                    break;
                case Format::Format_YUV420P:
                case Format::Format_YV12:
                    put(0, y, x, c.y);
                    put(format == Format::Format_YV12 ? 2 : 1, y / 2, x / 2, c.u);
                    put(format == Format::Format_YV12 ? 1 : 2, y / 2, x / 2, c.v);
                    break;
                case Format::Format_NV12:
                case Format::Format_NV21:
                    put(0, y, x, c.y);
                    put(1, y / 2, x / 2 * 2 + (format == Format::Format_NV21 ? 1 : 0), c.u);
                    put(1, y / 2, x / 2 * 2 + (format == Format::Format_NV21 ? 0 : 1), c.v);
                    break;
                case Format::Format_Y8:
                    put(0, y, x, qGray(rgb));
                    break;
                case Format::Format_Y16:
                    put(0, y, 2 * x, 0x5a);
                    put(0, y, 2 * x + 1, qGray(rgb));
                    break;
                case Format::Format_XRGB8888:
                    four(0xff, qRed(rgb), qGreen(rgb), qBlue(rgb));
                    break;
                case Format::Format_BGRX8888:
                    four(qBlue(rgb), qGreen(rgb), qRed(rgb), 0xff);
                    break;
                case Format::Format_XBGR8888:
                    four(0xff, qBlue(rgb), qGreen(rgb), qRed(rgb));
                    break;
                case Format::Format_RGBX8888:
                    four(qRed(rgb), qGreen(rgb), qBlue(rgb), 0xff);
                    break;
                default:
                    break;
            }
        }
    }
    frame.unmap();
    return frame;
}

/// The largest difference of any part of any pixel.
int difference(const QImage& a, const QImage& b) {
    int most = a.size() == b.size() ? 0 : 255;
    for (int y = 0; y < a.height() && most < 255; ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const auto p = a.pixel(x, y);
            const auto q = b.pixel(x, y);
            most = std::max(
                {most, std::abs(qRed(p) - qRed(q)), std::abs(qGreen(p) - qGreen(q)), std::abs(qBlue(p) - qBlue(q))});
        }
    }
    return most;
}

}  // namespace

class TestVideoFrames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFormatIsRead_data() {
        QTest::addColumn<Format>("format");
        QTest::addColumn<bool>("full");
        for (const auto format :
             {Format::Format_YUYV, Format::Format_UYVY, Format::Format_YUV420P, Format::Format_YV12,
              Format::Format_NV12, Format::Format_NV21, Format::Format_Y8, Format::Format_Y16, Format::Format_XRGB8888,
              Format::Format_BGRX8888, Format::Format_XBGR8888, Format::Format_RGBX8888}) {
            QTest::addRow("%s", qPrintable(QVideoFrameFormat::pixelFormatToString(format))) << format << false;
        }
        QTest::newRow("YUYV, all of the range") << Format::Format_YUYV << true;
        QTest::newRow("NV12, all of the range") << Format::Format_NV12 << true;
    }

    void everyFormatIsRead() {
        QFETCH(Format, format);
        QFETCH(bool, full);
        QVERIFY(canRead(format));
        auto picture = quarters({64, 36});
        const auto read = imageOf(frameOf(picture, format, full));
        if (format == Format::Format_Y8 || format == Format::Format_Y16) {
            for (int y = 0; y < picture.height(); ++y) {
                for (int x = 0; x < picture.width(); ++x) {
                    const auto grey = qGray(picture.pixel(x, y));
                    picture.setPixel(x, y, qRgb(grey, grey, grey));
                }
            }
        }
        QCOMPARE(read.format(), QImage::Format_RGB32);
        QVERIFY2(difference(read, picture) <= 4, qPrintable(QString::number(difference(read, picture))));
    }

    void anOddSizeIsRead() {
        for (const auto format : {Format::Format_YUV420P, Format::Format_NV12}) {
            QImage picture(33, 17, QImage::Format_RGB32);
            picture.fill(QColor(90, 120, 200));
            const auto read = imageOf(frameOf(picture, format));
            // What the toolkit lays out for an odd size may be short of a line of colours: then it is no picture.
            QVERIFY(read.isNull() || difference(read, picture) <= 4);
        }
    }

    void aLargeFrameIsMadeSmaller() {
        const auto picture = quarters({1920, 1080});
        const auto read = imageOf(frameOf(picture, Format::Format_YUYV), 960);
        QCOMPARE(read.size(), QSize(960, 540));
        QVERIFY(difference(read, picture.scaled(960, 540, Qt::IgnoreAspectRatio, Qt::FastTransformation)) <= 4);
        QCOMPARE(imageOf(frameOf(picture, Format::Format_YUYV), 1000).size(), QSize(960, 540));
        QCOMPARE(imageOf(frameOf(picture, Format::Format_YUYV), 500).size(), QSize(480, 270));
        QCOMPARE(imageOf(frameOf(picture, Format::Format_YUYV), 4000).size(), QSize(1920, 1080));
    }

    void whatCannotBeReadIsNothing() {
        QVERIFY(imageOf(QVideoFrame()).isNull());
        QVERIFY(!canRead(Format::Format_P010));
        QVERIFY(!canRead(Format::Format_YUV422P));
        QVERIFY(imageOf(QVideoFrame(QVideoFrameFormat({64, 36}, Format::Format_P010))).isNull());
        // A frame that says it is a JPEG and is none.
        QVERIFY(imageOf(QVideoFrame(QVideoFrameFormat({64, 36}, Format::Format_Jpeg))).isNull());
    }

    void aPictureIsTurnedUpright() {
        const auto picture = quarters({4, 2});
        QCOMPARE(upright(picture, 0, false), picture);
        QCOMPARE(upright(picture, 360, false), picture);
        const auto turned = upright(picture, 90, false);
        QCOMPARE(turned.size(), QSize(2, 4));
        QCOMPARE(turned.pixel(1, 0), picture.pixel(0, 0));  // the upper left goes to the upper right
        QCOMPARE(upright(picture, 180, false).pixel(3, 1), picture.pixel(0, 0));
        QCOMPARE(upright(picture, 270, false).pixel(0, 3), picture.pixel(0, 0));
        QCOMPARE(upright(picture, 0, true).pixel(3, 0), picture.pixel(0, 0));
        auto frame = frameOf(quarters({64, 36}), Format::Format_RGBX8888);
        frame.setRotationAngle(QVideoFrame::Rotation90);
        QCOMPARE(imageOf(frame).size(), QSize(36, 64));
        QCOMPARE(imageOf(frame).pixel(35, 0), quarters({64, 36}).pixel(0, 0));
    }

    void theBestModeIsChosen() {
        using M = CameraMode;
        QCOMPARE(bestMode({}), -1);
        QCOMPARE(bestMode({M{{640, 480}, Format::Format_P010, 30}}), -1);
        // As many pixels as a photo keeps, at a rate with which one can aim.
        QCOMPARE(bestMode({M{{640, 480}, Format::Format_YUYV, 30}, M{{1920, 1080}, Format::Format_YUYV, 5},
                           M{{1920, 1080}, Format::Format_Jpeg, 30}, M{{3840, 2160}, Format::Format_Jpeg, 30}}),
                 2);
        // Without compression, where that is as fast.
        QCOMPARE(bestMode({M{{1280, 720}, Format::Format_Jpeg, 60}, M{{1280, 720}, Format::Format_YUYV, 30}}), 1);
        // Slow is better than not at all, and too large, too.
        QCOMPARE(bestMode({M{{1600, 1200}, Format::Format_YUYV, 5}}), 0);
        QCOMPARE(bestMode({M{{4000, 3000}, Format::Format_Jpeg, 30}, M{{2592, 1944}, Format::Format_Jpeg, 30}}), 1);
    }

    void whatIsNotThereIsSaid() {
        QCOMPARE(cameraObstacle(QStringLiteral("/dev/video-none")), QStringLiteral("camera-lost"));
        SystemCamera camera;
        QSignalSpy failed(&camera, &Camera::failed);
        camera.start(QStringLiteral("/dev/video-none"));
        QCOMPARE(failed.count(), 0);  // not from inside the call
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(failed.first().first().toString(), QStringLiteral("camera-lost"));

        camera.start(QStringLiteral("/dev/video-none"));
        camera.stop();
        QTest::qWait(200);
        QCOMPARE(failed.count(), 1);  // nothing after stop()
        camera.take();
    }

    void whatIsNoCameraIsSaid() {
        SystemCamera camera;
        QSignalSpy failed(&camera, &Camera::failed);
        camera.start(QStringLiteral("/dev/null"));
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(failed.first().first().toString(), QStringLiteral("camera-lost"));
    }
};

QTEST_GUILESS_MAIN(TestVideoFrames)
#include "tst_videoframes.moc"
