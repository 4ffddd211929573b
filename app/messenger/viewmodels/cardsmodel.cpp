// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "cardsmodel.h"

#include "names.h"

namespace nightjar {

CardsModel::CardsModel(Courier& courier, ChatListModel& chats, QObject* parent)
    : QAbstractListModel(parent), m_courier(courier), m_chats(chats) {
}

int CardsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant CardsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto& card = m_cards[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case NameRole:
            return toQt(card.name);
        case LinkRole:
            return toQt(card.link);
        case OwnRole:
            return card.own;
        case InitialsRole:
            return initials(toQt(card.name));
        case TintRole:
            return tint(card.contact);
        default:
            return {};
    }
}

QHash<int, QByteArray> CardsModel::roleNames() const {
    return {{NameRole, "name"}, {LinkRole, "link"}, {OwnRole, "own"}, {InitialsRole, "initials"}, {TintRole, "tint"}};
}

void CardsModel::begin(const QString& contact) {
    m_contact = ContactId::parse(contact.toStdString()).value_or(ContactId{});
    m_problem.clear();
    m_loaded = false;
    beginResetModel();
    m_cards.clear();
    endResetModel();
    Q_EMIT changed();
    m_courier.ask(GetStatus{}, this, [this, question = ++m_question](const Event& answer) {
        const auto* status = std::get_if<StatusAnswer>(&answer);
        if (question == m_question) {
            load(status ? status->status.name : std::string());
        }
    });
}

void CardsModel::load(const std::string& ownName) {
    m_courier.ask(ListPublicAddresses{}, this, [this, ownName, question = m_question](const Event& answer) {
        if (question != m_question) {
            return;
        }
        std::vector<Card> cards;
        if (const auto* own = std::get_if<PublicAddressesAnswer>(&answer); own && !ownName.empty()) {
            for (const auto& address : own->addresses) {
                cards.push_back({ownName, address.link, true});
            }
        }
        for (int row = 0; row < m_chats.rowCount({}); ++row) {
            const auto id = ContactId::parse(m_chats.contactAt(row).toStdString());
            const auto* contact = id ? m_chats.find(*id) : nullptr;
            // Nobody is told about themselves.
            if (contact && contact->id != m_contact && !contact->address.empty() && !contact->name.empty()) {
                cards.push_back({contact->name, contact->address, false, contact->id});
            }
        }
        beginResetModel();
        m_cards = std::move(cards);
        endResetModel();
        m_loaded = true;
        Q_EMIT changed();
    });
}

void CardsModel::send(int row) {
    if (row < 0 || row >= count()) {
        return;
    }
    const auto& card = m_cards[static_cast<std::size_t>(row)];
    m_courier.ask(SendCard{0, m_contact, card.name, card.link}, this, [this](const Event& answer) {
        m_problem = toQt(failureOf(answer));
        Q_EMIT changed();
        if (m_problem.isEmpty()) {
            Q_EMIT sent();
        }
    });
}

}  // namespace nightjar
