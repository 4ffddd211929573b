// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "secretinput.h"

#include <QInputMethodEvent>
#include <QKeyEvent>

namespace nightjar {

SecretInput::SecretInput(QQuickItem* parent) : QQuickItem(parent) {
    setFlag(ItemAcceptsInputMethod);
    setActiveFocusOnTab(true);
}

void SecretInput::setBuffer(SecretBuffer* buffer) {
    if (m_buffer != buffer) {
        m_buffer = buffer;
        Q_EMIT bufferChanged();
    }
}

void SecretInput::setAllowText(bool allow) {
    if (m_allowText != allow) {
        m_allowText = allow;
        Q_EMIT allowTextChanged();
    }
}

QVariant SecretInput::inputMethodQuery(Qt::InputMethodQuery query) const {
    switch (query) {
        case Qt::ImEnabled:
            return true;
        case Qt::ImHints:
            // No learning, no prediction, no suggestions: keyboards remember words otherwise.
            return QVariant::fromValue(int(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText |
                                           Qt::ImhNoAutoUppercase | (m_allowText ? Qt::ImhNone : Qt::ImhDigitsOnly)));
        default:
            return QQuickItem::inputMethodQuery(query);
    }
}

void SecretInput::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            Q_EMIT submitted();
            return;
        case Qt::Key_Backspace:
            if (m_buffer) {
                m_buffer->backspace();
            }
            return;
        case Qt::Key_Delete:
            if (m_buffer) {
                m_buffer->clear();
            }
            return;
        default:
            break;
    }
    const bool command = event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier);
    if (command || event->text().isEmpty() || !event->text().front().isPrint()) {
        event->ignore();
        return;
    }
    take(event->text());
}

void SecretInput::inputMethodEvent(QInputMethodEvent* event) {
    take(event->commitString());
    event->accept();
}

void SecretInput::take(const QString& text) {
    if (!m_buffer) {
        return;
    }
    for (qsizetype i = 0; i < text.size(); ++i) {
        const auto length = text[i].isHighSurrogate() && i + 1 < text.size() ? 2 : 1;
        if (m_allowText || (text[i] >= u'0' && text[i] <= u'9')) {
            m_buffer->append(QStringView(text).mid(i, length));
        }
        i += length - 1;
    }
}

}  // namespace nightjar
