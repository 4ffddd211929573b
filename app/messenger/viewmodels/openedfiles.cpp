// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "openedfiles.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <memory>

namespace nightjar {

namespace {

std::unique_ptr<QTemporaryDir>& folder() {
    static std::unique_ptr<QTemporaryDir> made;
    return made;
}

}  // namespace

QString placeToOpen(const QString& name) {
    auto& made = folder();
    if (!made || !QFileInfo(made->path()).isDir()) {
        // The runtime folder is in memory on Linux; QTemporaryDir makes its own for its owner alone.
        const auto runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
        const auto base = QFileInfo(runtime).isWritable() ? runtime : QDir::tempPath();
        made = std::make_unique<QTemporaryDir>(base + QStringLiteral("/nightjar-XXXXXX"));
    }
    QTemporaryDir one(made->path() + QStringLiteral("/XXXXXX"));
    if (!made->isValid() || !one.isValid()) {
        return {};
    }
    one.setAutoRemove(false);
    return one.filePath(name);
}

bool mayBeOpened(const QString& name) {
    static const QSet<QString> runs{
        QStringLiteral("app"),     QStringLiteral("appimage"),
        QStringLiteral("bash"),    QStringLiteral("bat"),
        QStringLiteral("chm"),     QStringLiteral("cmd"),
        QStringLiteral("com"),     QStringLiteral("command"),
        QStringLiteral("cpl"),     QStringLiteral("deb"),
        QStringLiteral("desktop"), QStringLiteral("dmg"),
        QStringLiteral("exe"),     QStringLiteral("gadget"),
        QStringLiteral("hta"),     QStringLiteral("inf"),
        QStringLiteral("jar"),     QStringLiteral("js"),
        QStringLiteral("jse"),     QStringLiteral("lnk"),
        QStringLiteral("msc"),     QStringLiteral("msi"),
        QStringLiteral("msix"),    QStringLiteral("pif"),
        QStringLiteral("pkg"),     QStringLiteral("ps1"),
        QStringLiteral("py"),      QStringLiteral("reg"),
        QStringLiteral("rpm"),     QStringLiteral("run"),
        QStringLiteral("scr"),     QStringLiteral("settingcontent-ms"),
        QStringLiteral("sh"),      QStringLiteral("terminal"),
        QStringLiteral("url"),     QStringLiteral("vb"),
        QStringLiteral("vbe"),     QStringLiteral("vbs"),
        QStringLiteral("ws"),      QStringLiteral("wsf"),
        QStringLiteral("zsh"),
    };
    const auto suffix = QFileInfo(name.trimmed()).suffix().toLower();
    // Without a suffix the system looks into the file, and may find a program there.
    return !suffix.isEmpty() && !runs.contains(suffix);
}

void forgetOpenedFiles() {
    folder().reset();
}

}  // namespace nightjar
