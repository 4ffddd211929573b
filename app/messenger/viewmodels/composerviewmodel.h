// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QTimer>

#include "messagelistmodel.h"

namespace nightjar {

/// What is being written in one conversation: a new message, an answer to one, or a change of an own one. It is kept in
/// the store while it is written (SetDraft), and the store forgets it in the step that sends it.
class ComposerViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by ConversationViewModel")
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged FINAL)
    Q_PROPERTY(bool sendable READ isSendable NOTIFY textChanged FINAL)
    Q_PROPERTY(Purpose purpose READ purpose NOTIFY purposeChanged FINAL)
    Q_PROPERTY(QString about READ about NOTIFY purposeChanged FINAL)
    Q_PROPERTY(bool aboutMine READ isAboutMine NOTIFY purposeChanged FINAL)
    Q_PROPERTY(QString aboutKind READ aboutKind NOTIFY purposeChanged FINAL)
    Q_PROPERTY(QString aboutPreview READ aboutPreview NOTIFY purposeChanged FINAL)

public:
    enum class Purpose { Writing, Answering, Editing };
    Q_ENUM(Purpose)

    ComposerViewModel(Courier& courier, MessageListModel& messages, const Contact& contact, QObject* parent = nullptr);
    ~ComposerViewModel() override;

    [[nodiscard]] QString text() const { return m_text; }
    /// What the person types: they are told to be writing.
    void setText(const QString& text);
    /// There is something in it besides blanks.
    [[nodiscard]] bool isSendable() const;
    [[nodiscard]] Purpose purpose() const;
    /// The message that is answered or edited; empty: none.
    [[nodiscard]] QString about() const;
    [[nodiscard]] bool isAboutMine() const;
    /// "text", "file", "photo" …
    [[nodiscard]] QString aboutKind() const;
    /// Its beginning in one line.
    [[nodiscard]] QString aboutPreview() const;

    /// Sends the text, or the change, unless it is blank. It is cleared when it is on the disk.
    Q_INVOKABLE void send();
    Q_INVOKABLE void answer(const QString& message);
    /// Puts the text of an own message into the field. What was being written comes back afterwards.
    Q_INVOKABLE void edit(const QString& message);
    /// The same with the newest own text; false when there is none.
    Q_INVOKABLE bool editNewest();
    /// Answers nothing and edits nothing any more.
    Q_INVOKABLE void dismiss();
    /// Keeps what is written at once.
    void keep();
    /// What the store tells of the draft, as long as nobody has written here: what was typed just before the
    /// conversation was left may still be on its way when it is opened again.
    void adopt(const Contact& contact);

Q_SIGNALS:
    void textChanged();
    void purposeChanged();
    /// errorName() tells why it was not sent.
    void failed(nightjar::ErrorCode code);
    void sent();

private:
    /// All of what is written.
    struct Draft {
        QString text;
        std::optional<Quote> quote;
        std::optional<MessageId> editing;
        QString before;  ///< the text that is edited
        [[nodiscard]] bool isSameAs(const Draft& other) const;
    };
    void put(Draft draft);
    void forgetAbout(const MessageId& message);
    void keepSoon();
    void keepAs(const QString& text);
    void sayTyping(bool typing);
    void finish(const Event& answer);

    Courier& m_courier;
    MessageListModel& m_messages;
    ContactId m_contact;
    QString m_text;
    std::optional<Quote> m_quote;
    std::optional<MessageId> m_editing;
    QString m_before;
    std::optional<Draft> m_aside;  ///< while something is edited: what was being written before
    Draft m_kept;                  ///< as the store has it
    QTimer m_keepSoon;
    bool m_sending = false;
    bool m_typing = false;
    bool m_touched = false;
};

}  // namespace nightjar
