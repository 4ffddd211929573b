// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "autostartfile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>
#include <utility>

namespace nightjar {

AutostartFile::AutostartFile(QString program, QString profile, QString folder)
    : m_program(std::move(program)), m_profile(std::move(profile)) {
    if (folder.isEmpty()) {
        folder = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + QStringLiteral("/autostart");
    }
    QString mark;
    if (!m_profile.isEmpty()) {
        m_profile = QDir::cleanPath(QFileInfo(m_profile).absoluteFilePath());
        mark = u'-' + QString::fromLatin1(
                          QCryptographicHash::hash(m_profile.toUtf8(), QCryptographicHash::Sha256).toHex().left(8));
    }
    m_file = folder + QStringLiteral("/nightjar%1.desktop").arg(mark);
}

bool AutostartFile::isOn() const {
    QFile file(m_file);
    return file.open(QIODevice::ReadOnly) && !file.read(4096).contains("Hidden=true");
}

bool AutostartFile::set(bool on) {
    if (!on) {
        return !QFile::exists(m_file) || QFile::remove(m_file);
    }
    auto command = execArgument(m_program) + QStringLiteral(" --background");
    if (!m_profile.isEmpty()) {
        command += QStringLiteral(" --profile ") + execArgument(m_profile);
    }
    // A value is escaped once more as a string.
    command.replace(u'\\', QStringLiteral("\\\\")).replace(u'\n', QStringLiteral("\\n"));
    QSaveFile file(m_file);
    return QDir().mkpath(QFileInfo(m_file).path()) && file.open(QIODevice::WriteOnly) &&
           file.write(QStringLiteral("[Desktop Entry]\nType=Application\nName=Nightjar\nExec=%1\nIcon=nightjar\n"
                                     "Terminal=false\nX-GNOME-Autostart-enabled=true\n")
                          .arg(command)
                          .toUtf8()) > 0 &&
           file.commit();
}

QString execArgument(const QString& argument) {
    QString out = QStringLiteral("\"");
    for (const auto c : argument) {
        if (c == u'"' || c == u'`' || c == u'$' || c == u'\\') {
            out += u'\\';
        } else if (c == u'%') {
            out += u'%';
        }
        out += c;
    }
    return out + u'"';
}

}  // namespace nightjar
