// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Files and photos in conversations, on their way and before they are sent.

#include <QQuickItem>
#include <QTemporaryDir>
#include <QTest>

#include "scenes.h"
#include "testpictures.h"

namespace nightjar::test {

namespace {

using namespace std::chrono;

constexpr std::uint64_t megabyte = 1'000'000;

/// A conversation full of them.
void furnishFiles(FakeMessenger& m, bool ru) {
    const auto t = [ru](const char* en, const char* russian) { return std::string(ru ? russian : en); };
    const auto anna = m.addContact(t("Anna Petersen", "Анна Петрова"));
    const auto now = present();
    const auto wide = paintLandscape(QSize(1200, 800), 200);
    const auto tall = paintLandscape(QSize(700, 1100), 20);
    m.addFile(anna, false, MessageKind::Photo, photoOf(wide, "ridge.jpg"), now - minutes(50),
              t("The ridge this morning", "Хребет сегодня утром"), toBytes(toJpeg(wide)));
    m.addFile(anna, true, MessageKind::Photo, photoOf(tall, "hut.jpg"), now - minutes(44), {}, toBytes(toJpeg(tall)));
    auto offered = photoOf(paintLandscape(QSize(1200, 900), 280), "night.jpg");
    offered.state = TransferState::Offered;
    offered.size = 3 * megabyte;
    m.addFile(anna, false, MessageKind::Photo, offered, now - minutes(40));
    m.addFile(anna, false, MessageKind::File, fileOf(t("Route and huts 2026.gpx", "Маршрут и приюты 2026.gpx"), 41'300),
              now - minutes(30), t("With all the springs on it", "Тут отмечены все родники"));
    m.addFile(anna, true, MessageKind::File,
              fileOf(t("Report with all the measurements of the third week, final.pdf",
                       "Отчёт со всеми измерениями третьей недели, окончательный.pdf"),
                     12 * megabyte, TransferState::Moving, 4 * megabyte),
              now - minutes(22));
    m.addFile(anna, false, MessageKind::File,
              fileOf("recordings.zip", 180 * megabyte, TransferState::Paused, 60 * megabyte), now - minutes(15));
    m.addFile(anna, true, MessageKind::File,
              fileOf("notes.odt", 2 * megabyte, TransferState::Failed, 0, ErrorCode::FileChanged), now - minutes(9));
    m.addFile(anna, false, MessageKind::File, fileOf("bird.flac", 33 * megabyte, TransferState::Offered),
              now - minutes(4));
    m.setLink(anna, Path::Relayed, LinkClass::Edge, 410);
}

Scene withFiles(const QString& name, bool ru, std::function<void(Stage&)> play) {
    return {name, Gate::Profile::Locked,
            [ru](FakeGate& gate) { gate.furnish = [ru](FakeMessenger& m) { furnishFiles(m, ru); }; },
            [play = std::move(play)](Stage& s) {
                s.gate.open();
                s.settle();
                s.press(Qt::Key_Down);
                s.press(Qt::Key_Up);
                s.press(Qt::Key_Return);
                QTest::qWait(120);  // pictures are decoded by a worker
                play(s);
                QTest::qWait(120);
            }};
}

/// Videos: here, on the way, not fetched yet, and one of which nothing is known.
void furnishVideos(FakeMessenger& m, bool ru) {
    const auto anna = m.addContact(ru ? "Анна Петрова" : "Anna Petersen");
    const auto now = present();
    const auto film = [](QSize size, int hue, const char* mime, TransferState state, std::uint64_t done) {
        auto file = photoOf(paintLandscape(size, hue), "VID_2041.mp4");
        file.mime = mime;
        file.size = 8 * megabyte;
        file.state = state;
        file.done = done;
        file.readable = state == TransferState::Done;
        return file;
    };
    m.addFile(anna, true, MessageKind::File,
              film(QSize(720, 1280), 30, "video/mp4;duration=48.2", TransferState::Moving, 3 * megabyte),
              now - minutes(9));
    m.addFile(anna, false, MessageKind::File,
              film(QSize(1280, 720), 280, "video/mp4;duration=3725", TransferState::Offered, 0), now - minutes(6));
    auto unknown = fileOf("clip.webm", megabyte);
    unknown.mime = "video/webm";
    m.addFile(anna, true, MessageKind::File, unknown, now - minutes(5), {}, Bytes(500));
    m.addFile(anna, false, MessageKind::File,
              film(QSize(1280, 720), 200, "video/mp4;duration=12.0", TransferState::Done, 8 * megabyte),
              now - minutes(3), ru ? "С перевала" : "From the pass", Bytes(500));
}

Scene withVideos(const QString& name, bool ru, std::function<void(Stage&)> play) {
    auto scene = withFiles(name, ru, std::move(play));
    scene.prepare = [ru](FakeGate& gate) { gate.furnish = [ru](FakeMessenger& m) { furnishVideos(m, ru); }; };
    return scene;
}

FileTray& tray(Stage& s) {
    return *s.ui.app().session()->conversation()->attachments()->tray();
}

/// The tray with three things in it, as soon as they have been looked at.
void fillTray(Stage& s) {
    QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("IMG_2041.jpg"));
    paintLandscape(QSize(1600, 1200), 120).save(path);
    QFile file(folder.filePath(QStringLiteral("measurements.csv")));
    if (file.open(QIODevice::WriteOnly)) {
        file.write(QByteArray(900'000, 'x'));
        file.close();
    }
    tray(s).add({QUrl::fromLocalFile(path), QUrl::fromLocalFile(file.fileName()),
                 QUrl::fromLocalFile(folder.filePath(QStringLiteral("gone.txt")))});
    for (int i = 0; i < 100 && tray(s).isWorking(); ++i) {
        QTest::qWait(20);
    }
}

void openPhoto(Stage& s) {
    auto* list = s.find(QStringLiteral("messages"));
    list->setProperty("currentIndex", list->property("count").toInt() - 1);
    list->forceActiveFocus();
    s.settle();
    s.press(Qt::Key_Space);
}

}  // namespace

void addFileScenes(std::vector<Scene>& scenes, const QString& language) {
    const bool ru = language == u"ru";
    scenes.push_back(withFiles(QStringLiteral("70-files"), ru, [](Stage&) {}));
    scenes.push_back(withFiles(QStringLiteral("71-photos"), ru, [](Stage& s) {
        QMetaObject::invokeMethod(s.find(QStringLiteral("messages")), "positionViewAtEnd");
    }));
    scenes.push_back(withFiles(QStringLiteral("72-file-menu"), ru, [](Stage& s) {
        auto* list = s.find(QStringLiteral("messages"));
        list->forceActiveFocus();
        s.settle();
        s.press(Qt::Key_Return);
    }));
    scenes.push_back(withFiles(QStringLiteral("73-tray"), ru, [](Stage& s) { fillTray(s); }));
    scenes.push_back(withFiles(QStringLiteral("74-tray-costly"), ru, [](Stage& s) {
        s.messenger().setLink(*ContactId::parse(s.ui.app().session()->chats()->contactAt(0).toStdString()),
                              Path::Relayed, LinkClass::Gprs, 900);
        fillTray(s);
        tray(s).remove(2);
        s.settle();
    }));
    scenes.push_back(withFiles(QStringLiteral("75-photo-viewer"), ru, openPhoto));
    scenes.push_back(withFiles(QStringLiteral("76-photo-not-fetched"), ru, [](Stage& s) {
        openPhoto(s);
        s.press(Qt::Key_Right);
        s.press(Qt::Key_Right);
    }));
    scenes.push_back(withFiles(QStringLiteral("77-gallery"), ru, [](Stage& s) {
        s.press(Qt::Key_D, Qt::ControlModifier);
        s.click(QStringLiteral("gallery"));
    }));
    scenes.push_back(withFiles(QStringLiteral("78-gallery-files"), ru, [](Stage& s) {
        s.press(Qt::Key_D, Qt::ControlModifier);
        s.click(QStringLiteral("gallery"));
        s.click(QStringLiteral("galleryFiles"));
    }));
    scenes.push_back(withVideos(QStringLiteral("79-videos"), ru, [](Stage&) {}));
    scenes.push_back(withVideos(QStringLiteral("79a-video-player"), ru, [](Stage& s) {
        s.click(QStringLiteral("videoPlay"));
        QTest::qWait(300);
        s.press(Qt::Key_Space);
    }));
    scenes.push_back(withVideos(QStringLiteral("79b-video-unknown"), ru, [](Stage& s) {
        s.gate.video.problem = QStringLiteral("video-unknown");
        s.click(QStringLiteral("videoPlay"));
        QTest::qWait(300);
    }));
}

}  // namespace nightjar::test
