// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "decoderprocess.h"
#include "videodecoder/videomessages.h"

using namespace nightjar;

namespace {

/// A decoder that a video has taken over: says these bytes, then waits.
struct Hostile {
    explicit Hostile(const QByteArray& says) {
        QFile news(folder.filePath(QStringLiteral("news")));
        QFile program(folder.filePath(QStringLiteral("decoder")));
        if (!news.open(QIODevice::WriteOnly) || news.write(says) != says.size() ||
            !program.open(QIODevice::WriteOnly)) {
            qFatal("no room for a test");
        }
        program.write("#!/bin/sh\n/bin/cat " + news.fileName().toUtf8() + "\nexec /bin/cat >/dev/null\n");
        program.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        program.close();
        decoder = std::make_unique<DecoderProcess>(program.fileName());
    }
    void open() {
        decoder->open(1000, QSize(4, 4), [this](quint64, quint32 length, const VideoDecoder::Use& use) {
            ++reads;
            use(QByteArray(static_cast<qsizetype>(length), 'x'));
        });
        decoder->grant(1000);
    }

    QTemporaryDir folder;
    std::unique_ptr<DecoderProcess> decoder;
    int reads = 0;
};

template <class T>
QByteArray raw(T value) {
    return {reinterpret_cast<const char*>(&value), sizeof value};
}

QByteArray news(video::News what, const QByteArray& fields) {
    return raw(static_cast<quint32>(1 + fields.size())) + raw(static_cast<quint8>(what)) + fields;
}

QByteArray opened() {
    return news(video::News::Opened, raw(quint32{500}) + raw(quint16{4}) + raw(quint16{2}) + raw(quint8{1}));
}

QByteArray picture(quint16 width, quint16 height, qsizetype bytes, quint32 serial = 0, quint32 at = 40) {
    return news(video::News::Picture, raw(serial) + raw(at) + raw(width) + raw(height) + QByteArray(bytes, 'p'));
}

}  // namespace

class TestDecoderProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatMakesSenseIsTaken() {
        Hostile h(news(video::News::Want, raw(quint64{7}) + raw(quint32{10})) + opened() + picture(4, 2, 32) +
                  picture(4, 2, 32, 9) +
                  news(video::News::Sound, raw(quint32{0}) + raw(quint32{20}) + QByteArray(8, 's')) +
                  news(video::News::Ended, raw(quint32{0})));
        QSignalSpy facts(h.decoder.get(), &VideoDecoder::opened);
        QSignalSpy pictures(h.decoder.get(), &VideoDecoder::picture);
        QSignalSpy sounds(h.decoder.get(), &VideoDecoder::sound);
        QSignalSpy ended(h.decoder.get(), &VideoDecoder::ended);
        QSignalSpy failed(h.decoder.get(), &VideoDecoder::failed);
        h.open();
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(h.reads, 1);
        QCOMPARE(facts[0][0].value<VideoFacts>().duration, 500);
        QCOMPARE(pictures.size(), 1);  // the other one is of a place that nobody looks at any more
        QCOMPARE(pictures[0][1].value<QImage>().size(), QSize(4, 2));
        QCOMPARE(sounds[0][1].toByteArray(), QByteArray(8, 's'));
        QVERIFY(failed.isEmpty());
    }

    void whatMakesNoSenseEndsIt_data() {
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("no length") << raw(quint32{0}) + raw(quint8{1});
        QTest::newRow("longer than anything") << raw(quint32{0x7FFFFFFF}) + raw(quint8{3});
        QTest::newRow("no such news") << news(static_cast<video::News>(77), "x");
        QTest::newRow("a picture before it is known what it is") << picture(4, 2, 32);
        QTest::newRow("a larger picture than asked for") << opened() + picture(5, 2, 40);
        QTest::newRow("fewer pixels than it says") << opened() + picture(4, 2, 31);
        QTest::newRow("no pixels") << opened() + picture(0, 0, 0);
        QTest::newRow("half a sound") << opened() + news(video::News::Sound, raw(quint64{0}) + "abc");
        QTest::newRow("a picture that was not granted") << opened() + picture(4, 2, 32, 0, 1001);
        QTest::newRow("a sound that was not granted")
            << opened() + news(video::News::Sound, raw(quint32{0}) + raw(quint32{1001}) + QByteArray(8, 's'));
        QTest::newRow("opened twice") << opened() + opened();
        QTest::newRow("wants nothing") << news(video::News::Want, raw(quint64{0}) + raw(quint32{0}));
        QTest::newRow("wants too much") << news(video::News::Want, raw(quint64{0}) + raw(quint32{1U << 30}));
        QTest::newRow("a short end") << opened() + news(video::News::Ended, "");
    }
    void whatMakesNoSenseEndsIt() {
        QFETCH(QByteArray, says);
        Hostile h(says);
        QSignalSpy failed(h.decoder.get(), &VideoDecoder::failed);
        h.open();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].toString(), QStringLiteral("video-damaged"));
        QCOMPARE(h.reads, 0);
    }

    void aFloodFillsNoMemory() {
        QByteArray flood = opened();
        for (int i = 0; i < 2000; ++i) {
            flood += picture(4, 2, 32, 0, static_cast<quint32>(i % 3));
            flood += news(video::News::Sound, raw(quint32{0}) + raw(quint32{0}) + QByteArray(19'200, 's'));  // 100 ms
        }
        Hostile h(flood + news(video::News::Ended, raw(quint32{0})));
        QSignalSpy pictures(h.decoder.get(), &VideoDecoder::picture);
        QSignalSpy sounds(h.decoder.get(), &VideoDecoder::sound);
        QSignalSpy ended(h.decoder.get(), &VideoDecoder::ended);
        h.open();
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(pictures.size(), 1);
        QCOMPARE(sounds.size(), 3);
    }

    void itsOwnReasonsAreTold() {
        for (const auto& [failure, problem] :
             {std::pair(1, "video-unknown"), {2, "video-too-large"}, {3, "video-damaged"}, {99, "video-damaged"}}) {
            Hostile h(news(video::News::Failed, raw(static_cast<quint8>(failure))));
            QSignalSpy failed(h.decoder.get(), &VideoDecoder::failed);
            h.open();
            QTRY_COMPARE(failed.size(), 1);
            QCOMPARE(failed[0][0].toString(), QLatin1String(problem));
        }
    }

    void oneThatIsNotThere() {
        DecoderProcess none(QStringLiteral("/nowhere/nightjar-videodecoder"));
        QSignalSpy failed(&none, &VideoDecoder::failed);
        none.open(10, QSize(4, 4), [](quint64, quint32, const VideoDecoder::Use&) {});
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].toString(), QStringLiteral("video-unavailable"));
    }
};

QTEST_GUILESS_MAIN(TestDecoderProcess)
#include "tst_decoderprocess.moc"
