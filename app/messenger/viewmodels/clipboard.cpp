// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "clipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QPointer>
#include <QTimer>
#include <chrono>
#include <utility>

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
    // One for all: what was copied last has its whole minute.
    static QPointer<QTimer> minute;
    if (!minute) {
        minute = new QTimer(qApp);
        minute->setSingleShot(true);
        minute->setInterval(std::chrono::seconds(60));
        QObject::connect(minute, &QTimer::timeout, qApp, &forgetSensitiveCopy);
    }
    minute->start();
}

void forgetSensitiveCopy() {
    auto* clipboard = QGuiApplication::clipboard();
    const auto* data = clipboard->mimeData();
    if (data && data->hasFormat(QString::fromLatin1(ownMark))) {
        clipboard->clear();
    }
}

void guardClipboard() {
    static bool guarded = false;
    if (std::exchange(guarded, true)) {
        return;
    }
    auto* clipboard = QGuiApplication::clipboard();
    QObject::connect(clipboard, &QClipboard::dataChanged, clipboard, [clipboard] {
        const auto* data = clipboard->ownsClipboard() ? clipboard->mimeData() : nullptr;
        if (data && data->hasText() && !data->hasFormat(QString::fromLatin1(ownMark))) {
            copySensitive(data->text());
        }
    });
}

}  // namespace nightjar
