// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// How smooth the real conversation is with texts, photos, files, voice notes and calls in it, drawn by the processor:
// from a key press to the glyph on the screen, and the time between frames while the list is flung through.

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTest>
#include <algorithm>
#include <vector>

#include "bench/report.h"
#include "sessionviewmodel.h"
#include "stage.h"
#include "testpictures.h"

using namespace nightjar;
using namespace nightjar::test;
using namespace std::chrono_literals;

namespace {

constexpr int messages = 3000;
constexpr int keys = 200;
constexpr int flings = 12;
constexpr int flingMs = 700;
constexpr double speed = 6000;  // pixels a second: a hard push with the finger
constexpr double stutter = 33;  // ms: what the eye notices
constexpr const char* words =
    "one bar of EDGE if I stand on the woodpile, and the kettle complained all night about the wind from the ridge";

/// A year of two people who also send each other what they see and say.
void furnish(FakeMessenger& messenger) {
    const auto anna = messenger.addContact("Anna");
    const auto wide = paintLandscape(QSize(1200, 800), 200);
    const auto tall = paintLandscape(QSize(700, 1100), 20);
    SeededRandom random{7};
    auto time = present() - std::chrono::hours(24 * 300);
    for (int i = 0; i < messages; ++i) {
        time += std::chrono::minutes(random.below(280));
        const bool mine = random.below(2) == 0;
        switch (random.below(12)) {
            case 0: {
                const auto& picture = random.below(2) == 0 ? wide : tall;
                messenger.addFile(anna, mine, MessageKind::Photo, photoOf(picture, "ridge.jpg"), time, "The ridge",
                                  toBytes(toJpeg(picture)));
                break;
            }
            case 1:
                messenger.addFile(anna, mine, MessageKind::File, fileOf("Route and huts.gpx", 41'300), time);
                break;
            case 2:
                messenger.addNote(anna, mine, std::chrono::seconds(3 + random.below(60)), time, true, true);
                break;
            case 3:
                messenger.addCallRecord(anna, mine, "ended", time, 90s);
                break;
            default:
                messenger.addMessage(anna, mine, std::string(words).substr(0, 6 + random.below(100)), time,
                                     mine ? MessageState::Read : MessageState::Received);
        }
    }
}

double share(std::vector<double> times, double part) {
    std::ranges::sort(times);
    return times[static_cast<std::size_t>(static_cast<double>(times.size() - 1) * part)];
}

void type(Stage& stage) {
    std::vector<double> times;
    bool drawn = false;
    const auto watching = QObject::connect(&stage.window(), &QQuickWindow::frameSwapped, [&] { drawn = true; });
    for (int i = 0; i < keys; ++i) {
        QTest::qWait(30);  // as fast as anybody types
        drawn = false;
        const bench::Stopwatch watch;
        QTest::keyClick(&stage.window(), static_cast<char>('a' + i % 26));
        while (!drawn) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 100);
        }
        times.push_back(watch.seconds() * 1000);
    }
    QObject::disconnect(watching);
    bench::report("smooth.key_to_glyph", share(times, 0.5), "ms");
    bench::report("smooth.key_to_glyph_p95", share(times, 0.95), "ms");
}

void fling(Stage& stage) {
    auto* list = stage.find(QStringLiteral("messages"));
    std::vector<double> times;
    QElapsedTimer since;
    const auto watching = QObject::connect(&stage.window(), &QQuickWindow::frameSwapped, [&] {
        if (since.isValid()) {
            times.push_back(static_cast<double>(since.nsecsElapsed()) / 1e6);
        }
        since.start();
    });
    for (int i = 0; i < flings; ++i) {
        since.invalidate();
        // Back through the history, and then to the end again.
        QMetaObject::invokeMethod(list, "flick", Q_ARG(double, 0), Q_ARG(double, i < flings / 2 ? speed : -speed));
        QTest::qWait(flingMs);
    }
    QObject::disconnect(watching);
    bench::report("smooth.frames", static_cast<double>(times.size()), "frames");
    bench::report("smooth.frame", share(times, 0.5), "ms");
    bench::report("smooth.frame_p99", share(times, 0.99), "ms");
    bench::report("smooth.frame_longest", share(times, 1), "ms");
    bench::report("smooth.frames_over_33ms",
                  static_cast<double>(std::ranges::count_if(times, [](double time) { return time > stutter; })),
                  "frames");
}

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_QUICK_BACKEND", "software");
    UserInterface::prepareToolkit();
    QGuiApplication application(argc, argv);
    UserInterface::chooseFont();
    Stage stage(Gate::Profile::Locked,
                {QStringLiteral("bench"), QSize(980, 700), QStringLiteral("light"), QStringLiteral("en")},
                [](FakeGate& gate) { gate.furnish = furnish; });
    stage.gate.open();
    stage.settle();
    stage.press(Qt::Key_Down);
    stage.press(Qt::Key_Up);
    stage.press(Qt::Key_Return);
    QTest::qWait(500);  // pictures are decoded by a worker
    if (!stage.find(QStringLiteral("messages"))) {
        std::fputs("the conversation is not there\n", stderr);
        return 1;
    }
    type(stage);
    fling(stage);
    return 0;
}
