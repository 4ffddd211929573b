// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <array>

#include "base/secret.h"

namespace nightjar {

/// A PIN or passphrase while it is being typed. The characters lie in locked memory only; a view learns how many there
/// are and nothing else.
class SecretBuffer : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by a view-model")
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    Q_PROPERTY(bool empty READ isEmpty NOTIFY changed FINAL)

public:
    /// Longer than any passphrase people type; the vault takes no more (VaultProblem::Kind::BadPin).
    static constexpr int maxCharacters = 64;

    explicit SecretBuffer(QObject* parent = nullptr);

    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] bool isEmpty() const { return m_count == 0; }

    /// One key of the pad, 0…9.
    Q_INVOKABLE void digit(int value);
    Q_INVOKABLE void backspace();
    Q_INVOKABLE void clear();
    /// One typed character (or a surrogate pair); control characters are ignored.
    void append(QStringView character);

    /// UTF-8, in locked memory; the buffer is empty afterwards.
    [[nodiscard]] SecretBytes take();
    [[nodiscard]] bool equals(const SecretBytes& other) const;
    /// Only digits, and how many different characters: what the strength is told from.
    [[nodiscard]] bool digitsOnly() const;
    [[nodiscard]] int distinct() const;
    /// Digits that only count up, count down or repeat.
    [[nodiscard]] bool isRun() const;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] std::size_t size() const { return m_count == 0 ? 0 : m_ends[static_cast<std::size_t>(m_count) - 1]; }
    [[nodiscard]] ByteView view() const { return m_bytes.view().first(size()); }

    SecretBytes m_bytes;                                ///< of full capacity, so that it never moves
    std::array<std::uint16_t, maxCharacters> m_ends{};  ///< where each character ends
    int m_count = 0;
};

}  // namespace nightjar
