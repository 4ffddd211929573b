// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QDateTime>
#include <QObject>
#include <QUrl>

#include "cameraviewmodel.h"
#include "chatlistmodel.h"
#include "courier.h"
#include "gate.h"

class QImage;

namespace nightjar {

/// Takes an invitation: pasted, or read from a picture of its QR code, or by the camera.
class AcceptViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by SessionViewModel::startAccept")
    Q_PROPERTY(QString link READ link WRITE setLink NOTIFY changed FINAL)
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed FINAL)
    Q_PROPERTY(bool mayErase READ lets WRITE setMayErase NOTIFY changed FINAL)
    Q_PROPERTY(bool plausible READ isPlausible NOTIFY changed FINAL)
    Q_PROPERTY(bool working READ isWorking NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)
    Q_PROPERTY(QString contact READ contact NOTIFY changed FINAL)
    Q_PROPERTY(bool secret READ isSecret NOTIFY changed FINAL)
    Q_PROPERTY(bool secretGroup READ isSecretGroup NOTIFY changed FINAL)
    Q_PROPERTY(QString secretFrom READ secretFrom NOTIFY changed FINAL)
    Q_PROPERTY(int secretSeconds READ secretSeconds NOTIFY changed FINAL)
    Q_PROPERTY(QDateTime secretEnds READ secretEnds NOTIFY changed FINAL)
    Q_PROPERTY(nightjar::CameraViewModel* camera READ camera CONSTANT FINAL)

public:
    AcceptViewModel(Courier& courier, ChatListModel& chats, Gate& gate, QObject* parent = nullptr);

    [[nodiscard]] QString link() const { return m_link; }
    void setLink(const QString& link);
    /// How we want to call them; empty: as they call themselves. Of a secret chat: our nickname there, never empty.
    [[nodiscard]] QString name() const { return m_name; }
    void setName(const QString& name);
    /// They may delete here what is between us.
    [[nodiscard]] bool lets() const { return m_mayErase; }
    void setMayErase(bool on);
    /// It looks like an invitation; whether it is one, the server tells.
    [[nodiscard]] bool isPlausible() const;
    [[nodiscard]] bool isWorking() const { return m_working; }
    /// A stable name: errorName(), "no-qr-code", "image-unreadable", "clipboard-empty".
    [[nodiscard]] QString problem() const { return m_problem; }
    /// It leads into a secret chat, of which the link tells the rule.
    [[nodiscard]] bool isSecret() const { return m_secret.has_value(); }
    [[nodiscard]] bool isSecretGroup() const { return m_secret && m_secret->group; }
    /// lifeFromName(LifeFrom), and how long.
    [[nodiscard]] QString secretFrom() const;
    [[nodiscard]] int secretSeconds() const;
    /// When all of it ends, where that is set.
    [[nodiscard]] QDateTime secretEnds() const;
    /// Scans QR codes: an invitation that it reads is as one that was pasted.
    [[nodiscard]] CameraViewModel* camera() { return &m_camera; }
    /// The new contact, once there is one.
    [[nodiscard]] QString contact() const { return m_contact; }

    Q_INVOKABLE void accept();
    /// Text or a picture from the clipboard.
    Q_INVOKABLE void paste();
    Q_INVOKABLE void readImage(const QUrl& file);

Q_SIGNALS:
    void changed();
    /// The invitation was accepted.
    void accepted(const QString& contact);
    /// We are in a secret chat.
    void joined(const QString& container);

private:
    void takeImage(const QImage& image);
    void join();
    void complain(const QString& problem);

    Courier& m_courier;
    ChatListModel& m_chats;
    Gate& m_gate;
    CameraViewModel m_camera;
    std::optional<SecretChat> m_secret;
    QString m_link;
    QString m_name;
    QString m_problem;
    QString m_contact;
    bool m_mayErase = true;
    bool m_working = false;
};

/// More than any invitation has; the rest of a pasted book is left out.
inline constexpr qsizetype maxPasted = 400;

/// An invitation within some pasted text ("Here you are: nightjar:1/… see you"); empty when there is none.
[[nodiscard]] QString invitationIn(const QString& text);

}  // namespace nightjar
