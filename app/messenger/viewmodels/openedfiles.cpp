// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "openedfiles.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <memory>

#include "runtime/disk.h"

namespace nightjar {

namespace {

/// "/nightjar-XXXXXX", as QTemporaryDir makes it.
constexpr auto nameTemplate = "/nightjar-XXXXXX";
constexpr auto namePattern = "nightjar-??????";

/// The runtime folder is in memory on Linux.
QStringList places() {
    const auto runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    QStringList out{QDir::tempPath()};
    if (QFileInfo(runtime).isWritable()) {
        out.prepend(runtime);
    }
    return out;
}

/// A folder for its owner alone, and the lock that tells other processes that it is in use. Goes with what is in it.
class Folder {
public:
    explicit Folder(const QString& place) {
        QTemporaryDir made(place + QString::fromLatin1(nameTemplate));
        if (!made.isValid()) {
            return;
        }
        made.setAutoRemove(false);
        m_path = made.path();
        if (auto lock = runtime::ProfileLock::take(m_path.toStdString())) {
            m_lock.emplace(std::move(*lock));
        }
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        if (!m_path.isEmpty()) {
            remove(m_path);
        }
    }
    /// Overwritten first, where it lies on a disk.
    static void remove(const QString& path) {
        const QFileInfo info(path);
        (void)runtime::FolderDisk(info.path().toStdString()).shred(info.fileName().toStdString());
    }

    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] bool isThere() const { return !m_path.isEmpty() && QFileInfo(m_path).isDir(); }

private:
    QString m_path;
    std::optional<runtime::ProfileLock> m_lock;
};

std::unique_ptr<Folder>& folder() {
    static std::unique_ptr<Folder> made;
    return made;
}

/// What a process left there that was killed: nobody holds its lock any more.
void clearAwayWhatWasLeft(const QString& place) {
    const auto mine = QFileInfo(QDir::homePath()).ownerId();
    const QDir dir(place);
    for (const auto& entry :
         dir.entryInfoList({QString::fromLatin1(namePattern)}, QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks)) {
        if (entry.ownerId() == mine && runtime::ProfileLock::take(entry.filePath().toStdString())) {
            Folder::remove(entry.filePath());
        }
    }
}

}  // namespace

QString placeToOpen(const QString& name) {
    auto& made = folder();
    if (!made || !made->isThere()) {
        made = std::make_unique<Folder>(places().first());
    }
    if (!made->isThere()) {
        return {};
    }
    QTemporaryDir one(made->path() + QStringLiteral("/XXXXXX"));
    if (!one.isValid()) {
        return {};
    }
    one.setAutoRemove(false);
    return one.filePath(name);
}

void forgetOpenedFile(const QString& path) {
    const auto& made = folder();
    const auto one = QFileInfo(path).path();
    if (made && made->isThere() && QFileInfo(one).path() == made->path()) {
        Folder::remove(one);
    }
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
    for (const auto& place : places()) {
        clearAwayWhatWasLeft(place);
    }
}

}  // namespace nightjar
