// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// The item that shows pictures which follow each other, drawn by the software renderer.

#include <QPointer>
#include <QQuickWindow>
#include <QSignalSpy>
#include <QTest>

#include "picturestreamitem.h"

using namespace nightjar;

namespace {

QImage plain(QSize size, const QColor& colour) {
    QImage image(size, QImage::Format_RGB32);
    image.fill(colour);
    return image;
}

/// The left half in one colour, the right half in another.
QImage halves(QSize size, const QColor& left, const QColor& right) {
    auto image = plain(size, right);
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width() / 2; ++x) {
            image.setPixelColor(x, y, left);
        }
    }
    return image;
}

/// A black window with nothing but such an item in it.
struct Window {
    Window() {
        window.resize(300, 200);
        window.setColor(Qt::black);
        item.setParentItem(window.contentItem());
        item.setSize({300, 200});
        window.show();
    }
    QColor at(int x, int y) {
        QCoreApplication::processEvents();
        return window.grabWindow().pixelColor(x, y);
    }
    QQuickWindow window;
    PictureStreamItem item;
};

}  // namespace

class TestPictureStream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStreamKeepsTheLatestPicture();
    void aPictureIsFittedInto_data();
    void aPictureIsFittedInto();
    void theLatestPictureIsShownInTheMiddle();
    void nothingIsLeftAfterClear();
    void aStreamMayGoBeforeItsItem();
};

void TestPictureStream::aStreamKeepsTheLatestPicture() {
    PictureStream stream;
    const QSignalSpy pictures(&stream, &PictureStream::pictureChanged);
    const QSignalSpy sizes(&stream, &PictureStream::sizeChanged);
    const QSignalSpy empties(&stream, &PictureStream::emptyChanged);
    stream.clear();
    QCOMPARE(pictures.count(), 0);
    QVERIFY(stream.isEmpty());
    QVERIFY(!stream.size().isValid());

    stream.show(plain({40, 30}, Qt::red));
    stream.show(plain({40, 30}, Qt::green));
    QCOMPARE(pictures.count(), 2);
    QCOMPARE(sizes.count(), 1);
    QCOMPARE(empties.count(), 1);
    QCOMPARE(stream.picture().pixelColor(1, 1), QColor(Qt::green));
    QCOMPARE(stream.size(), QSize(40, 30));

    stream.clear();
    QCOMPARE(pictures.count(), 3);
    QCOMPARE(sizes.count(), 2);
    QCOMPARE(empties.count(), 2);
    QVERIFY(stream.isEmpty());
}

void TestPictureStream::aPictureIsFittedInto_data() {
    QTest::addColumn<QSizeF>("picture");
    QTest::addColumn<QRectF>("area");
    QTest::addColumn<QRectF>("place");
    QTest::newRow("wider") << QSizeF(400, 100) << QRectF(0, 0, 200, 100) << QRectF(0, 25, 200, 50);
    QTest::newRow("higher") << QSizeF(100, 400) << QRectF(0, 0, 200, 100) << QRectF(87.5, 0, 25, 100);
    QTest::newRow("smaller") << QSizeF(2, 1) << QRectF(10, 20, 200, 100) << QRectF(10, 20, 200, 100);
    QTest::newRow("none") << QSizeF() << QRectF(0, 0, 200, 100) << QRectF();
    QTest::newRow("no room") << QSizeF(4, 3) << QRectF(0, 0, 0, 100) << QRectF();
}

void TestPictureStream::aPictureIsFittedInto() {
    QFETCH(QSizeF, picture);
    QFETCH(QRectF, area);
    QTEST(fitted(picture, area), "place");
}

void TestPictureStream::theLatestPictureIsShownInTheMiddle() {
    Window w;
    PictureStream stream;
    stream.show(plain({10, 10}, Qt::red));
    w.item.setStream(&stream);
    QCOMPARE(w.item.implicitWidth(), 10.0);
    // 200 × 200 in the middle of 300 × 200.
    QCOMPARE(w.at(20, 100), QColor(Qt::black));
    QCOMPARE(w.at(150, 100), QColor(Qt::red));
    QCOMPARE(w.at(280, 100), QColor(Qt::black));

    stream.show(halves({60, 10}, Qt::blue, Qt::green));
    QCOMPARE(w.item.implicitWidth(), 60.0);
    // 300 × 50.
    QCOMPARE(w.at(20, 100), QColor(Qt::blue));
    QCOMPARE(w.at(280, 100), QColor(Qt::green));
    QCOMPARE(w.at(150, 20), QColor(Qt::black));

    w.item.setSize({150, 200});
    QCOMPARE(w.at(140, 100), QColor(Qt::green));
    QCOMPARE(w.at(280, 100), QColor(Qt::black));
}

void TestPictureStream::nothingIsLeftAfterClear() {
    Window w;
    PictureStream stream;
    w.item.setStream(&stream);
    QCOMPARE(w.at(150, 100), QColor(Qt::black));
    stream.show(plain({30, 20}, Qt::red));
    QCOMPARE(w.at(150, 100), QColor(Qt::red));
    stream.clear();
    QCOMPARE(w.item.implicitWidth(), 0.0);
    QCOMPARE(w.at(150, 100), QColor(Qt::black));
    stream.show(plain({30, 20}, Qt::red));
    QCOMPARE(w.at(150, 100), QColor(Qt::red));
    w.item.setStream(nullptr);
    QCOMPARE(w.at(150, 100), QColor(Qt::black));
}

void TestPictureStream::aStreamMayGoBeforeItsItem() {
    Window w;
    {
        PictureStream stream;
        stream.show(plain({30, 20}, Qt::red));
        w.item.setStream(&stream);
        QCOMPARE(w.at(150, 100), QColor(Qt::red));
    }
    QVERIFY(!w.item.stream());
    QCOMPARE(w.at(150, 100), QColor(Qt::black));
}

QTEST_MAIN(TestPictureStream)
#include "tst_picturestream.moc"
