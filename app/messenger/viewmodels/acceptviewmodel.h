// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QUrl>

#include "chatlistmodel.h"
#include "courier.h"

class QImage;

namespace nightjar {

/// Takes an invitation: pasted, or read from a picture of its QR code.
class AcceptViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by SessionViewModel::startAccept")
    Q_PROPERTY(QString link READ link WRITE setLink NOTIFY changed FINAL)
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed FINAL)
    Q_PROPERTY(bool plausible READ isPlausible NOTIFY changed FINAL)
    Q_PROPERTY(bool working READ isWorking NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)
    Q_PROPERTY(QString contact READ contact NOTIFY changed FINAL)

public:
    AcceptViewModel(Courier& courier, ChatListModel& chats, QObject* parent = nullptr);

    [[nodiscard]] QString link() const { return m_link; }
    void setLink(const QString& link);
    /// How we want to call them; empty: as they call themselves.
    [[nodiscard]] QString name() const { return m_name; }
    void setName(const QString& name);
    /// It looks like an invitation; whether it is one, the server tells.
    [[nodiscard]] bool isPlausible() const;
    [[nodiscard]] bool isWorking() const { return m_working; }
    /// A stable name: errorName(), "no-qr-code", "image-unreadable", "clipboard-empty".
    [[nodiscard]] QString problem() const { return m_problem; }
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

private:
    void takeImage(const QImage& image);
    void complain(const QString& problem);

    Courier& m_courier;
    ChatListModel& m_chats;
    QString m_link;
    QString m_name;
    QString m_problem;
    QString m_contact;
    bool m_working = false;
};

/// More than any invitation has; the rest of a pasted book is left out.
inline constexpr qsizetype maxPasted = 400;

/// An invitation within some pasted text ("Here you are: nightjar:1/… see you"); empty when there is none.
[[nodiscard]] QString invitationIn(const QString& text);

}  // namespace nightjar
