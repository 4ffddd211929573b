// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "attachmentsviewmodel.h"

#include <QDateTime>
#include <QDesktopServices>
#include <QDir>
#include <QDrag>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QStandardPaths>
#include <utility>

#include "names.h"
#include "openedfiles.h"

namespace nightjar {

AttachmentsViewModel::AttachmentsViewModel(Courier& courier, ContactId contact, VideoPort* videos, bool (*metered)(),
                                           QObject* parent)
    : QObject(parent),
      m_courier(courier),
      m_contact(contact),
      m_tray(courier, contact, videos, metered),
      m_photos(courier, contact, MessageKind::Photo),
      m_files(courier, contact, MessageKind::File),
      m_video(courier, videos) {
    connect(&m_courier, &Courier::news, this, &AttachmentsViewModel::hear);
    GetSetting get;
    get.key = limitKey;
    m_courier.ask(std::move(get), this, [this](const Event& answer) {
        const auto* setting = std::get_if<SettingAnswer>(&answer);
        bool number = false;
        const auto bytes = setting ? toQt(setting->value).toDouble(&number) : 0;
        if (number && bytes >= 0) {
            m_tray.setLimit(bytes);
        }
    });
}

void AttachmentsViewModel::fetch(const QString& message, double bytes) {
    const auto id = MessageId::parse(message.toStdString());
    if (!id) {
        return;
    }
    m_tray.askLink([this, message, id = *id, bytes] {
        if (!m_tray.cost().asksFirst(bytes)) {
            return act<FetchFile>(message);
        }
        m_asked = id;
        m_askedBytes = bytes;
        Q_EMIT changed();
    });
}

void AttachmentsViewModel::fetchAnyway() {
    if (const auto id = std::exchange(m_asked, std::nullopt)) {
        act<FetchFile>(toQt(*id));
        Q_EMIT changed();
    }
}

void AttachmentsViewModel::forgetQuestion() {
    m_asked.reset();
    Q_EMIT changed();
}

void AttachmentsViewModel::pause(const QString& message) {
    act<PauseTransfer>(message);
}

void AttachmentsViewModel::resume(const QString& message) {
    act<ResumeTransfer>(message);
}

void AttachmentsViewModel::cancel(const QString& message) {
    act<CancelTransfer>(message);
}

void AttachmentsViewModel::save(const QString& message, const QUrl& target) {
    const auto id = MessageId::parse(message.toStdString());
    if (!id || !target.isLocalFile()) {
        return;
    }
    SaveFile command;
    command.message = *id;
    command.path = target.toLocalFile().toStdString();
    m_courier.ask(
        std::move(command), this,
        [this, name = QFileInfo(target.toLocalFile()).fileName()](const Event& answer) { report(answer, name); });
}

void AttachmentsViewModel::open(const QString& message, const QString& name) {
    const auto id = MessageId::parse(message.toStdString());
    if (!id || !mayBeOpened(name)) {
        return;
    }
    const auto path = placeToOpen(name);
    if (path.isEmpty()) {
        m_problem = toQt(ErrorCode::TargetUnwritable);
        Q_EMIT changed();
        return;
    }
    SaveFile command;
    command.message = *id;
    command.path = path.toStdString();
    m_courier.ask(std::move(command), this, [this, path](const Event& answer) {
        report(answer);
        if (failureOf(answer) == ErrorCode::None && !QDesktopServices::openUrl(QUrl::fromLocalFile(path))) {
            m_problem = QStringLiteral("nothing-opens-it");
            Q_EMIT changed();
        }
    });
}

void AttachmentsViewModel::lend(const QString& message, const QString& name) {
    const auto id = MessageId::parse(message.toStdString());
    const auto plain = QFileInfo(name).fileName();
    const auto path = id ? placeToOpen(plain.isEmpty() ? QStringLiteral("file") : plain) : QString();
    if (path.isEmpty()) {
        return;
    }
    SaveFile command;
    command.message = *id;
    command.path = path.toStdString();
    m_courier.ask(std::move(command), this, [this, path, message](const Event& answer) {
        report(answer);
        if (failureOf(answer) == ErrorCode::None) {
            Q_EMIT lent(message, QUrl::fromLocalFile(path));
        } else {
            forgetOpenedFile(path);
        }
    });
}

void AttachmentsViewModel::dragOut(const QUrl& file) {
    // Dragging has an event loop of its own, in which the identity may be locked: nothing of it may be waiting below.
    QMetaObject::invokeMethod(
        qApp,
        [file] {
            auto dropped = Qt::IgnoreAction;
            if (QGuiApplication::mouseButtons().testFlag(Qt::LeftButton)) {
                auto* const drag = new QDrag(qApp);  // deletes itself
                auto* const data = new QMimeData;    // owned by the drag
                data->setUrls({file});
                drag->setMimeData(data);
                dropped = drag->exec(Qt::CopyAction);
            }
            if (dropped == Qt::IgnoreAction) {
                forgetOpenedFile(file.toLocalFile());
            }
        },
        Qt::QueuedConnection);
}

bool AttachmentsViewModel::mayOpen(const QString& name) const {
    return mayBeOpened(name);
}

QUrl AttachmentsViewModel::proposedTarget(const QString& name) const {
    const auto downloads = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
    const QDir folder(QFileInfo(downloads).isDir() ? downloads : QDir::homePath());
    const QFileInfo wanted(folder.filePath(name));
    auto path = wanted.filePath();
    for (int i = 2; QFileInfo::exists(path); ++i) {
        const auto suffix = wanted.suffix().isEmpty() ? QString() : u'.' + wanted.suffix();
        path = folder.filePath(QStringLiteral("%1 (%2)%3").arg(wanted.completeBaseName()).arg(i).arg(suffix));
    }
    return QUrl::fromLocalFile(path);
}

void AttachmentsViewModel::dismiss() {
    m_problem.clear();
    m_saved.clear();
    Q_EMIT changed();
}

template <class C>
void AttachmentsViewModel::act(const QString& message) {
    if (const auto id = MessageId::parse(message.toStdString())) {
        C command;
        command.message = *id;
        m_courier.ask(command, this, [this](const Event& answer) { report(answer); });
    }
}

void AttachmentsViewModel::report(const Event& answer, const QString& saved) {
    m_problem = toQt(failureOf(answer));
    m_saved = m_problem.isEmpty() ? saved : QString();
    Q_EMIT changed();
}

void AttachmentsViewModel::hear(const Event& event) {
    const auto* moved = std::get_if<TransferChanged>(&event);
    if (!moved || moved->contact != m_contact) {
        return;
    }
    m_meters.note(*moved, fromUnixMs(QDateTime::currentMSecsSinceEpoch()));
    if (const auto rate = m_meters.rate(moved->message); rate > 0) {
        m_tray.noteRate(rate);
    }
}

}  // namespace nightjar
