// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

#include "attachmentsviewmodel.h"
#include "chatlistmodel.h"
#include "findviewmodel.h"
#include "messagelistmodel.h"
#include "undoviewmodel.h"

namespace nightjar {

/// One open conversation: who it is with, its messages, the draft, and what can be done with a message.
class ConversationViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by SessionViewModel::open")
    Q_PROPERTY(QString contact READ contact CONSTANT FINAL)
    Q_PROPERTY(QString name READ name NOTIFY contactChanged FINAL)
    Q_PROPERTY(QString initials READ initialsOfName NOTIFY contactChanged FINAL)
    Q_PROPERTY(int tint READ tintOfContact CONSTANT FINAL)
    Q_PROPERTY(QString contactState READ contactState NOTIFY contactChanged FINAL)
    Q_PROPERTY(nightjar::MessageListModel* messages READ messages CONSTANT FINAL)
    Q_PROPERTY(QString draft READ draft WRITE setDraft NOTIFY draftChanged FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged FINAL)
    Q_PROPERTY(bool watched READ isWatched WRITE setWatched NOTIFY watchedChanged FINAL)
    Q_PROPERTY(QString path READ path NOTIFY pathChanged FINAL)
    Q_PROPERTY(nightjar::FindViewModel* find READ find CONSTANT FINAL)
    Q_PROPERTY(nightjar::AttachmentsViewModel* attachments READ attachments CONSTANT FINAL)

public:
    ConversationViewModel(Courier& courier, ChatListModel& chats, UndoViewModel& undo, const Contact& contact,
                          QObject* parent = nullptr);
    ~ConversationViewModel() override;

    [[nodiscard]] const ContactId& id() const { return m_id; }
    [[nodiscard]] QString contact() const;
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString initialsOfName() const;
    [[nodiscard]] int tintOfContact() const;
    /// "pending", "active", "gone".
    [[nodiscard]] QString contactState() const;
    [[nodiscard]] MessageListModel* messages() { return &m_messages; }
    [[nodiscard]] QString draft() const { return m_draft; }
    void setDraft(const QString& draft);
    /// Stable name of what went wrong with the last thing asked for; empty: nothing.
    [[nodiscard]] QString problem() const { return m_problem; }
    /// Somebody looks at the conversation: what arrives counts as read.
    [[nodiscard]] bool isWatched() const { return m_watched; }
    void setWatched(bool watched);
    /// pathName(Path) of the link to this contact.
    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] FindViewModel* find() { return &m_find; }
    [[nodiscard]] AttachmentsViewModel* attachments() { return &m_attachments; }

    /// Sends the draft unless it is blank. The draft is cleared when the text is on the disk.
    Q_INVOKABLE void send();
    /// Sends a failed message again, as a new one.
    Q_INVOKABLE void resend(const QString& message);
    /// Deletes a message, unless that is undone (UndoViewModel).
    Q_INVOKABLE void remove(const QString& message, bool both);
    Q_INVOKABLE void copy(const QString& message);
    Q_INVOKABLE void dismissProblem();

Q_SIGNALS:
    void contactChanged();
    void draftChanged();
    void problemChanged();
    void watchedChanged();
    void pathChanged();

private:
    void hear(const Event& event);
    void complain(ErrorCode code);
    void markRead();
    void keepDraft();

    Courier& m_courier;
    ChatListModel& m_chats;
    ContactId m_id;
    Contact m_contact;
    MessageListModel m_messages;
    FindViewModel m_find;
    AttachmentsViewModel m_attachments;
    UndoViewModel& m_undo;
    QTimer m_draftTimer;
    QString m_draft;
    QString m_problem;
    QString m_path;
    bool m_watched = false;
    bool m_sending = false;
    bool m_deleting = false;
};

}  // namespace nightjar
