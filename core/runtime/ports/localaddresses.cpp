// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/ports/localaddresses.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QNetworkInterface>
#include <algorithm>
#include <sstream>

namespace nightjar {

namespace {

/// Of /proc/net/if_inet6: IFA_F_TEMPORARY, and IFA_F_DADFAILED, _DEPRECATED, _TENTATIVE: not to be used (any more,
/// yet).
constexpr unsigned temporaryFlag = 0x01;
constexpr unsigned unusableFlags = 0x08 | 0x20 | 0x40;

bool usable(const QNetworkAddressEntry& entry) {
    const auto address = entry.ip();
    return address.scopeId().isEmpty() && !address.isLinkLocal() && !address.isMulticast() && !address.isNull() &&
           !(entry.isLifetimeKnown() && entry.preferredLifetime().hasExpired());
}

std::vector<Endpoint> temporaryAddresses() {
    QFile table(QStringLiteral("/proc/net/if_inet6"));
    return table.open(QIODevice::ReadOnly) ? readTemporaryAddresses(table.readAll().toStdString())
                                           : std::vector<Endpoint>{};
}

/// Adds the addresses of one interface.
void collect(const QNetworkInterface& interface, std::uint16_t port, bool loopback,
             const std::vector<Endpoint>& temporary, std::vector<Endpoint>& out) {
    std::vector<Endpoint> found;
    const auto entries = interface.addressEntries();
    for (const auto& entry : entries) {
        if (entry.ip().isLoopback() == loopback && usable(entry)) {
            const auto mapped = entry.ip().toIPv6Address();
            found.emplace_back(ByteView(mapped.c, 16), port);
        }
    }
    const auto isTemporary = [&](const Endpoint& address) {
        return std::find(temporary.begin(), temporary.end(), address.withPort(0)) != temporary.end();
    };
    if (std::any_of(found.begin(), found.end(), isTemporary)) {
        std::erase_if(found, [&](const Endpoint& address) {
            return !address.isV4() && !address.isPrivate() && !isTemporary(address);
        });
    }
    out.insert(out.end(), found.begin(), found.end());
}

std::vector<Endpoint> collect(std::uint16_t port, bool loopback) {
    std::vector<Endpoint> out;
    const auto temporary = temporaryAddresses();
    const auto interfaces = QNetworkInterface::allInterfaces();
    for (const auto& interface : interfaces) {
        const auto flags = interface.flags();
        if (flags.testFlag(QNetworkInterface::IsUp) && flags.testFlag(QNetworkInterface::IsRunning)) {
            collect(interface, port, loopback, temporary, out);
        }
    }
    return out;
}

}  // namespace

std::vector<Endpoint> inTurn(std::vector<Endpoint> addresses) {
    std::sort(addresses.begin(), addresses.end());
    addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
    const auto middle =
        std::stable_partition(addresses.begin(), addresses.end(), [](const Endpoint& one) { return !one.isV4(); });
    std::vector<Endpoint> out;
    for (auto six = addresses.begin(), four = middle;
         out.size() < maxLocalAddresses && (six != middle || four != addresses.end());) {
        if (six != middle) {
            out.push_back(*six++);
        }
        if (four != addresses.end() && out.size() < maxLocalAddresses) {
            out.push_back(*four++);
        }
    }
    return out;
}

std::vector<Endpoint> readTemporaryAddresses(std::string_view table) {
    std::vector<Endpoint> out;
    std::istringstream lines{std::string(table)};
    std::string line;
    while (std::getline(lines, line)) {
        // address, number of the interface, length of the prefix, scope, flags, name; all but the last in hexadecimal
        std::istringstream in(line);
        std::string address;
        unsigned number = 0;
        unsigned length = 0;
        unsigned scope = 0;
        unsigned flags = 0;
        in >> address >> std::hex >> number >> length >> scope >> flags;
        const auto raw = fromHex(address);
        if (in && raw && raw->size() == 16 && (flags & temporaryFlag) != 0 && (flags & unusableFlags) == 0) {
            out.emplace_back(*raw, std::uint16_t{0});
        }
    }
    return out;
}

std::vector<Endpoint> localAddresses(std::uint16_t port, bool withLoopback) {
    auto out = inTurn(collect(port, false));
    if (withLoopback || out.empty()) {
        // First, so that the bound never cuts them off when they were asked for.
        const auto loopback = inTurn(collect(port, true));
        out.insert(out.begin(), loopback.begin(), loopback.end());
    }
    if (out.size() > maxLocalAddresses) {
        out.resize(maxLocalAddresses);
    }
    return out;
}

}  // namespace nightjar
