// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Every stable name of the core has its sentence, in both languages.

#include <QQmlComponent>
#include <QQmlEngine>
#include <QTranslator>

#include "names.h"
#include "pagetest.h"
#include "runtime/vaultservice.h"

using namespace nightjar;

class TestWords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_engine = std::make_unique<QQmlEngine>();
        UserInterface::prepareEngine(*m_engine);
        QQmlComponent component(m_engine.get());
        component.setData(
            "import QtQml\nimport Nightjar.Words\nQtObject {\n"
            "function say(what, a, b, c) { return Words[what](a, b, c) }\n"
            "function speak(language) { Words.language = language } }",
            QUrl());
        m_words.reset(component.create());
        QVERIFY2(m_words, qPrintable(component.errorString()));
    }

    void everyErrorHasASentence() {
        for (int code = 1; code <= int(ErrorCode::Internal); ++code) {
            check("problem", toQt(ErrorCode(code)));
        }
    }

    void everyVaultProblemHasASentence() {
        for (int kind = 0; kind <= int(VaultProblem::Kind::NotHere); ++kind) {
            check("problem", toQt(problemName(VaultProblem::Kind(kind))));
        }
    }

    void everyProblemOfThePagesHasASentence() {
        for (const auto* name :
             {"name-too-long", "pin-too-short", "pins-differ", "pin-unchanged", "wipe-pin-equals-pin",
              "hidden-pin-equals-pin", "passphrase-too-short", "no-qr-code", "image-unreadable", "clipboard-empty"}) {
            check("problem", QString::fromLatin1(name));
        }
    }

    void everyStateHasAWord() {
        for (const auto state : {MessageState::Queued, MessageState::Sent, MessageState::Delivered, MessageState::Read,
                                 MessageState::Failed}) {
            QVERIFY(!say("messageState", toQt(stateName(state)), QString()).isEmpty());
        }
        QVERIFY(say("messageState", toQt(stateName(MessageState::Received)), QString()).isEmpty());
        for (int end = 1; end <= int(CallEnd::Failed); ++end) {
            QVERIFY(!say("callEnd", toQt(endName(CallEnd(end)))).isEmpty());
        }
        for (const auto state : {HubState::None, HubState::Connecting, HubState::Online, HubState::Unreachable}) {
            QVERIFY(!say("hubState", toQt(stateName(state))).isEmpty());
        }
    }

    void endsOfCallsDiffer() {
        QSet<QString> seen;
        for (int end = 1; end <= int(CallEnd::Failed); ++end) {
            seen.insert(say("callEnd", toQt(endName(CallEnd(end)))));
        }
        QCOMPARE(seen.size(), int(CallEnd::Failed));
    }

    void pluralsFollowTheLanguage() {
        QTranslator translator;
        QVERIFY(translator.load(QStringLiteral(":/nightjar/translations/nightjar_en.qm")));
        QCoreApplication::installTranslator(&translator);
        QCOMPARE(say("seconds", 1), QStringLiteral("1 second"));
        QCOMPARE(say("seconds", 5), QStringLiteral("5 seconds"));
        QVERIFY(translator.load(QStringLiteral(":/nightjar/translations/nightjar_ru.qm")));
        QCOMPARE(say("seconds", 1), QStringLiteral("1 секунду"));
        QCOMPARE(say("seconds", 3), QStringLiteral("3 секунды"));
        QCOMPARE(say("seconds", 11), QStringLiteral("11 секунд"));
        QCoreApplication::removeTranslator(&translator);
    }

    void momentsFollowTheLanguage() {
        const QDateTime may(QDate(2021, 5, 9), QTime(7, 5));
        call("speak", QStringLiteral("en"));
        QCOMPARE(say("day", may), QStringLiteral("9 May 2021"));
        QCOMPARE(say("time", may), QStringLiteral("07:05"));
        call("speak", QStringLiteral("ru"));
        QCOMPARE(say("day", may), QStringLiteral("9 мая 2021"));
        const auto today = QDateTime::currentDateTime();
        QCOMPARE(say("day", today), QStringLiteral("Today"));
        QCOMPARE(say("day", today.addDays(-1)), QStringLiteral("Yesterday"));
        QCOMPARE(say("shortMoment", today), today.toString(QStringLiteral("HH:mm")));
        QCOMPARE(say("shortMoment", QDateTime()), QString());
    }

    void durations() {
        QCOMPARE(say("duration", 5), QStringLiteral("0:05"));
        QCOMPARE(say("duration", 125), QStringLiteral("2:05"));
        QCOMPARE(say("duration", 3725), QStringLiteral("1:02:05"));
    }

private:
    template <class... A>
    QVariant call(const char* function, const A&... arguments) {
        QVariant out;
        QMetaObject::invokeMethod(m_words.get(), function, Q_RETURN_ARG(QVariant, out), Q_ARG(QVariant, arguments)...);
        return out;
    }
    QString say(const char* what, const QVariant& a, const QVariant& b = {}, const QVariant& c = {}) {
        return call("say", QVariant(QString::fromLatin1(what)), a, b, c).toString();
    }
    void check(const char* what, const QString& name) {
        const auto sentence = say(what, name);
        QVERIFY2(!sentence.isEmpty() && !sentence.contains(name), qPrintable(name));
    }

    std::unique_ptr<QQmlEngine> m_engine;
    std::unique_ptr<QObject> m_words;
};

NIGHTJAR_PAGE_TEST_MAIN(TestWords)

#include "tst_words.moc"
