// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/meter.h"

#include <algorithm>
#include <charconv>

#include "store/profile.h"
#include "store/traffic.h"
#include "wire/streamframe.h"

namespace nightjar::engine {

namespace {

constexpr std::string_view capKey = "meter/cap";
/// "MONTH:PERCENT": what was told last.
constexpr std::string_view toldKey = "meter/told";
/// A piece of a file goes in packets of about this, each with so much around it (channel, UDP, IPv4).
constexpr std::size_t filePacket = 1'200;
constexpr std::size_t filePacketHeads = 60;

std::int64_t numberIn(std::string_view text) {
    std::int64_t number = 0;
    (void)std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// Around a datagram: IP, then UDP, or TCP with a timestamp and the frame's length, and what TLS adds to a record.
std::int64_t heads(const Endpoint& other, Way way) {
    constexpr std::int64_t udp = 8;
    constexpr std::int64_t tcp = 32 + static_cast<std::int64_t>(wire::streamHeaderSize);
    constexpr std::int64_t tls = 22;
    const std::int64_t ip = other.isV4() ? 20 : 40;
    switch (way) {
        case Way::Udp:
            return ip + udp;
        case Way::Tls:
        case Way::TurnTls:
            return ip + tcp + tls;
        default:
            return ip + tcp;
    }
}

std::int64_t withHeads(std::size_t bytes) {
    return static_cast<std::int64_t>(bytes + (bytes + filePacket - 1) / filePacket * filePacketHeads);
}

}  // namespace

// ---- counting

void Meter::received(const Endpoint& from, Way way, std::size_t bytes) {
    m_all.received += static_cast<std::int64_t>(bytes) + heads(from, way);
}

void Meter::sent(const Endpoint& to, Way way, std::size_t bytes) {
    m_all.sent += static_cast<std::int64_t>(bytes) + heads(to, way);
}

void Meter::wasFor(TrafficKind kind, std::int64_t sentBytes, std::int64_t receivedBytes) {
    auto& apart = m_apart[static_cast<std::size_t>(kind)];
    apart.sent += sentBytes;
    apart.received += receivedBytes;
}

void Meter::wasFile(std::size_t sentBytes, std::size_t receivedBytes) {
    wasFor(TrafficKind::Files, withHeads(sentBytes), withHeads(receivedBytes));
}

Meter::Kinds Meter::fresh() const {
    auto kinds = m_apart;
    auto& messages = kinds[static_cast<std::size_t>(TrafficKind::Messages)];
    messages = m_all;
    for (const auto kind : {TrafficKind::Files, TrafficKind::Calls}) {
        // What is handed over is sent a little later: no kind takes more than there was.
        auto& one = kinds[static_cast<std::size_t>(kind)];
        one.sent = std::min(one.sent, messages.sent);
        one.received = std::min(one.received, messages.received);
        messages.sent -= one.sent;
        messages.received -= one.received;
    }
    return kinds;
}

std::int64_t Meter::month() const {
    const std::chrono::year_month_day day{
        std::chrono::sys_days(std::chrono::floor<std::chrono::days>(m_context.now.time_since_epoch()))};
    return 12 * static_cast<std::int64_t>(static_cast<int>(day.year())) + static_cast<unsigned>(day.month()) - 1;
}

nightjar::Meter Meter::present() const {
    nightjar::Meter out;
    out.cap = m_cap;
    const auto monthOf = [&out](std::int64_t month) -> MonthTraffic& {
        MonthTraffic named;
        named.year = static_cast<int>(month / 12);
        named.month = static_cast<int>(month % 12) + 1;
        const auto found = std::find_if(out.months.begin(), out.months.end(), [&](const MonthTraffic& one) {
            return one.year == named.year && one.month == named.month;
        });
        return found != out.months.end() ? *found : out.months.emplace_back(named);
    };
    const auto count = [](Traffic& to, std::int64_t sent, std::int64_t received) {
        to.sent += sent;
        to.received += received;
    };
    (void)monthOf(month());
    for (const auto& row : store::Traffic(m_context.database).all()) {
        if (row.kind < trafficKinds) {
            count(monthOf(row.month).kinds[row.kind], row.sent, row.received);
        }
    }
    const auto kinds = fresh();
    auto& now = monthOf(m_month);
    for (std::size_t kind = 0; kind < trafficKinds; ++kind) {
        count(now.kinds[kind], kinds[kind].sent, kinds[kind].received);
    }
    return out;
}

bool Meter::isSpent() const {
    return m_cap > 0 && m_month == month() && m_written + m_all.sent + m_all.received >= m_cap;
}

// ---- keeping

void Meter::start() {
    const store::Profile profile(m_context.database);
    m_month = month();
    m_cap = numberIn(profile.text(capKey));
    m_written = 0;
    for (const auto& row : store::Traffic(m_context.database).all()) {
        m_written += row.month == m_month ? row.sent + row.received : 0;
    }
    const auto told = profile.text(toldKey);
    const auto colon = told.find(':');
    m_told = colon != std::string::npos && numberIn(told) == m_month
                 ? static_cast<int>(numberIn(std::string_view(told).substr(colon + 1)))
                 : 0;
}

void Meter::write() {
    if (m_all.sent + m_all.received == 0) {
        return;
    }
    const auto kinds = fresh();
    store::Transaction transaction(m_context.database);
    store::Traffic traffic(m_context.database);
    for (std::size_t kind = 0; kind < trafficKinds; ++kind) {
        if (kinds[kind].sent + kinds[kind].received > 0) {
            traffic.add({m_month, static_cast<std::uint8_t>(kind), kinds[kind].sent, kinds[kind].received});
        }
    }
    traffic.forgetBefore(m_month - keptMonths);
    m_since = m_context.now;
    if (!m_context.commit(transaction)) {
        return;  // it is tried again with what comes
    }
    m_written += m_all.sent + m_all.received;
    // What was taken apart and not sent yet stays to be taken from what follows.
    for (std::size_t kind = 0; kind < trafficKinds; ++kind) {
        m_apart[kind].sent = std::max<std::int64_t>(0, m_apart[kind].sent - kinds[kind].sent);
        m_apart[kind].received = std::max<std::int64_t>(0, m_apart[kind].received - kinds[kind].received);
    }
    m_all = {};
    m_since.reset();
}

void Meter::tick() {
    const auto bytes = m_all.sent + m_all.received;
    if (bytes == 0) {
        return;
    }
    m_since = m_since.value_or(m_context.now);
    if (m_month != month()) {
        write();
        start();
    } else if (bytes >= writeBytes || m_context.now - *m_since >= writeAfter) {
        write();
    }
    tellCap();
}

void Meter::tellCap() {
    if (m_cap <= 0) {
        return;
    }
    const auto used = m_written + m_all.sent + m_all.received;
    const int reached = used >= m_cap ? 100 : used / nearPercent >= m_cap / 100 ? nearPercent : 0;
    if (reached <= m_told) {
        return;
    }
    store::Transaction transaction(m_context.database);
    store::Profile(m_context.database).setText(toldKey, std::to_string(m_month) + ":" + std::to_string(reached));
    if (m_context.commit(transaction)) {
        m_told = reached;
        m_context.emit(MeterChanged{present()});
    }
}

// ---- commands

void Meter::get(const GetMeter& command) {
    m_context.emit(MeterAnswer{command.request, present()});
}

void Meter::setCap(const SetMeterCap& command) {
    if (command.bytes < 0) {
        return m_context.fail(command.request, ErrorCode::BadArgument);
    }
    store::Transaction transaction(m_context.database);
    store::Profile profile(m_context.database);
    profile.setText(capKey, std::to_string(command.bytes));
    profile.remove(toldKey);
    if (!m_context.commit(transaction, command.request)) {
        return;
    }
    m_cap = command.bytes;
    m_told = 0;
    m_context.done(command.request);
    m_context.emit(MeterChanged{present()});
    tellCap();
}

}  // namespace nightjar::engine
