// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <vector>

#include "courier.h"

namespace nightjar {

/// The own public addresses: whoever has the link of one may ask to become a contact.
class PublicAddressesModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by SessionViewModel::startAddresses")
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    Q_PROPERTY(bool loaded READ isLoaded NOTIFY changed FINAL)
    Q_PROPERTY(bool working READ isWorking NOTIFY changed FINAL)
    Q_PROPERTY(bool ended READ hasEnded NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)

public:
    enum Role {
        AddressRole = Qt::UserRole + 1,
        LinkRole,
        CreatedRole,
        PerHourRole,
        PerDayRole,
        InStockRole,
        TakenTodayRole,
    };

    explicit PublicAddressesModel(Courier& courier, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] int count() const { return static_cast<int>(m_addresses.size()); }
    [[nodiscard]] bool isLoaded() const { return m_loaded; }
    /// The server has been asked for something.
    [[nodiscard]] bool isWorking() const { return m_working; }
    /// The server has forgotten one since this was opened.
    [[nodiscard]] bool hasEnded() const { return m_ended; }
    [[nodiscard]] QString problem() const { return m_problem; }

    Q_INVOKABLE void reload();
    Q_INVOKABLE void create();
    /// How many may come through it.
    Q_INVOKABLE void change(const QString& address, int perHour, int perDay);
    /// Nobody comes through it any more; those who wait for a yes stay.
    Q_INVOKABLE void remove(const QString& address);
    Q_INVOKABLE void copy(const QString& address);

Q_SIGNALS:
    void changed();

private:
    void hear(const Event& event);
    void take(const std::vector<PublicAddress>& oldestFirst);
    void put(const PublicAddress& address);
    void report(const Event& answer);
    [[nodiscard]] const PublicAddress* find(const QString& address) const;

    Courier& m_courier;
    std::vector<PublicAddress> m_addresses;
    QString m_problem;
    bool m_loaded = false;
    bool m_working = false;
    bool m_ended = false;
};

}  // namespace nightjar
