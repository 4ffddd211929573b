// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

#include "messagelistmodel.h"

namespace nightjar {

/// The messages of one conversation that were marked in order to do something with all of them. They stay marked while
/// the window on the conversation moves on.
class SelectionViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by ConversationViewModel")
    Q_PROPERTY(bool active READ isActive NOTIFY changed FINAL)
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    Q_PROPERTY(bool copyable READ isCopyable NOTIFY changed FINAL)
    Q_PROPERTY(bool forwardable READ isForwardable NOTIFY changed FINAL)
    Q_PROPERTY(bool ours READ isOurs NOTIFY changed FINAL)

public:
    /// As many as one forwards in one go.
    static constexpr int most = 100;

    explicit SelectionViewModel(MessageListModel& messages, QObject* parent = nullptr);

    [[nodiscard]] bool isActive() const { return m_active; }
    [[nodiscard]] int count() const { return static_cast<int>(m_chosen.size()); }
    /// There is a text among them, and nothing that has none.
    [[nodiscard]] bool isCopyable() const;
    /// All of them can be sent on: what is about this conversation alone cannot, and neither can a file that is not
    /// here.
    [[nodiscard]] bool isForwardable() const;
    /// There is a text among them, of which can be told who wrote it.
    [[nodiscard]] bool hasText() const;
    /// All of them are own messages, so that they can be deleted for both.
    [[nodiscard]] bool isOurs() const;
    /// The oldest first.
    [[nodiscard]] std::vector<MessageId> ids() const;
    /// Their texts, the oldest first, a blank line between them.
    [[nodiscard]] QString texts() const;

    /// Begins with this message.
    Q_INVOKABLE void begin(const QString& message);
    /// Marks a message, or takes the mark away; past `most` nothing is marked any more.
    Q_INVOKABLE void toggle(const QString& message);
    Q_INVOKABLE void end();

Q_SIGNALS:
    void changed();

private:
    void drop(const MessageId& message);
    void tell();

    MessageListModel& m_messages;
    std::vector<Message> m_chosen;  ///< the oldest first
    bool m_active = false;
};

}  // namespace nightjar
