// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

#include "attachmentsviewmodel.h"
#include "cameraviewmodel.h"
#include "chatlistmodel.h"
#include "composerviewmodel.h"
#include "findviewmodel.h"
#include "forwardviewmodel.h"
#include "messagehistorymodel.h"
#include "messagelistmodel.h"
#include "selectionviewmodel.h"
#include "undoviewmodel.h"
#include "voicenotesviewmodel.h"

namespace nightjar {

/// One open conversation: who it is with, its messages, what is being written, and what can be done with a message.
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
    Q_PROPERTY(bool blocked READ isBlocked NOTIFY contactChanged FINAL)
    Q_PROPERTY(bool theyMayErase READ isLet NOTIFY contactChanged FINAL)
    Q_PROPERTY(bool group READ isGroup NOTIFY contactChanged FINAL)
    Q_PROPERTY(int members READ members NOTIFY contactChanged FINAL)
    Q_PROPERTY(bool typing READ isTyping NOTIFY contactChanged FINAL)
    Q_PROPERTY(int unread READ unread NOTIFY contactChanged FINAL)
    Q_PROPERTY(nightjar::ComposerViewModel* composer READ composer CONSTANT FINAL)
    Q_PROPERTY(nightjar::SelectionViewModel* selection READ selection CONSTANT FINAL)
    Q_PROPERTY(nightjar::ForwardViewModel* forwarding READ forwarding CONSTANT FINAL)
    Q_PROPERTY(nightjar::MessageHistoryModel* history READ history CONSTANT FINAL)
    Q_PROPERTY(bool canReturn READ canReturn NOTIFY returnChanged FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged FINAL)
    Q_PROPERTY(bool watched READ isWatched WRITE setWatched NOTIFY watchedChanged FINAL)
    Q_PROPERTY(QString path READ path NOTIFY pathChanged FINAL)
    Q_PROPERTY(nightjar::FindViewModel* find READ find CONSTANT FINAL)
    Q_PROPERTY(nightjar::AttachmentsViewModel* attachments READ attachments CONSTANT FINAL)
    Q_PROPERTY(nightjar::VoiceNotesViewModel* notes READ notes CONSTANT FINAL)
    Q_PROPERTY(nightjar::CameraViewModel* camera READ camera CONSTANT FINAL)

public:
    /// `videos`: null where they cannot be played; `camera`: null where there can be none.
    ConversationViewModel(Courier& courier, ChatListModel& chats, UndoViewModel& undo, const Contact& contact,
                          VideoPort* videos = nullptr, Camera* camera = nullptr, QObject* parent = nullptr);
    ~ConversationViewModel() override;

    [[nodiscard]] const ContactId& id() const { return m_id; }
    [[nodiscard]] QString contact() const;
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString initialsOfName() const;
    [[nodiscard]] int tintOfContact() const;
    /// "pending", "active", "gone", "requested".
    [[nodiscard]] QString contactState() const;
    [[nodiscard]] MessageListModel* messages() { return &m_messages; }
    /// Nothing of theirs is shown or answered.
    [[nodiscard]] bool isBlocked() const { return m_contact.blocked; }
    /// They delete at their side what we ask them to.
    [[nodiscard]] bool isLet() const { return m_contact.theyMayErase; }
    [[nodiscard]] bool isGroup() const { return m_contact.isGroup; }
    /// Of a group: how many are in it besides us.
    [[nodiscard]] int members() const { return static_cast<int>(m_contact.members.size()); }
    /// They are writing to us at this moment.
    [[nodiscard]] bool isTyping() const { return m_chats.isTyping(m_id); }
    [[nodiscard]] int unread() const { return static_cast<int>(m_contact.unread); }
    [[nodiscard]] ComposerViewModel* composer() { return &m_composer; }
    [[nodiscard]] SelectionViewModel* selection() { return &m_selection; }
    [[nodiscard]] ForwardViewModel* forwarding() { return &m_forwarding; }
    [[nodiscard]] MessageHistoryModel* history() { return &m_history; }
    /// A quote was followed, and one can go back to the message that quotes.
    [[nodiscard]] bool canReturn() const { return !m_returns.empty(); }
    /// Stable name of what went wrong with the last thing asked for; empty: nothing.
    [[nodiscard]] QString problem() const { return m_problem; }
    /// Somebody looks at the conversation: what arrives counts as read.
    [[nodiscard]] bool isWatched() const { return m_watched; }
    void setWatched(bool watched);
    /// pathName(Path) of the link to this contact.
    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] FindViewModel* find() { return &m_find; }
    [[nodiscard]] AttachmentsViewModel* attachments() { return &m_attachments; }
    [[nodiscard]] VoiceNotesViewModel* notes() { return &m_notes; }
    /// Takes photos, which go into the tray of the attachments.
    [[nodiscard]] CameraViewModel* camera() { return &m_camera; }

    /// Sends a failed message once more.
    Q_INVOKABLE void resend(const QString& message);
    /// Puts our emoji under a message, or takes it away. More than maxReactions push out the oldest.
    Q_INVOKABLE void react(const QString& message, const QString& emoji);
    /// Goes to what a message answers; goBack() returns to it.
    Q_INVOKABLE void followQuote(const QString& message);
    Q_INVOKABLE void goBack();
    /// From the newest message nobody goes back.
    Q_INVOKABLE void jumpToNewest();
    /// Chooses what is forwarded: one message, or those that are selected.
    Q_INVOKABLE void beginForward(const QString& message);
    Q_INVOKABLE void beginForwardSelected();
    Q_INVOKABLE void copySelected();
    Q_INVOKABLE void removeSelected(bool both);
    /// Deletes a message, unless that is undone (UndoViewModel).
    Q_INVOKABLE void remove(const QString& message, bool both);
    Q_INVOKABLE void copy(const QString& message);
    /// Of somebody who asks to be let in (contactState "requested").
    Q_INVOKABLE void acceptContact();
    Q_INVOKABLE void refuseContact();
    Q_INVOKABLE void setBlocked(bool blocked);
    Q_INVOKABLE void dismissProblem();

Q_SIGNALS:
    void contactChanged();
    void returnChanged();
    void problemChanged();
    void watchedChanged();
    void pathChanged();

private:
    void hear(const Event& event);
    void complain(ErrorCode code);
    void markRead();
    void removeAll(const std::vector<MessageId>& messages, bool both);
    /// Complains when it fails.
    template <class C>
    void order(C command) {
        command.contact = m_id;
        m_courier.ask(std::move(command), this, [this](const Event& answer) { complain(failureOf(answer)); });
    }

    Courier& m_courier;
    ChatListModel& m_chats;
    ContactId m_id;
    Contact m_contact;
    MessageListModel m_messages;
    ComposerViewModel m_composer;
    SelectionViewModel m_selection;
    ForwardViewModel m_forwarding;
    MessageHistoryModel m_history;
    FindViewModel m_find;
    AttachmentsViewModel m_attachments;
    VoiceNotesViewModel m_notes;
    CameraViewModel m_camera;
    UndoViewModel& m_undo;
    std::vector<QString> m_returns;  ///< the messages whose quotes were followed
    QString m_problem;
    QString m_path;
    bool m_watched = false;
    bool m_deleting = false;
};

}  // namespace nightjar
