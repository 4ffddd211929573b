// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QPointer>
#include <QUrl>

#include "chatlistmodel.h"
#include "secretbuffer.h"
#include "undoviewmodel.h"

namespace nightjar {

/// What is kept where, and how much room it takes; giving room back, and a backup of everything. As a list: the
/// conversations, the largest first.
class StorageViewModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by SessionViewModel::startStorage")
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    Q_PROPERTY(bool known READ isKnown NOTIFY changed FINAL)
    Q_PROPERTY(double texts READ texts NOTIFY changed FINAL)
    Q_PROPERTY(double photos READ photos NOTIFY changed FINAL)
    Q_PROPERTY(double notes READ notes NOTIFY changed FINAL)
    Q_PROPERTY(double files READ files NOTIFY changed FINAL)
    Q_PROPERTY(double waiting READ waiting NOTIFY changed FINAL)
    Q_PROPERTY(double reclaimable READ reclaimable NOTIFY changed FINAL)
    Q_PROPERTY(int messages READ messages NOTIFY changed FINAL)
    Q_PROPERTY(bool working READ isWorking NOTIFY changed FINAL)
    Q_PROPERTY(QString done READ done NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)
    Q_PROPERTY(nightjar::SecretBuffer* passphrase READ passphrase CONSTANT FINAL)

public:
    enum Role { ContactRole = Qt::UserRole, NameRole, BytesRole };

    StorageViewModel(Courier& courier, ChatListModel& chats, UndoViewModel& undo, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] int count() const { return rowCount(); }
    [[nodiscard]] bool isKnown() const { return m_known; }
    /// In bytes, as of everything below. Texts: with their index and all keys.
    [[nodiscard]] double texts() const { return static_cast<double>(m_use.messages); }
    [[nodiscard]] double photos() const;
    [[nodiscard]] double notes() const;
    [[nodiscard]] double files() const;
    [[nodiscard]] double waiting() const { return static_cast<double>(m_use.waiting); }
    [[nodiscard]] double reclaimable() const { return static_cast<double>(m_use.reclaimable); }
    [[nodiscard]] int messages() const { return static_cast<int>(m_use.messageCount); }
    [[nodiscard]] bool isWorking() const { return m_working; }
    /// What was done last: "compacted", "backup"; empty: nothing yet.
    [[nodiscard]] QString done() const { return m_done; }
    [[nodiscard]] QString problem() const { return m_problem; }
    /// Of the next backup.
    [[nodiscard]] SecretBuffer* passphrase() { return &m_passphrase; }

    Q_INVOKABLE void refresh();
    /// Deletes everything of a kind ("photos", "notes", "files") here, unless that is undone (UndoViewModel).
    Q_INVOKABLE void clear(const QString& kind);
    Q_INVOKABLE void compact();
    /// Writes a backup that the passphrase which was typed opens; that is forgotten here.
    Q_INVOKABLE void backUp(const QUrl& file);

    /// A passphrase shorter than this is not taken: whoever has the file may try as many as they like.
    static constexpr int minPassphrase = 8;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] double shown(StorageKind kind, std::int64_t bytes) const;
    void report(const Event& answer, const QString& done);

    Courier& m_courier;
    ChatListModel& m_chats;
    UndoViewModel& m_undo;
    SecretBuffer m_passphrase;
    StorageUse m_use;
    std::optional<StorageKind> m_leaving;  ///< about to be deleted: not counted, unless that is undone
    QString m_done;
    QString m_problem;
    bool m_known = false;
    bool m_working = false;
};

}  // namespace nightjar
