// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "clipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QTimer>
#include <chrono>

namespace nightjar {

namespace {

/// How KDE's, GNOME's and Windows' clipboard managers are told to keep no history of an entry.
constexpr auto kdeHint = "x-kde-passwordManagerHint";
constexpr auto windowsHint = "application/x-qt-windows-mime;value=\"ExcludeClipboardContentFromMonitorProcessing\"";
/// Our own mark: the copy on the clipboard is the one that we put there.
constexpr auto ownMark = "application/x-nightjar-sensitive";

}  // namespace

void copySensitive(const QString& text) {
    auto* data = new QMimeData;  // owned by the clipboard from setMimeData on
    data->setText(text);
    data->setData(QString::fromLatin1(kdeHint), "secret");
    data->setData(QString::fromLatin1(windowsHint), QByteArray(4, '\0'));
    data->setData(QString::fromLatin1(ownMark), "1");
    QGuiApplication::clipboard()->setMimeData(data);
    QTimer::singleShot(std::chrono::seconds(60), qApp, &forgetSensitiveCopy);
}

void forgetSensitiveCopy() {
    auto* clipboard = QGuiApplication::clipboard();
    const auto* data = clipboard->mimeData();
    if (data && data->hasFormat(QString::fromLatin1(ownMark))) {
        clipboard->clear();
    }
}

}  // namespace nightjar
