// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QPointer>
#include <QQuickItem>

#include "secretbuffer.h"

namespace nightjar {

/// Takes the keyboard for a SecretBuffer, so that no QML string ever holds a PIN. Draws nothing; QML draws as many dots
/// as the buffer counts. `allowText` lets letters in (a passphrase); otherwise digits only.
class SecretInput : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(nightjar::SecretBuffer* buffer READ buffer WRITE setBuffer NOTIFY bufferChanged FINAL)
    Q_PROPERTY(bool allowText READ allowsText WRITE setAllowText NOTIFY allowTextChanged FINAL)

public:
    explicit SecretInput(QQuickItem* parent = nullptr);

    [[nodiscard]] SecretBuffer* buffer() const { return m_buffer; }
    void setBuffer(SecretBuffer* buffer);
    [[nodiscard]] bool allowsText() const { return m_allowText; }
    void setAllowText(bool allow);

    [[nodiscard]] QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;

Q_SIGNALS:
    void bufferChanged();
    void allowTextChanged();
    /// Enter was pressed.
    void submitted();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;

private:
    void take(const QString& text);

    QPointer<SecretBuffer> m_buffer;
    bool m_allowText = false;
};

}  // namespace nightjar
