// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// The camera: a photo before it is taken, an invitation before it is read, and what can be wrong with it.

#include <QPainter>
#include <QTest>

#include "qrcode.h"
#include "scenes.h"
#include "testpictures.h"

namespace nightjar::test {

namespace {

constexpr auto invitation =
    "nightjar:1/hub.example.org:33445/Zx8fK1bqVd0mUu3oP5rWc7tYh2nLg4sJ9eAi6kQwDvE/"
    "tB3xN6yHj8mKp1qRs4vWz7cFd0gLu2oXe5iAn9kTbY0";

/// With a conversation, and with so many cameras.
Scene withCameras(const QString& name, bool ru, int cameras, std::function<void(Stage&)> play) {
    return {name, Gate::Profile::Locked,
            [ru, cameras](FakeGate& gate) {
                for (int i = 0; i < cameras; ++i) {
                    gate.cameras.there.append({QStringLiteral("/dev/video%1").arg(2 * i),
                                               i == 0 ? QStringLiteral("Integrated Camera: Integrated C")
                                                      : QStringLiteral("USB Document Camera")});
                }
                gate.furnish = [ru](FakeMessenger& m) {
                    const auto anna = m.addContact(ru ? "Анна Петрова" : "Anna Petersen");
                    m.addMessage(anna, false, ru ? "Покажи, как там сейчас." : "Show me what it looks like now.",
                                 present() - std::chrono::minutes(4));
                };
            },
            [play = std::move(play)](Stage& s) {
                s.gate.open();
                s.settle();
                play(s);
                s.settle();
            }};
}

void openPhoto(Stage& s) {
    s.press(Qt::Key_Down);
    s.press(Qt::Key_Up);
    s.press(Qt::Key_Return);
    s.click(QStringLiteral("attach"));
    s.settle();
    s.click(QStringLiteral("attachCamera"));
    s.settle();
}

void openScan(Stage& s) {
    s.press(Qt::Key_I, Qt::ControlModifier);
    s.settle();
    s.click(QStringLiteral("scan"));
    s.settle();
}

}  // namespace

QImage paintCodeOnTable(const QString& text, QSize size) {
    auto picture = paintLandscape(size, 30);
    QPainter painter(&picture);
    const auto code = makeQrCode(text);
    const int side = std::min(size.width(), size.height()) * 6 / 10;
    painter.translate(size.width() / 2.0, size.height() / 2.0);
    painter.rotate(7);  // nobody holds it straight
    const QRectF paper(-side / 2.0, -side / 2.0, side, side);
    painter.fillRect(paper, QColor(244, 242, 236));
    const auto margin = side / 12.0;
    painter.drawImage(paper.adjusted(margin, margin, -margin, -margin), code);
    return picture;
}

void addCameraScenes(std::vector<Scene>& scenes, const QString& language) {
    const auto add = [&](const char* name, int cameras, std::function<void(Stage&)> play) {
        scenes.push_back(withCameras(QString::fromLatin1(name), language == u"ru", cameras, std::move(play)));
    };
    add("e0-camera-attach", 1, [](Stage& s) {
        s.press(Qt::Key_Down);
        s.press(Qt::Key_Up);
        s.press(Qt::Key_Return);
        s.click(QStringLiteral("attach"));
    });
    add("e1-camera-waits", 1, openPhoto);
    add("e2-camera-photo", 2, [](Stage& s) {
        openPhoto(s);
        s.gate.cameras.see(paintLandscape({1280, 720}, 200));
    });
    add("e3-camera-lost", 2, [](Stage& s) {
        openPhoto(s);
        s.gate.cameras.see(paintLandscape({1280, 720}, 200));
        s.gate.cameras.lose(QStringLiteral("camera-lost"));
    });
    add("e4-camera-denied", 1, [](Stage& s) {
        openPhoto(s);
        s.gate.cameras.lose(QStringLiteral("camera-denied"));
    });
    add("e5-accept-scan", 1, [](Stage& s) { s.press(Qt::Key_I, Qt::ControlModifier); });
    add("e6-scan", 1, [](Stage& s) {
        openScan(s);
        // The picture only: what it leads to is another page.
        s.ui.app().session()->accept()->camera()->stream()->show(
            paintCodeOnTable(QString::fromLatin1(invitation), {1280, 720}));
    });
    add("e7-scan-foreign", 1, [](Stage& s) {
        openScan(s);
        const auto* camera = s.ui.app().session()->accept()->camera();
        s.gate.cameras.see(paintCodeOnTable(QStringLiteral("https://example.org/menu"), {720, 960}));
        for (int i = 0; i < 100 && !camera->isForeign(); ++i) {
            QTest::qWait(20);
        }
    });
}

}  // namespace nightjar::test
