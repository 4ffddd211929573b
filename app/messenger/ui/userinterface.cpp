// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "userinterface.h"

#include <QFontDatabase>
#include <QGuiApplication>
#include <QIcon>
#include <QQuickStyle>
#include <QQuickWindow>

#include "clipboard.h"
#include "iconprovider.h"
#include "photoprovider.h"
#include "renderer.h"
#include "thumbnailprovider.h"

namespace nightjar {

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
    m_engine.setInitialProperties({{QStringLiteral("app"), QVariant::fromValue(&m_app)}});
    m_engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Nightjar/Shell/Main.qml")));
    return window() != nullptr;
}

QQuickWindow* UserInterface::window() const {
    return m_engine.rootObjects().isEmpty() ? nullptr : qobject_cast<QQuickWindow*>(m_engine.rootObjects().first());
}

void UserInterface::prepareToolkit() {
    // All QML is compiled in; caches on the disk, of QML as of shaders, would only tell when the program ran. To turn the
    // one of QML off would leave what is compiled in unused, too, so it is given no place instead.
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
