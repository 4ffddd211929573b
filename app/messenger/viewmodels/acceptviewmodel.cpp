// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "acceptviewmodel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QImage>
#include <QMimeData>
#include <QPointer>
#include <QRegularExpression>

#include "names.h"
#include "qrcode.h"
#include "runtime/secretlink.h"

namespace nightjar {

AcceptViewModel::AcceptViewModel(Courier& courier, ChatListModel& chats, Gate& gate, QObject* parent)
    : QObject(parent), m_courier(courier), m_chats(chats), m_gate(gate), m_camera(gate.camera()) {
    connect(&m_camera, &CameraViewModel::scanned, this, &AcceptViewModel::setLink);
}

void AcceptViewModel::setLink(const QString& link) {
    if (m_link != link) {
        m_link = link;
        m_secret = readSecretLink(invitationIn(link).toStdString());
        m_problem.clear();
        Q_EMIT changed();
    }
}

void AcceptViewModel::setName(const QString& name) {
    if (m_name != name) {
        m_name = name;
        Q_EMIT changed();
    }
}

void AcceptViewModel::setMayErase(bool on) {
    if (m_mayErase != on) {
        m_mayErase = on;
        Q_EMIT changed();
    }
}

bool AcceptViewModel::isPlausible() const {
    return !invitationIn(m_link).isEmpty() && (!m_secret || !m_name.trimmed().isEmpty());
}

QString AcceptViewModel::secretFrom() const {
    return toQt(lifeFromName(m_secret ? m_secret->rule.from : LifeFrom::Never));
}

int AcceptViewModel::secretSeconds() const {
    return m_secret ? static_cast<int>(m_secret->rule.life / std::chrono::seconds(1)) : 0;
}

QDateTime AcceptViewModel::secretEnds() const {
    return m_secret && m_secret->ends ? toQt(*m_secret->ends) : QDateTime();
}

void AcceptViewModel::join() {
    auto* const household = m_gate.household();
    if (!household) {
        return complain(toQt(ErrorCode::BadArgument));
    }
    m_working = true;
    m_problem.clear();
    Q_EMIT changed();
    JoinSecretChat command;
    command.link = invitationIn(m_link).toStdString();
    command.nickname = m_name.trimmed().toStdString();
    household->joinSecretChat(std::move(command), [guard = QPointer(this)](const Household::Outcome& outcome) {
        if (!guard) {
            return;
        }
        guard->m_working = false;
        if (outcome) {
            Q_EMIT guard->changed();
            Q_EMIT guard->joined(toQt(*outcome));
        } else {
            guard->complain(toQt(outcome.error().name()));
        }
    });
}

void AcceptViewModel::accept() {
    if (m_working) {
        return;
    }
    if (!isPlausible()) {
        return complain(toQt(m_secret ? ErrorCode::BadArgument : ErrorCode::MalformedLink));
    }
    if (m_secret) {
        return join();
    }
    m_working = true;
    m_problem.clear();
    Q_EMIT changed();
    AcceptInvitation command;
    command.link = invitationIn(m_link).toStdString();
    command.name = m_name.trimmed().toStdString();
    command.mayErase = m_mayErase;
    m_courier.ask(std::move(command), this, [this](const Event& answer) {
        m_working = false;
        if (const auto* made = std::get_if<ContactAnswer>(&answer)) {
            m_contact = toQt(made->contact.id);
            // The answer may come before the news; whoever hears accepted() opens the chat.
            m_chats.put(made->contact);
            Q_EMIT changed();
            Q_EMIT accepted(m_contact);
        } else {
            complain(toQt(failureOf(answer)));
        }
    });
}

void AcceptViewModel::paste() {
    const auto* data = QGuiApplication::clipboard()->mimeData();
    if (data && data->hasImage()) {
        return takeImage(qvariant_cast<QImage>(data->imageData()));
    }
    if (data && data->hasUrls() && data->urls().first().isLocalFile()) {
        return readImage(data->urls().first());
    }
    const auto text = data ? data->text().trimmed() : QString();
    if (text.isEmpty()) {
        return complain(QStringLiteral("clipboard-empty"));
    }
    // What somebody copied may be a whole letter; the field is for the invitation.
    const auto link = invitationIn(text);
    setLink(link.isEmpty() ? text.left(maxPasted) : link);
}

void AcceptViewModel::readImage(const QUrl& file) {
    const auto image = loadSmallImage(file.toLocalFile());
    if (image.isNull()) {
        return complain(QStringLiteral("image-unreadable"));
    }
    takeImage(image);
}

void AcceptViewModel::takeImage(const QImage& image) {
    const auto text = readQrCode(image);
    if (text.isEmpty()) {
        return complain(QStringLiteral("no-qr-code"));
    }
    setLink(text.left(maxPasted));
}

void AcceptViewModel::complain(const QString& problem) {
    m_problem = problem;
    Q_EMIT changed();
}

QString invitationIn(const QString& text) {
    // docs/protocol.md, Invitations: nightjar:1/HOST:PORT/KEY/SECRET, the last two 32 bytes in base64url; of a public
    // address nightjar:1p/HOST:PORT/KEY/P, of a secret chat nightjar:1s/HOST:PORT/KEY/SECRET/TERMS, 12 bytes.
    static const QRegularExpression form(
        QStringLiteral(
            R"(nightjar:(1p?/HUB/[A-Za-z0-9_-]{43}|1s/HUB/[A-Za-z0-9_-]{43}/[A-Za-z0-9_-]{16})(?![A-Za-z0-9_-]))")
            .replace(QStringLiteral("HUB"),
                     QStringLiteral(R"((\[[0-9a-fA-F:.]+\]|[^\s/:\[\]]+):\d{1,5}(\+\d{1,5})?/[A-Za-z0-9_-]{43})")));
    return form.match(text).captured();
}

}  // namespace nightjar
