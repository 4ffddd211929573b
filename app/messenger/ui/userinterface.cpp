// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "userinterface.h"

#include <QFontDatabase>
#include <QGuiApplication>
#include <QIcon>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QScreen>
#include <algorithm>

#include "clipboard.h"
#include "iconprovider.h"
#include "photoprovider.h"
#include "renderer.h"
#include "themefile.h"
#include "thumbnailprovider.h"

namespace nightjar {

namespace {

/// Not on Wayland, where only the compositor knows where a window is.
bool placesWindows() {
    return !QGuiApplication::platformName().startsWith(u"wayland");
}

/// So that it can be seen and moved, whatever became of the screens. Empty: as every new window.
QRect placeOnScreen(const QRect& kept) {
    if (kept.isEmpty()) {
        return {};
    }
    const auto* screen = QGuiApplication::screenAt(kept.center());
    if (!screen) {
        screen = QGuiApplication::primaryScreen();
    }
    const auto room = screen->availableGeometry();
    QRect place(kept.topLeft(), kept.size().boundedTo(room.size()));
    place.moveLeft(std::clamp(place.left(), room.left(), room.right() + 1 - place.width()));
    place.moveTop(std::clamp(place.top(), room.top(), room.bottom() + 1 - place.height()));
    return place;
}

}  // namespace

UserInterface::UserInterface(Gate& gate, Preferences& preferences, const QString& offeredHub)
    : m_app(gate, preferences, offeredHub), m_language(preferences, m_engine) {
    prepareEngine(m_engine);
    guardClipboard();
    const auto readPhoto = [this](const MessageId& message, PhotoProvider::Use use) {
        if (auto* session = m_app.session()) {
            session->readPhoto(message, std::move(use));
        } else {
            use({});
        }
    };
    m_engine.addImageProvider(QStringLiteral("photo"), new PhotoProvider(m_app, readPhoto));  // owned by the engine
    // What the pages held goes when they are gone, not when the engine next needs the room.
    QObject::connect(
        &m_app, &AppViewModel::screenChanged, &m_engine,
        [this] {
            if (!m_app.openSession() && window()) {
                m_engine.collectGarbage();
                window()->releaseResources();
            }
        },
        Qt::QueuedConnection);
}

UserInterface::~UserInterface() = default;

bool UserInterface::show() {
    QVariantMap properties{{QStringLiteral("app"), QVariant::fromValue(&m_app)}};
    const auto& kept = *m_app.preferences();
    if (const auto place = placeOnScreen(kept.window()); !place.isEmpty()) {
        properties[QStringLiteral("width")] = place.width();
        properties[QStringLiteral("height")] = place.height();
        if (placesWindows()) {
            properties[QStringLiteral("x")] = place.x();
            properties[QStringLiteral("y")] = place.y();
        }
    }
    m_engine.setInitialProperties(properties);
    m_engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Nightjar/Shell/Main.qml")));
    if (!window()) {
        return false;
    }
    if (kept.isMaximised() && window()->isVisible()) {
        window()->showMaximized();
    }
    for (const auto signal :
         {&QWindow::xChanged, &QWindow::yChanged, &QWindow::widthChanged, &QWindow::heightChanged}) {
        QObject::connect(window(), signal, &m_app, [this] { keepPlace(); });
    }
    QObject::connect(window(), &QWindow::windowStateChanged, &m_app, [this] { keepPlace(); });
    return true;
}

void UserInterface::keepPlace() {
    auto& kept = *m_app.preferences();
    const auto* const shown = window();
    if (!shown || !shown->isVisible()) {
        return;
    }
    const auto state = shown->windowStates();
    if (state == Qt::WindowNoState) {
        kept.setWindow(placesWindows() ? shown->geometry() : QRect(QPoint(), shown->size()), false);
    } else if (state.testFlag(Qt::WindowMaximized)) {
        kept.setWindow(kept.window(), true);  // and where it goes back to
    }
}

QQuickWindow* UserInterface::window() const {
    return m_engine.rootObjects().isEmpty() ? nullptr : qobject_cast<QQuickWindow*>(m_engine.rootObjects().first());
}

QHash<QString, QString> UserInterface::takeTheme(const QString& file) {
    const auto read = readThemeFile(file);
    if (!read.theme) {
        qWarning("The theme %s is not taken: %s.", qPrintable(file), qPrintable(read.problem));
        m_app.preferences()->setThemeProblem(read.problem);
        return {};
    }
    for (const auto& warning : applyTheme(*read.theme, m_engine)) {
        qWarning("The theme %s: %s.", qPrintable(file), qPrintable(warning));
    }
    return read.theme->sounds;
}

void UserInterface::raise() {
    if (auto* const shown = window()) {
        shown->setWindowStates(shown->windowStates() & ~Qt::WindowMinimized);
        shown->show();
        shown->raise();
        shown->requestActivate();
    }
}

void UserInterface::prepareToolkit() {
    // All QML is compiled in; caches on the disk, of QML as of shaders, would only tell when the program ran. To turn
    // the one of QML off would leave what is compiled in unused, too, so it is given no place instead.
    qputenv("QML_DISK_CACHE_PATH", "/dev/null");
    qputenv("QML_DISK_CACHE", "aot");  // Qt 6.5 and later
    QCoreApplication::setAttribute(Qt::AA_DisableShaderDiskCache);
#ifdef Q_OS_LINUX
    // The dialogs of desktops keep lists of files that were used.
    QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
#endif
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    chooseRenderer();
}

void UserInterface::prepareEngine(QQmlEngine& engine) {
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine.addImageProvider(QStringLiteral("icon"), new IconProvider);  // owned by the engine
    engine.addImageProvider(QStringLiteral("thumbnail"), new ThumbnailProvider);
}

void UserInterface::chooseFont() {
    const auto there = QFontDatabase::families();
    for (const auto* family : {"Inter", "SF Pro Text", "Segoe UI", "Roboto", "Noto Sans", "Cantarell"}) {
        if (there.contains(QString::fromLatin1(family))) {
            QFont font(QString::fromLatin1(family));
            font.setHintingPreference(QFont::PreferNoHinting);
            QGuiApplication::setFont(font);
            return;
        }
    }
}

}  // namespace nightjar
