// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "meterviewmodel.h"

#include "attachmentsviewmodel.h"
#include "names.h"

namespace nightjar {

namespace {

constexpr int nearPercent = 80;
/// A million gigabytes: what a page has room for.
constexpr int mostMegabytes = 1'000'000'000;

}  // namespace

MeterViewModel::MeterViewModel(Courier& courier, QObject* parent) : QAbstractListModel(parent), m_courier(courier) {
    GetSetting get;
    get.key = AttachmentsViewModel::limitKey;
    m_courier.ask(std::move(get), this, [this](const Event& answer) {
        const auto* setting = std::get_if<SettingAnswer>(&answer);
        bool number = false;
        const auto bytes = setting ? toQt(setting->value).toLongLong(&number) : 0;
        m_askMegabytes = number ? static_cast<int>(bytes / megabyte) : m_askMegabytes;
        Q_EMIT changed();
    });
    connect(&m_courier, &Courier::news, this, [this](const Event& event) {
        if (const auto* told = std::get_if<MeterChanged>(&event)) {
            show(told->meter);
            m_notice = percent() >= 100           ? QStringLiteral("spent")
                       : percent() >= nearPercent ? QStringLiteral("near")
                                                  : QString();
            Q_EMIT changed();
        }
    });
}

int MeterViewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant MeterViewModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto& month = m_meter.months[static_cast<std::size_t>(index.row())];
    const auto of = [&month](TrafficKind kind) {
        const auto& one = month.kinds[static_cast<std::size_t>(kind)];
        return static_cast<double>(one.sent + one.received);
    };
    switch (role) {
        case YearRole:
            return month.year;
        case MonthRole:
            return month.month;
        case TotalRole:
            return static_cast<double>(month.total());
        case MessagesRole:
            return of(TrafficKind::Messages);
        case FilesRole:
            return of(TrafficKind::Files);
        case CallsRole:
            return of(TrafficKind::Calls);
        default:
            return {};
    }
}

QHash<int, QByteArray> MeterViewModel::roleNames() const {
    return {{YearRole, "year"},         {MonthRole, "month"}, {TotalRole, "total"},
            {MessagesRole, "messages"}, {FilesRole, "files"}, {CallsRole, "calls"}};
}

double MeterViewModel::total() const {
    return m_meter.months.empty() ? 0 : static_cast<double>(m_meter.months.front().total());
}

void MeterViewModel::refresh() {
    m_courier.ask(GetMeter{}, this, [this](const Event& answer) {
        if (const auto* told = std::get_if<MeterAnswer>(&answer)) {
            show(told->meter);
        }
    });
}

std::optional<int> MeterViewModel::megabytesOf(const QString& typed) {
    bool number = true;
    const auto wanted = typed.trimmed().isEmpty() ? 0 : typed.trimmed().toInt(&number);
    const bool fits = number && wanted >= 0 && wanted <= mostMegabytes;
    m_problem = toQt(fits ? ErrorCode::None : ErrorCode::BadArgument);
    Q_EMIT changed();
    return fits ? std::optional(wanted) : std::nullopt;
}

void MeterViewModel::setCap(const QString& megabytes) {
    if (const auto wanted = megabytesOf(megabytes)) {
        m_courier.ask(SetMeterCap{0, *wanted * megabyte}, this, [this](const Event& answer) {
            m_problem = toQt(failureOf(answer));
            Q_EMIT changed();
            refresh();
        });
    }
}

void MeterViewModel::setAskAbove(const QString& megabytes) {
    const auto wanted = megabytesOf(megabytes);
    if (!wanted) {
        return;
    }
    SetSetting set;
    set.key = AttachmentsViewModel::limitKey;
    set.value = std::to_string(*wanted * megabyte);
    m_courier.ask(std::move(set), this, [this, wanted](const Event& answer) {
        m_problem = toQt(failureOf(answer));
        m_askMegabytes = m_problem.isEmpty() ? *wanted : m_askMegabytes;
        Q_EMIT changed();
    });
}

void MeterViewModel::dismissNotice() {
    m_notice.clear();
    Q_EMIT changed();
}

void MeterViewModel::show(const Meter& meter) {
    const bool sameRows = meter.months.size() == m_meter.months.size();
    if (sameRows) {
        m_meter = meter;
        if (count() > 0) {
            Q_EMIT dataChanged(index(0), index(count() - 1));
        }
    } else {
        beginResetModel();
        m_meter = meter;
        endResetModel();
    }
    Q_EMIT changed();
}

}  // namespace nightjar
