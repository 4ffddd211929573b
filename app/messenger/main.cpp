// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QCommandLineParser>
#include <QGuiApplication>
#include <QIcon>
#include <QQuickWindow>
#include <QStandardPaths>
#include <QTimer>
#include <chrono>
#include <memory>

#include "callaudio.h"
#include "desktopservices.h"
#include "openedfiles.h"
#include "preferences.h"
#include "ringer.h"
#include "runtime/hardening.h"
#include "singleinstance.h"
#include "systemcamera.h"
#include "terminationsignals.h"
#include "themefile.h"
#include "userinterface.h"
#include "vaultgate.h"

using namespace nightjar;

namespace {

/// How the system tells a program that it may bring its window to the front (xdg-activation).
constexpr auto activationToken = "XDG_ACTIVATION_TOKEN";

}  // namespace

int main(int argc, char* argv[]) {
    hardenProcess();
    UserInterface::prepareToolkit();
    SystemCamera::chooseBackend();
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
    const QCommandLineOption theme(QStringLiteral("theme"),
                                   QStringLiteral("light, dark, contrast or system; or the file of a style."),
                                   QStringLiteral("THEME"));
    const QCommandLineOption audio(
        QStringLiteral("audio"),
        QStringLiteral("Sound of calls: device, none, or wav:IN.wav,OUT.wav (each may be left empty)."),
        QStringLiteral("WHICH"), QStringLiteral("device"));
    const QCommandLineOption background(QStringLiteral("background"),
                                        QStringLiteral("Starts without a window, in the tray if there is one."));
    parser.addOptions({profile, hub, language, theme, audio, background});
    parser.addPositionalArgument(QStringLiteral("link"), QStringLiteral("An invitation to look at: nightjar:…"),
                                 QStringLiteral("[link]"));
    parser.process(application);
    const auto link = parser.positionalArguments().value(0);

    auto callAudio = makeCallAudio(parser.value(audio));
    if (!callAudio) {
        return 2;
    }
    const auto folder = parser.value(profile);
    SingleInstance instance(folder);
    if (instance.begin({link, qgetenv(activationToken), !parser.isSet(background) || !link.isEmpty()}) ==
        SingleInstance::Outcome::HandedOver) {
        return 0;
    }
    Preferences preferences(Preferences::fileIn(folder));
    if (parser.isSet(language)) {
        preferences.setLanguage(parser.value(language));
    }
    const bool style = parser.isSet(theme) && !Preferences::isTheme(parser.value(theme));
    if (parser.isSet(theme) && !style) {
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
    auto& desktop = *ui.app().desktop();
    const auto styleFile = style ? parser.value(theme) : installedThemeFile();
    Ringer ringer(ui.app(), *callAudio, styleFile.isEmpty() ? QHash<QString, QString>() : ui.takeTheme(styleFile));
    QObject::connect(&gate, &Gate::profileChanged, &desktop, [&] {
        if (gate.profile() == Gate::Profile::None) {
            desktop.forget();
        }
    });
    const auto raise = [&ui](const QByteArray& token) {
        if (!token.isEmpty()) {
            qputenv(activationToken, token);
        }
        ui.raise();
    };
    QObject::connect(&desktop, &DesktopViewModel::windowWanted, &application, raise);
    QObject::connect(&desktop, &DesktopViewModel::iconLost, &application, [&ui] {
        if (!ui.window()->isVisible()) {
            ui.raise();
        }
    });
    // Not quit(), which would ask the window, and that may stay in the tray.
    QObject::connect(&desktop, &DesktopViewModel::quitWanted, &application, [] { QCoreApplication::exit(); });
    QObject::connect(&instance, &SingleInstance::wished, &application, [&](const Wish& wish) {
        if (!wish.link.isEmpty()) {
            ui.app().offerLink(wish.link);
        }
        if (wish.show) {
            raise(wish.token);
        }
    });
    if (!link.isEmpty() && !ui.app().offerLink(link)) {
        qWarning("That is no invitation.");
    }
    // A call that rings has a window of its own; only the end of the main one is the end.
    QGuiApplication::setQuitOnLastWindowClosed(false);
    const bool hidden = parser.isSet(background) && link.isEmpty();
    if (hidden) {
        desktop.startHidden();
    }
    if (!ui.show()) {
        return 1;
    }
    std::unique_ptr<DesktopServices> services;
    const auto serve = [&] {
        if (!services) {
            services = std::make_unique<DesktopServices>(ui.app(), parser.isSet(profile) ? folder : QString());
            QObject::connect(services.get(), &DesktopServices::trayProbed, &application, [&](bool there) {
                // Somewhere there has to be something to click on.
                if (hidden && !there && !ui.window()->isVisible()) {
                    ui.window()->showMinimized();
                }
            });
        }
    };
    QObject::connect(ui.window(), &QQuickWindow::frameSwapped, &application, serve,
                     static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
    // A window that nobody sees draws no frame.
    QTimer::singleShot(hidden ? std::chrono::seconds(0) : std::chrono::seconds(2), &application, serve);
    const TerminationSignals termination;
    return QGuiApplication::exec();
}
