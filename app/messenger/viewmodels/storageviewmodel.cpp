// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "storageviewmodel.h"

#include "names.h"

namespace nightjar {

namespace {

/// More than anybody scrolls through.
constexpr std::size_t mostChats = 50;

std::optional<StorageKind> kindOf(const QString& name) {
    for (const auto kind : {StorageKind::Photos, StorageKind::Notes, StorageKind::Files}) {
        if (name == toQt(kindName(kind))) {
            return kind;
        }
    }
    return std::nullopt;
}

}  // namespace

StorageViewModel::StorageViewModel(Courier& courier, ChatListModel& chats, UndoViewModel& undo, QObject* parent)
    : QAbstractListModel(parent), m_courier(courier), m_chats(chats), m_undo(undo) {
    refresh();
}

int StorageViewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(std::min(m_use.chats.size(), mostChats));
}

QVariant StorageViewModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const auto& chat = m_use.chats[static_cast<std::size_t>(index.row())];
    switch (role) {
        case ContactRole:
            return toQt(chat.contact);
        case NameRole: {
            const auto* contact = m_chats.find(chat.contact);
            return contact ? toQt(contact->name) : QString();
        }
        case BytesRole:
            return static_cast<double>(chat.texts + chat.photos + chat.notes + chat.files);
        default:
            return {};
    }
}

QHash<int, QByteArray> StorageViewModel::roleNames() const {
    return {{ContactRole, "contact"}, {NameRole, "name"}, {BytesRole, "bytes"}};
}

double StorageViewModel::shown(StorageKind kind, std::int64_t bytes) const {
    return m_leaving == kind ? 0 : static_cast<double>(bytes);
}

double StorageViewModel::photos() const {
    return shown(StorageKind::Photos, m_use.photos);
}

double StorageViewModel::notes() const {
    return shown(StorageKind::Notes, m_use.notes);
}

double StorageViewModel::files() const {
    return shown(StorageKind::Files, m_use.files);
}

void StorageViewModel::refresh() {
    m_courier.ask(GetStorage{}, this, [this](const Event& answer) {
        const auto* told = std::get_if<StorageAnswer>(&answer);
        if (!told) {
            return report(answer, m_done);
        }
        beginResetModel();
        m_use = told->use;
        m_known = true;
        endResetModel();
        Q_EMIT changed();
    });
}

void StorageViewModel::clear(const QString& kind) {
    const auto which = kindOf(kind);
    if (!which) {
        return;
    }
    UndoViewModel::Deletion deletion;
    deletion.what = QStringLiteral("storage");
    // This page may be closed by then; the list of chats outlives it.
    const QPointer<StorageViewModel> self(this);
    deletion.commit = [&courier = m_courier, &chats = m_chats, self, which] {
        ClearStorage command;
        command.kind = *which;
        courier.ask(command, &chats, [&chats, self](const Event& answer) {
            if (failureOf(answer) != ErrorCode::None) {
                Q_EMIT chats.failed(failureOf(answer));
            }
            if (self) {
                self->m_leaving.reset();
                self->refresh();
            }
        });
    };
    deletion.revert = [self] {
        if (self) {
            self->m_leaving.reset();
            Q_EMIT self->changed();
        }
    };
    m_undo.begin(std::move(deletion));
    m_leaving = which;
    Q_EMIT changed();
}

void StorageViewModel::compact() {
    if (m_working) {
        return;
    }
    m_undo.settle();
    m_working = true;
    m_problem.clear();
    Q_EMIT changed();
    m_courier.ask(CompactStore{}, this, [this](const Event& answer) {
        report(answer, QStringLiteral("compacted"));
        refresh();
    });
}

void StorageViewModel::backUp(const QUrl& file) {
    if (m_working) {
        return;
    }
    if (m_passphrase.count() < minPassphrase) {
        m_problem = QStringLiteral("passphrase-too-short");
        Q_EMIT changed();
        return;
    }
    m_undo.settle();
    m_working = true;
    m_problem.clear();
    ExportBackup command;
    command.path = file.toLocalFile().toStdString();
    command.passphrase = std::make_shared<const SecretBytes>(m_passphrase.take());
    Q_EMIT changed();
    m_courier.ask(std::move(command), this, [this](const Event& answer) { report(answer, QStringLiteral("backup")); });
}

void StorageViewModel::report(const Event& answer, const QString& done) {
    m_working = false;
    m_problem = toQt(failureOf(answer));
    m_done = m_problem.isEmpty() ? done : QString();
    Q_EMIT changed();
}

}  // namespace nightjar
