// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "renderer.h"

#include <QDir>
#include <QQuickWindow>

namespace nightjar {

bool hasGraphicsProcessor(const QString& devices) {
    const QDir folder(devices);
    const auto system = QDir::System | QDir::Files;
    return !QDir(folder.filePath(QStringLiteral("dri"))).entryList({QStringLiteral("renderD*")}, system).isEmpty() ||
           folder.exists(QStringLiteral("nvidiactl"));
}

void chooseRenderer() {
#ifdef Q_OS_LINUX
    if (qEnvironmentVariableIsEmpty("QT_QUICK_BACKEND") && qEnvironmentVariableIsEmpty("QSG_RHI_BACKEND") &&
        !hasGraphicsProcessor(QStringLiteral("/dev"))) {
        QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
        // Else it is loaded for nothing.
        if (qEnvironmentVariableIsEmpty("QT_XCB_GL_INTEGRATION")) {
            qputenv("QT_XCB_GL_INTEGRATION", "none");
        }
    }
#endif
}

}  // namespace nightjar
