// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "gallerymodel.h"

#include "attachmentfacts.h"
#include "names.h"

namespace nightjar {

namespace {
/// The most that one answer holds (ListFiles).
constexpr std::uint32_t most = 500;
}  // namespace

GalleryModel::GalleryModel(Courier& courier, ContactId contact, MessageKind kind, QObject* parent)
    : QAbstractListModel(parent), m_courier(courier), m_contact(contact), m_kind(kind) {
    connect(&m_courier, &Courier::news, this, &GalleryModel::hear);
}

int GalleryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant GalleryModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto& message = m_messages[static_cast<std::size_t>(index.row())];
    switch (role) {
        case MessageRole:
            return toQt(message.id);
        case Qt::DisplayRole:
        case CaptionRole:
            return toQt(message.text);
        case MineRole:
            return message.mine;
        case TimeRole:
            return toQt(message.time);
        case AttachmentRole:
            return QVariant::fromValue(factsOf(message));
        default:
            return {};
    }
}

QHash<int, QByteArray> GalleryModel::roleNames() const {
    return {{MessageRole, "message"},
            {CaptionRole, "caption"},
            {MineRole, "mine"},
            {TimeRole, "time"},
            {AttachmentRole, "attachment"}};
}

void GalleryModel::load() {
    if (m_asked) {
        return;
    }
    m_asked = true;
    ListFiles list;
    list.contact = m_contact;
    list.limit = most;
    m_courier.ask(list, this, [this](const Event& answer) {
        const auto* found = std::get_if<MessagesAnswer>(&answer);
        m_asked = found != nullptr;
        if (found) {
            reset(found->messages);
        }
    });
}

int GalleryModel::rowOf(const QString& message) const {
    const auto id = MessageId::parse(message.toStdString());
    const auto found = id ? std::ranges::find(m_messages, *id, &Message::id) : m_messages.end();
    return found == m_messages.end() ? -1 : static_cast<int>(found - m_messages.begin());
}

void GalleryModel::reset(std::vector<Message> messages) {
    std::erase_if(messages, [this](const Message& message) { return !holds(message); });
    beginResetModel();
    m_messages = std::move(messages);
    endResetModel();
    m_loaded = true;
    Q_EMIT countChanged();
}

bool GalleryModel::holds(const Message& message) const {
    return message.contact == m_contact && message.kind == m_kind && message.attachment;
}

void GalleryModel::hear(const Event& event) {
    if (!m_loaded) {
        return;
    }
    const auto placeOf = [this](const MessageId& id) { return std::ranges::find(m_messages, id, &Message::id); };
    if (const auto* added = std::get_if<MessageAdded>(&event); added && holds(added->message)) {
        if (placeOf(added->message.id) == m_messages.end()) {
            beginInsertRows({}, 0, 0);
            m_messages.insert(m_messages.begin(), added->message);
            endInsertRows();
            Q_EMIT countChanged();
        }
    } else if (const auto* removed = std::get_if<MessageRemoved>(&event)) {
        if (const auto at = placeOf(removed->message); at != m_messages.end()) {
            const auto row = static_cast<int>(at - m_messages.begin());
            beginRemoveRows({}, row, row);
            m_messages.erase(at);
            endRemoveRows();
            Q_EMIT countChanged();
        }
    } else if (const auto* moved = std::get_if<TransferChanged>(&event)) {
        if (const auto at = placeOf(moved->message); at != m_messages.end() && apply(*moved, *at)) {
            const auto row = index(static_cast<int>(at - m_messages.begin()));
            Q_EMIT dataChanged(row, row, {AttachmentRole});
        }
    }
}

}  // namespace nightjar
