// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QCommandLineParser>
#include <QGuiApplication>
#include <QIcon>
#include <QStandardPaths>

#include "callaudio.h"
#include "openedfiles.h"
#include "preferences.h"
#include "ringer.h"
#include "runtime/hardening.h"
#include "systemlocks.h"
#include "userinterface.h"
#include "vaultgate.h"

using namespace nightjar;

int main(int argc, char* argv[]) {
    hardenProcess();
    UserInterface::prepareToolkit();
    QGuiApplication application(argc, argv);
    QGuiApplication::setApplicationName(QStringLiteral("nightjar"));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Nightjar"));
    QGuiApplication::setApplicationVersion(QStringLiteral(NIGHTJAR_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("nightjar"));
    QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/nightjar/icons/appicon.svg")));
    UserInterface::chooseFont();

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Nightjar, a messenger that is heard and never seen."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption profile(QStringLiteral("profile"), QStringLiteral("Where the profile is kept."),
                                     QStringLiteral("DIR"),
                                     QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    const QCommandLineOption hub(QStringLiteral("hub"),
                                 QStringLiteral("The server that is offered in the first minutes."),
                                 QStringLiteral("ADDRESS"));
    const QCommandLineOption language(QStringLiteral("language"), QStringLiteral("en, ru or system."),
                                      QStringLiteral("LANGUAGE"));
    const QCommandLineOption theme(QStringLiteral("theme"), QStringLiteral("light, dark, contrast or system."),
                                   QStringLiteral("THEME"));
    const QCommandLineOption audio(
        QStringLiteral("audio"),
        QStringLiteral("Sound of calls: device, none, or wav:IN.wav,OUT.wav (each may be left empty)."),
        QStringLiteral("WHICH"), QStringLiteral("device"));
    parser.addOptions({profile, hub, language, theme, audio});
    parser.process(application);

    auto callAudio = makeCallAudio(parser.value(audio));
    if (!callAudio) {
        return 2;
    }
    const auto folder = parser.value(profile);
    Preferences preferences(Preferences::fileIn(folder));
    if (parser.isSet(language)) {
        preferences.setLanguage(parser.value(language));
    }
    if (parser.isSet(theme)) {
        preferences.setTheme(parser.value(theme));
    }

    forgetOpenedFiles();
    VaultGate gate(folder, callAudio.get());
    const auto keepPreferences = [&] {
        if (gate.profile() == Gate::Profile::Locked) {
            preferences.keep();
        } else if (gate.profile() == Gate::Profile::None) {
            preferences.forget();
        }
    };
    QObject::connect(&gate, &Gate::profileChanged, &preferences, keepPreferences);
    keepPreferences();

    UserInterface ui(gate, preferences, parser.value(hub));
    Ringer ringer(ui.app(), *callAudio);
    const SystemLocks locks;
    QObject::connect(&locks, &SystemLocks::screenLocked, &ui.app(), &AppViewModel::coverWithSystem);
    QObject::connect(&locks, &SystemLocks::sleeping, &ui.app(), &AppViewModel::lockWithSystem);
    if (!ui.show()) {
        return 1;
    }
    return QGuiApplication::exec();
}
