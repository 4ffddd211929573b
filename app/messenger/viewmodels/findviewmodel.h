// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QTimer>

#include "courier.h"

namespace nightjar {

/// Looks for words within one conversation, from the newest place on; current() is where the view should be.
class FindViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by ConversationViewModel")
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY changed FINAL)
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY changed FINAL)
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    Q_PROPERTY(int position READ position NOTIFY changed FINAL)
    Q_PROPERTY(bool searching READ isSearching NOTIFY changed FINAL)
    Q_PROPERTY(QString kind READ kind WRITE setKind NOTIFY changed FINAL)

public:
    /// More places than anybody steps through.
    static constexpr int maxFound = 500;

    FindViewModel(Courier& courier, ContactId contact, QObject* parent = nullptr);

    [[nodiscard]] bool isActive() const { return m_active; }
    /// Ending it forgets the text.
    void setActive(bool active);
    [[nodiscard]] QString text() const { return m_text; }
    void setText(const QString& text);
    [[nodiscard]] int count() const { return static_cast<int>(m_found.size()); }
    /// 1…count, the newest first; 0: nothing found.
    [[nodiscard]] int position() const { return m_position; }
    [[nodiscard]] bool isSearching() const { return m_searching; }
    /// kindName(SearchKind): what is looked for. Other than "everything" it needs no words.
    [[nodiscard]] QString kind() const;
    void setKind(const QString& kind);

    Q_INVOKABLE void older();
    Q_INVOKABLE void newer();
    /// Shows these words from this message on, as found by a search over all chats.
    void begin(const QString& text, const MessageId& at);

Q_SIGNALS:
    void changed();
    /// The view should show this message.
    void wanted(const QString& message);

private:
    void begin();
    void search();
    void go(int position);

    Courier& m_courier;
    ContactId m_contact;
    std::vector<MessageId> m_found;
    std::optional<MessageId> m_start;
    QString m_text;
    SearchKind m_kind = SearchKind::Everything;
    QTimer m_typing;
    int m_position = 0;
    int m_question = 0;
    bool m_active = false;
    bool m_searching = false;
};

}  // namespace nightjar
