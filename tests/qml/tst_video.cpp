// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QQuickItem>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "attachmentsviewmodel.h"
#include "fakevideo.h"
#include "names.h"
#include "pagetest.h"
#include "scenes.h"
#include "testpictures.h"
#include "videometadata.h"
#include "videoplayer.h"
#include "videoposter.h"

using namespace nightjar;
using namespace nightjar::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

using State = VideoPlayer::State;

const Look phone{QStringLiteral("phone"), QSize(390, 780), QStringLiteral("light"), QStringLiteral("en")};

Attachment video(double seconds = 12) {
    auto file = photoOf(paintLandscape(QSize(640, 360), 200), "walk.mp4");
    file.mime = withDuration(QStringLiteral("video/mp4"), static_cast<qint64>(seconds * 1000)).toStdString();
    return file;
}

void put(Bytes& to, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        to.push_back(static_cast<std::uint8_t>(value >> shift));
    }
}

Bytes box(const std::string& type, const Bytes& content) {
    Bytes out;
    put(out, static_cast<std::uint32_t>(8 + content.size()));
    out.insert(out.end(), type.begin(), type.end());
    append(out, content);
    return out;
}
Bytes joined(std::initializer_list<Bytes> parts) {
    Bytes out;
    for (const auto& part : parts) {
        append(out, part);
    }
    return out;
}
Bytes words(std::initializer_list<std::uint32_t> numbers) {
    Bytes out;
    for (const auto one : numbers) {
        put(out, one);
    }
    return out;
}
Bytes text(const std::string& what) {
    return {what.begin(), what.end()};
}

/// An MP4 with a track of pictures and one of positions, whose samples lie in two chunks among them.
Bytes film(const std::string& hidden) {
    const auto track = [](const std::string& kind, const Bytes& table) {
        return box("trak",
                   joined({box("tkhd", joined({words({0}), text("TIMETIME"), words({1})})),
                           box("mdia", joined({box("hdlr", joined({words({0, 0}), text(kind), words({0, 0, 0})})),
                                               box("minf", box("stbl", table))}))}));
    };
    const auto start = box("ftyp", text("isom"));
    // Where the samples are is known before the boxes behind them are made: they come first.
    const auto data =
        box("mdat", joined({text("pictures"), text(hidden.substr(0, 10)), text("pictures"), text(hidden.substr(10))}));
    const auto at = static_cast<std::uint32_t>(start.size() + 8 + 8);
    const auto rest = static_cast<std::uint32_t>(hidden.size() - 10);
    const auto table = joined({box("stsz", words({0, 0, 3, 4, 6, rest})), box("stsc", words({0, 2, 1, 2, 1, 2, 1, 1})),
                               box("stco", words({0, 2, at, at + 10 + 8}))});
    return joined({start, data,
                   box("moov", joined({box("mvhd", joined({words({0}), text("TIMETIME"), words({1000})})),
                                       track("vide", {}), track("meta", table), box("udta", text("GPS 55.7"))}))});
}

bool contains(const Bytes& in, const std::string& what) {
    return std::search(in.begin(), in.end(), what.begin(), what.end()) != in.end();
}

/// A conversation with a video in it, and what plays it.
struct Talk {
    Talk() {
        for (int i = 0; i < 8; ++i) {
            QCoreApplication::processEvents();
        }
    }
    void open() {
        player.open(toQt(message), 500, 300, 300);
        QTRY_COMPARE(player.state(), State::Playing);
    }
    [[nodiscard]] bool shows(qint64 ms) const {
        return player.pictures()->picture() == pictureAt(ms, player.pictures()->size());
    }

    FakeMessenger m;
    ContactId anna = m.addContact("Anna");
    MessageId message = m.addFile(anna, false, MessageKind::File, video(), present(), {}, Bytes(500, std::uint8_t{7}));
    Courier courier{m};
    FakeVideo films;
    mutable VideoPlayer player{courier, &films};
};

}  // namespace

