// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>

#include "courier.h"

namespace nightjar {

/// What each month cost, the present one first, and how much one may.
class MeterViewModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by SessionViewModel")
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    Q_PROPERTY(int capMegabytes READ capMegabytes NOTIFY changed FINAL)
    Q_PROPERTY(int askMegabytes READ askMegabytes NOTIFY changed FINAL)
    Q_PROPERTY(int percent READ percent NOTIFY changed FINAL)
    Q_PROPERTY(double total READ total NOTIFY changed FINAL)
    Q_PROPERTY(QString notice READ notice NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)

public:
    enum Role {
        YearRole = Qt::UserRole + 1,
        MonthRole,  ///< 1 … 12
        TotalRole,  ///< bytes, both ways, as the next three
        MessagesRole,
        FilesRole,
        CallsRole,
    };
    static constexpr std::int64_t megabyte = 1'000'000;

    explicit MeterViewModel(Courier& courier, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] int count() const { return static_cast<int>(m_meter.months.size()); }
    /// 0: there is no cap.
    [[nodiscard]] int capMegabytes() const { return static_cast<int>(m_meter.cap / megabyte); }
    /// From here on a question comes before files where bytes are dear.
    [[nodiscard]] int askMegabytes() const { return m_askMegabytes; }
    [[nodiscard]] int percent() const { return m_meter.percent(); }
    /// Of the present month.
    [[nodiscard]] double total() const;
    /// What everybody should know: "near", "spent"; empty: nothing, or it was dismissed.
    [[nodiscard]] QString notice() const { return m_notice; }
    [[nodiscard]] QString problem() const { return m_problem; }

    Q_INVOKABLE void refresh();
    /// Megabytes in a month, as typed; empty or 0: no cap.
    Q_INVOKABLE void setCap(const QString& megabytes);
    Q_INVOKABLE void setAskAbove(const QString& megabytes);
    Q_INVOKABLE void dismissNotice();

Q_SIGNALS:
    void changed();

private:
    void show(const Meter& meter);
    /// Nothing, and the problem is told, where it is no number.
    [[nodiscard]] std::optional<int> megabytesOf(const QString& typed);

    Courier& m_courier;
    Meter m_meter;
    int m_askMegabytes = 5;
    QString m_notice;
    QString m_problem;
};

}  // namespace nightjar
