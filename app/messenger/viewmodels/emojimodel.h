// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <vector>

namespace nightjar {

/// The emoji of the picker, narrowed by words in English or Russian.
class EmojiModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY changed FINAL)
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged FINAL)
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)

public:
    enum Role {
        EmojiRole = Qt::UserRole + 1,
        NameRole,  ///< in the language of the interface
    };

    explicit EmojiModel(QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] QString text() const { return m_text; }
    /// Every word of it has to begin a word of the emoji, in either language.
    void setText(const QString& text);
    /// "en" or "ru": what they are called in.
    [[nodiscard]] QString language() const { return m_language; }
    void setLanguage(const QString& language);
    [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }
    /// Empty past the end.
    Q_INVOKABLE [[nodiscard]] QString emojiAt(int row) const;

Q_SIGNALS:
    void changed();
    void languageChanged();

private:
    void find();

    QString m_text;
    QString m_language = QStringLiteral("en");
    std::vector<int> m_rows;  ///< places in the table
};

}  // namespace nightjar
