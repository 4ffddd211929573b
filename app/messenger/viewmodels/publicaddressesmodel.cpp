// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "publicaddressesmodel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <algorithm>

#include "names.h"

namespace nightjar {

PublicAddressesModel::PublicAddressesModel(Courier& courier, QObject* parent)
    : QAbstractListModel(parent), m_courier(courier) {
    connect(&m_courier, &Courier::news, this, &PublicAddressesModel::hear);
    reload();
}

int PublicAddressesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant PublicAddressesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto& address = m_addresses[static_cast<std::size_t>(index.row())];
    switch (role) {
        case AddressRole:
            return toQt(address.id);
        case Qt::DisplayRole:
        case LinkRole:
            return toQt(address.link);
        case CreatedRole:
            return toQt(address.created);
        case PerHourRole:
            return static_cast<int>(address.perHour);
        case PerDayRole:
            return static_cast<int>(address.perDay);
        case InStockRole:
            return static_cast<int>(address.inStock);
        case TakenTodayRole:
            return static_cast<int>(address.takenToday);
        default:
            return {};
    }
}

QHash<int, QByteArray> PublicAddressesModel::roleNames() const {
    return {{AddressRole, "address"}, {LinkRole, "link"},       {CreatedRole, "created"},      {PerHourRole, "perHour"},
            {PerDayRole, "perDay"},   {InStockRole, "inStock"}, {TakenTodayRole, "takenToday"}};
}

void PublicAddressesModel::reload() {
    m_courier.ask(ListPublicAddresses{}, this, [this](const Event& answer) {
        if (const auto* all = std::get_if<PublicAddressesAnswer>(&answer)) {
            take(all->addresses);
        }
    });
}

void PublicAddressesModel::create() {
    if (m_working) {
        return;
    }
    m_working = true;
    m_problem.clear();
    m_ended = false;
    Q_EMIT changed();
    m_courier.ask(CreatePublicAddress{}, this, [this](const Event& answer) { report(answer); });
}

void PublicAddressesModel::change(const QString& address, int perHour, int perDay) {
    const auto* known = find(address);
    if (!known || m_working || perHour < 1 || perDay < 1) {
        return;
    }
    m_working = true;
    Q_EMIT changed();
    ChangePublicAddress command;
    command.address = known->id;
    command.perHour = static_cast<std::uint32_t>(perHour);
    command.perDay = static_cast<std::uint32_t>(perDay);
    command.effort = known->effort;
    m_courier.ask(command, this, [this](const Event& answer) { report(answer); });
}

void PublicAddressesModel::remove(const QString& address) {
    const auto* known = find(address);
    if (!known || m_working) {
        return;
    }
    m_working = true;
    Q_EMIT changed();
    DeletePublicAddress command;
    command.address = known->id;
    m_courier.ask(command, this, [this](const Event& answer) {
        report(answer);
        reload();
    });
}

void PublicAddressesModel::copy(const QString& address) {
    // It is made to be published: nothing about it is secret.
    if (const auto* known = find(address)) {
        QGuiApplication::clipboard()->setText(toQt(known->link));
    }
}

const PublicAddress* PublicAddressesModel::find(const QString& address) const {
    const auto found = std::ranges::find(m_addresses, address, [](const PublicAddress& a) { return toQt(a.id); });
    return found == m_addresses.end() ? nullptr : &*found;
}

void PublicAddressesModel::report(const Event& answer) {
    m_working = false;
    m_problem = toQt(failureOf(answer));
    if (const auto* one = std::get_if<PublicAddressAnswer>(&answer)) {
        put(one->address);
    }
    Q_EMIT changed();
}

void PublicAddressesModel::hear(const Event& event) {
    if (std::holds_alternative<PublicAddressEnded>(event)) {
        m_ended = true;
        reload();
    }
}

void PublicAddressesModel::take(const std::vector<PublicAddress>& oldestFirst) {
    beginResetModel();
    m_addresses = oldestFirst;
    endResetModel();
    m_loaded = true;
    Q_EMIT changed();
}

void PublicAddressesModel::put(const PublicAddress& address) {
    const auto found = std::ranges::find(m_addresses, address.id, &PublicAddress::id);
    if (found == m_addresses.end()) {
        beginInsertRows({}, count(), count());
        m_addresses.push_back(address);
        endInsertRows();
    } else {
        *found = address;
        const auto row = index(static_cast<int>(found - m_addresses.begin()));
        Q_EMIT dataChanged(row, row);
    }
}

}  // namespace nightjar