class TestVideo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void howLongItIsTravelsWithItsKind() {
        QCOMPARE(withDuration(QStringLiteral("video/mp4"), 12'540), QStringLiteral("video/mp4;duration=12.5"));
        QCOMPARE(withDuration(QStringLiteral("video/mp4"), 0), QStringLiteral("video/mp4"));
        QCOMPARE(durationIn(QStringLiteral("video/mp4;duration=12.5")), 12.5);
        QCOMPARE(durationIn(QStringLiteral("video/mp4;duration=12.5;codecs=avc1")), 12.5);
        for (const auto* none : {"video/mp4", "video/mp4;duration=", "video/mp4;duration=-3", "video/mp4;duration=nan",
                                 "video/mp4;duration=1e300", "video/mp4;duration=inf", "video/mp4;duration=0"}) {
            QCOMPARE(durationIn(QLatin1String(none)), 0.0);
        }
        QVERIFY(isVideo(QStringLiteral("video/webm;duration=1.0")) && !isVideo(QStringLiteral("image/gif")));
    }

    void itIsReadFromTheCoreAndPlaysToItsEnd() {
        Talk t;
        t.films.facts.duration = 300;
        t.open();
        QCOMPARE(t.films.read, QByteArray(64, 7));
        QCOMPARE(t.films.bound, QSize(300, 300));
        QCOMPARE(t.player.duration(), 0.3);
        QTRY_COMPARE(t.player.state(), State::Ended);
        QVERIFY(t.shows(280));
        QCOMPARE(t.player.position(), 0.3);
        t.player.toggle();
        QCOMPARE(t.player.state(), State::Playing);
        QTRY_VERIFY(t.shows(0));
        QTRY_COMPARE(t.player.state(), State::Ended);
    }

    void nothingIsDecodedFarAhead() {
        Talk t;
        t.open();
        QTRY_VERIFY(t.player.position() > 0.3);
        QVERIFY2(t.films.granted < 2000, qPrintable(QString::number(t.films.granted)));
    }

    void aPauseStopsTime() {
        Talk t;
        t.open();
        QTRY_VERIFY(t.player.position() > 0.1);
        t.player.toggle();
        QCOMPARE(t.player.state(), State::Paused);
        const auto at = t.player.position();
        QTest::qWait(150);
        QCOMPARE(t.player.position(), at);
        t.player.toggle();
        QTRY_VERIFY(t.player.position() > at);
        QVERIFY(t.player.position() < at + 5);
    }

    void oneGoesToAnotherPlace() {
        Talk t;
        t.open();
        t.player.pause();
        t.player.seek(5);
        QTRY_VERIFY(t.shows(5000));
        QCOMPARE(t.player.state(), State::Paused);
        t.player.seek(-3);
        QTRY_VERIFY(t.shows(0));
        t.player.seek(100'000);
        QCOMPARE(t.films.sought.back(), qint64{12'000});
        t.player.seek(std::nan(""));
        QCOMPARE(t.films.sought.size(), std::size_t{3});
        t.player.seek(11.9);
        t.player.toggle();
        QTRY_COMPARE(t.player.state(), State::Ended);
    }

    void whatOneHearsIsTheClock() {
        Talk t;
        t.films.facts.sound = t.films.audible = true;
        t.open();
        QTRY_VERIFY(t.player.position() > 1);  // the loudspeaker says that a second was heard
        t.player.setMuted(true);
        QVERIFY(t.films.muted);
        t.player.setMuted(false);
        QVERIFY(!t.films.muted);
    }

    void whatIsWrongIsTold() {
        for (const auto* problem : {"video-unknown", "video-too-large", "video-damaged", "video-unavailable"}) {
            Talk t;
            t.films.problem = QLatin1String(problem);
            t.player.open(toQt(t.message), 500, 300, 300);
            QTRY_COMPARE(t.player.state(), State::Failed);
            QCOMPARE(t.player.problem(), QLatin1String(problem));
            t.player.toggle();
            t.player.seek(1);
            QCOMPARE(t.player.state(), State::Failed);
        }
        // What comes before the damage is worth being seen.
        Talk t;
        t.films.breaksAt = 200;
        t.open();
        QTRY_COMPARE(t.player.state(), State::Failed);
        QVERIFY(t.shows(160));
    }

    void aDeletedOneIsGone() {
        Talk t;
        t.open();
        QVERIFY(t.films.latest);
        DeleteMessage remove;
        remove.message = t.message;
        t.courier.tell(remove);
        QTRY_COMPARE(t.player.state(), State::None);
        QVERIFY(!t.films.latest && t.player.pictures()->isEmpty());
    }

    void itStopsForACall() {
        Talk t;
        t.open();
        t.m.ring(t.anna);
        QTRY_COMPARE(t.player.state(), State::Paused);
    }

    void withoutAPlayerNothingHappens() {
        Talk t;
        VideoPlayer none(t.courier, nullptr);
        QVERIFY(!none.isAvailable());
        none.open(toQt(t.message), 500, 300, 300);
        none.toggle();
        none.seek(3);
        QCOMPARE(none.state(), State::None);
    }

    void onesOwnIsLookedIntoBeforeItIsSent() {
        Talk t;
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("walk.mp4")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(3000, 'v')) == 3000);
        file.close();
        FileTray tray(t.courier, t.anna, &t.films, [] { return false; });
        tray.add({QUrl::fromLocalFile(file.fileName())});
        QVERIFY(tray.isWorking());
        QTRY_VERIFY(tray.isReady());
        QCOMPARE(t.films.read, QByteArray(64, 'v'));
        QCOMPARE(t.films.sought, std::vector<qint64>{1000});  // films begin in the dark
        QVERIFY(!tray.data(tray.index(0), FileTray::PreviewRole).toString().isEmpty());
        QSignalSpy sent(&tray, &FileTray::sent);
        tray.send();
        QTRY_COMPARE(sent.size(), 1);
        const auto* command = t.m.last<SendFile>();
        QVERIFY(command && !command->asPhoto && command->path == file.fileName().toStdString());
        QCOMPARE(command->mime, std::string("video/mp4;duration=12.0"));
        QCOMPARE(command->width, 640U);
        QCOMPARE(command->height, 360U);
        QVERIFY(!command->thumbnail.empty() && command->thumbnail.size() <= maxThumbnailBytes);

        QVERIFY(tray.rowCount() == 0);

        // One that is understood goes without what the camera wrote, unless it is to go as it is.
        QFile phone(folder.filePath(QStringLiteral("phone.mp4")));
        const auto written = film("+55.7558+037.6173/");
        QVERIFY(phone.open(QIODevice::WriteOnly) &&
                phone.write(reinterpret_cast<const char*>(written.data()), static_cast<qint64>(written.size())) > 0);
        phone.close();
        tray.add({QUrl::fromLocalFile(phone.fileName())});
        QTRY_VERIFY(tray.isReady());
        QVERIFY(!tray.data(tray.index(0), FileTray::TracesRole).toBool());
        tray.setAsPhotos(false);
        QVERIFY(tray.data(tray.index(0), FileTray::TracesRole).toBool());
        tray.setAsPhotos(true);
        tray.send();
        QTRY_COMPARE(sent.size(), 2);
        QVERIFY(t.m.last<SendFile>()->path.empty() && t.m.last<SendFile>()->content == *withoutMetadata(written));

        // One that nothing can look into goes as any file.
        t.films.problem = QStringLiteral("video-unknown");
        tray.add({QUrl::fromLocalFile(file.fileName())});
        QTRY_VERIFY(tray.isReady());
        QVERIFY(tray.data(tray.index(0), FileTray::TracesRole).toBool());
        tray.send();
        QTRY_COMPARE(sent.size(), 3);
        QCOMPARE(t.m.last<SendFile>()->mime, std::string("video/mp4"));
        QVERIFY(t.m.last<SendFile>()->thumbnail.empty());
    }

    void whatTheCameraWroteStaysHere() {
        const auto hidden = "+55.7558+037.6173/"s;
        const auto video = film(hidden);
        const auto first = hidden.substr(0, 10);
        const auto second = hidden.substr(10);
        QVERIFY(contains(video, first) && contains(video, second) && contains(video, "GPS 55.7"s));
        const auto cleaned = withoutMetadata(video);
        QVERIFY(cleaned && cleaned->size() == video.size());
        QVERIFY(!contains(*cleaned, first) && !contains(*cleaned, second) && !contains(*cleaned, "GPS 55.7"s) &&
                !contains(*cleaned, "udta"s));
        QVERIFY(!contains(*cleaned, "TIMETIME"s));
        QVERIFY(contains(*cleaned, "pictures"s) && contains(*cleaned, "mvhd"s) && contains(*cleaned, "vide"s));
        QVERIFY(withoutMetadata(*cleaned) == cleaned);

        QVERIFY(!withoutMetadata({}));
        QVERIFY(!withoutMetadata(Bytes(1000, std::uint8_t{'x'})));
        // Whatever is wrong with it, it is said or the result is as long; never more than the file is touched.
        for (std::size_t at = 0; at < video.size(); ++at) {
            for (const int value : {0, 1, 0x7F, 0xFF}) {
                auto broken = video;
                broken[at] = static_cast<std::uint8_t>(value);
                const auto result = withoutMetadata(broken);
                QVERIFY(!result || result->size() == video.size());
            }
            QVERIFY(!withoutMetadata(Bytes(video.begin(), video.begin() + static_cast<std::ptrdiff_t>(at))) || at > 8);
        }
    }

    void itIsPlayedFromItsBubble() {
        ContactId anna;
        Stage stage(Gate::Profile::Locked, phone, [&](FakeGate& gate) {
            gate.furnish = [&](FakeMessenger& m) {
                anna = m.addContact("Anna");
                m.addFile(anna, false, MessageKind::File, video(), present() - 60s, {}, Bytes(500, std::uint8_t{7}));
            };
        });
        stage.gate.open();
        stage.settle();
        stage.press(Qt::Key_Down);
        stage.press(Qt::Key_Up);
        stage.press(Qt::Key_Return);
        stage.settle();
        auto& player = *stage.ui.app().session()->conversation()->attachments()->video();
        QVERIFY(stage.click(QStringLiteral("videoPlay")));
        QTRY_COMPARE(player.state(), State::Playing);
        QTRY_VERIFY(!player.pictures()->isEmpty());
        QTRY_VERIFY(stage.find(QStringLiteral("videoToggle")) &&
                    stage.find(QStringLiteral("videoToggle"))->hasActiveFocus());
        stage.press(Qt::Key_Space);
        QCOMPARE(player.state(), State::Paused);
        const auto at = player.position();
        stage.press(Qt::Key_Right);
        QVERIFY(player.position() >= at + 4.9);
        stage.press(Qt::Key_Space);
        QCOMPARE(player.state(), State::Playing);
        stage.press(Qt::Key_Escape);
        QTRY_COMPARE(player.state(), State::None);
        QVERIFY(!stage.gate.video.latest);

        // What cannot be played says so, and can be saved.
        stage.gate.video.problem = QStringLiteral("video-unknown");
        QTRY_VERIFY(!stage.find(QStringLiteral("videoToggle")));
        QVERIFY(stage.click(QStringLiteral("videoPlay")));
        QTRY_VERIFY(stage.find(QStringLiteral("videoProblem")));
        stage.press(Qt::Key_Escape);
        QTRY_COMPARE(player.state(), State::None);

        // It stops with the lock.
        stage.gate.video.problem.clear();
        QTRY_VERIFY(!stage.find(QStringLiteral("videoToggle")));
        QVERIFY(stage.click(QStringLiteral("videoPlay")));
        QTRY_VERIFY(stage.gate.video.latest);
        stage.gate.lock();
        QTRY_VERIFY(!stage.gate.video.latest);
    }
};

NIGHTJAR_PAGE_TEST_MAIN(TestVideo)
#include "tst_video.moc"
