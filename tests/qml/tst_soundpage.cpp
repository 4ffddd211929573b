// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Which devices calls use, and the test of one's own voice.

#include <QQuickItem>
#include <QSignalSpy>
#include <algorithm>
#include <cmath>

#include "../unit/voice/speech.h"
#include "fakegate.h"
#include "pagetest.h"
#include "soundviewmodel.h"

using namespace nightjar;
using namespace nightjar::test;
using Kind = SoundDevices::Kind;

namespace {

const Look phone{QStringLiteral("phone"), QSize(380, 700), QStringLiteral("light"), QStringLiteral("en")};

void settle() {
    for (int i = 0; i < 8; ++i) {
        QCoreApplication::processEvents();
    }
}

/// One session's sound over devices of thin air.
struct Desk {
    explicit Desk(FakeSound& sound)
        : devices(sound), anna(m.addContact("Anna")), courier(m), chats(courier), call(courier, chats) {
        open();
    }
    void open() {
        model.reset();
        model = std::make_unique<SoundViewModel>(courier, &devices, call);
        settle();
    }
    /// The microphone hears this much speech, a little at a time.
    void say(double seconds) {
        const auto speech = voice::test::speech(seconds, 3);
        for (std::size_t at = 0; at + 1600 <= speech.size() && devices.rings; at += 1600) {
            devices.rings->captured.write(std::span(speech).subspan(at, 1600));
            for (int i = 0; i < 6; ++i) {
                QTest::qWait(5);
                loudest = std::max(loudest, model->level());
            }
        }
        QTest::qWait(60);
    }
    /// What the loudspeaker is given until the test is over.
    std::vector<std::int16_t> hear() {
        std::vector<std::int16_t> out;
        std::array<std::int16_t, 4000> piece{};
        for (int i = 0; i < 400 && model->state() != SoundViewModel::State::Idle; ++i) {
            if (devices.rings) {
                const auto got = devices.rings->playback.read(piece);
                out.insert(out.end(), piece.begin(), piece.begin() + std::ptrdiff_t(got));
            }
            QTest::qWait(20);
        }
        return out;
    }

    FakeSound& devices;
    FakeMessenger m;
    ContactId anna;
    Courier courier;
    ChatListModel chats;
    CallViewModel call;
    std::unique_ptr<SoundViewModel> model;
    double loudest = 0;  ///< of what say() said, as the level meter showed it
};

struct Home {
    Home() : stage(Gate::Profile::Locked, phone) {
        stage.gate.open();
        stage.settle();
        stage.press(Qt::Key_Comma, Qt::ControlModifier);
        QMetaObject::invokeMethod(stage.item(QStringLiteral("sound")), "clicked");
        stage.settle();
    }
    bool press(const char* name) {
        auto* const item = stage.item(QString::fromLatin1(name));
        return item && item->isEnabled() && QMetaObject::invokeMethod(item, "clicked");
    }
    QVariant property(const char* item, const char* name) {
        auto* const found = stage.item(QString::fromLatin1(item));
        return found ? found->property(name) : QVariant();
    }
    Stage stage;
};

}  // namespace

class TestSoundPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { (void)takeQmlWarnings(); }
    void cleanup() {
        const auto warnings = takeQmlWarnings();
        QVERIFY2(warnings.isEmpty(), qPrintable(warnings.join(u'\n')));
    }

    void aChoiceIsKeptWithTheIdentity() {
        FakeSound devices;
        Desk desk(devices);
        QCOMPARE(desk.model->microphone(), -1);
        desk.model->chooseMicrophone(1);
        desk.model->chooseLoudspeaker(0);
        QCOMPARE(devices.microphone, QStringLiteral("in-2"));
        QCOMPARE(devices.loudspeaker, QStringLiteral("out-1"));
        QCOMPARE(desk.model->microphone(), 1);
        devices.microphone.clear();
        devices.loudspeaker.clear();
        desk.open();
        QCOMPARE(devices.microphone, QStringLiteral("in-2"));
        QCOMPARE(devices.loudspeaker, QStringLiteral("out-1"));
        desk.model->chooseMicrophone(-1);
        desk.open();
        QVERIFY(devices.microphone.isEmpty());
        desk.model->chooseMicrophone(7);
        QVERIFY(devices.microphone.isEmpty());
    }
    void anotherIdentityDoesNotInheritTheChoice() {
        FakeSound devices;
        devices.microphone = QStringLiteral("in-2");
        Desk desk(devices);
        QVERIFY(devices.microphone.isEmpty());
    }
    void aDeviceThatIsAwayIsNamedUntilItIsBack() {
        FakeSound devices;
        Desk desk(devices);
        desk.model->chooseMicrophone(1);
        const auto all = devices.microphones;
        devices.plug(Kind::Microphone, all.first(1));
        QCOMPARE(desk.model->missingMicrophone(), QStringLiteral("USB headset"));
        QCOMPARE(desk.model->microphones(), QStringList{QStringLiteral("Built-in microphone")});
        desk.open();  // the name is kept too
        QCOMPARE(desk.model->missingMicrophone(), QStringLiteral("USB headset"));
        devices.plug(Kind::Microphone, all);
        QVERIFY(desk.model->missingMicrophone().isEmpty());
        QCOMPARE(desk.model->microphone(), 1);
    }
    void whatWasSaidIsHeardThroughTheCoder() {
        FakeSound devices;
        Desk desk(devices);
        QVERIFY(!devices.rings);
        desk.model->record();
        QVERIFY(devices.rings);
        QCOMPARE(desk.model->state(), SoundViewModel::State::Recording);
        desk.say(1.5);
        QVERIFY(desk.loudest > 0);
        desk.model->stop();
        QVERIFY(!devices.rings);  // the microphone is closed
        QVERIFY(desk.model->hasRecording());
        QCOMPARE(desk.model->level(), 0.0);
        const auto said = voice::test::envelope(voice::test::speech(1.5, 3));
        for (const auto link : {SoundViewModel::Link::Gprs, SoundViewModel::Link::Wide, SoundViewModel::Link::None}) {
            desk.model->setLink(link);
            desk.model->play();
            const auto heard = desk.hear();
            QVERIFY(!devices.rings);
            const auto like = voice::test::likeness(said, voice::test::envelope(heard), 30).correlation;
            QVERIFY2(like > 0.7, qPrintable(QString::number(like)));
        }
        desk.model->forget();
        QVERIFY(!desk.model->hasRecording());
    }
    void aMicrophoneWithoutSoundIsTold() {
        FakeSound devices;
        Desk desk(devices);
        desk.model->record();
        QTRY_VERIFY_WITH_TIMEOUT(desk.model->heardNothing(), 8000);
        QCOMPARE(desk.model->state(), SoundViewModel::State::Idle);
        QVERIFY(!desk.model->hasRecording());
        desk.model->record();
        QVERIFY(!desk.model->heardNothing());
    }
    void aCallTakesTheDevices() {
        FakeSound devices;
        Desk desk(devices);
        desk.model->record();
        QVERIFY(devices.rings);
        desk.m.ring(desk.anna);
        QTRY_VERIFY(desk.model->isInCall());
        QVERIFY(!devices.rings);
        AudioRings ofTheCall;
        devices.start(ofTheCall);
        desk.model->record();
        desk.model->stop();
        QCOMPARE(devices.rings, &ofTheCall);
    }
    void thePageChooses() {
        Home home;
        QVERIFY(home.stage.find(QStringLiteral("soundPage")));
        QVERIFY(home.property("microphoneSystem", "checked").toBool());
        QVERIFY(home.press("microphone1"));
        QCOMPARE(home.stage.gate.devices.microphone, QStringLiteral("in-2"));
        QVERIFY(home.property("microphone1", "checked").toBool() &&
                !home.property("microphoneSystem", "checked").toBool());
        home.stage.gate.devices.plug(Kind::Microphone, home.stage.gate.devices.microphones.first(1));
        home.stage.settle();
        QVERIFY(home.property("missingMicrophone", "text").toString().contains(u"USB headset"));
        QVERIFY(home.press("microphoneSystem"));
        home.stage.settle();
        QVERIFY(home.property("missingMicrophone", "text").toString().isEmpty());
        QVERIFY(home.property("microphoneSystem", "checked").toBool());
    }
    void leavingThePageClosesTheMicrophone() {
        Home home;
        QVERIFY(!home.press("soundPlay"));  // there is nothing to play yet
        QVERIFY(home.press("soundRecord"));
        QVERIFY(home.stage.gate.devices.rings);
        home.stage.press(Qt::Key_Escape);
        QTRY_VERIFY(!home.stage.gate.devices.rings);
        QVERIFY(home.stage.find(QStringLiteral("settingsPage")));
    }
};

NIGHTJAR_PAGE_TEST_MAIN(TestSoundPage)
#include "tst_soundpage.moc"
