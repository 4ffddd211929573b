// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <vector>

#include "courier.h"

namespace nightjar {

/// The photos, or the files, of one conversation, the newest first. Nothing is asked for before load().
class GalleryModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AttachmentsViewModel")
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)
    Q_PROPERTY(bool loaded READ isLoaded NOTIFY countChanged FINAL)

public:
    enum Role {
        MessageRole = Qt::UserRole + 1,
        CaptionRole,
        MineRole,
        TimeRole,
        AttachmentRole,  ///< AttachmentFacts
    };

    /// `kind`: MessageKind::Photo or MessageKind::File.
    GalleryModel(Courier& courier, ContactId contact, MessageKind kind, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] int count() const { return static_cast<int>(m_messages.size()); }
    [[nodiscard]] bool isLoaded() const { return m_loaded; }

    Q_INVOKABLE void load();
    /// -1 when it is not there.
    Q_INVOKABLE [[nodiscard]] int rowOf(const QString& message) const;

Q_SIGNALS:
    void countChanged();

private:
    void hear(const Event& event);
    void reset(std::vector<Message> messages);
    [[nodiscard]] bool holds(const Message& message) const;

    Courier& m_courier;
    ContactId m_contact;
    MessageKind m_kind;
    std::vector<Message> m_messages;
    bool m_asked = false;
    bool m_loaded = false;
};

}  // namespace nightjar
