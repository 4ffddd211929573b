// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/ports/gateway.h"

#include <QFile>
#include <cstring>
#include <sstream>

#ifdef Q_OS_LINUX
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace nightjar {

namespace {

/// Columns of the table: Iface Destination Gateway Flags RefCnt Use Metric Mask …; numbers as the machine has them in
/// memory, in hexadecimal.
constexpr unsigned long flagUp = 1;
constexpr unsigned long flagGateway = 2;

#ifdef Q_OS_LINUX
/// The address that the system would send from.
std::optional<Endpoint> sourceTowards(const Endpoint& router, std::uint16_t port) {
    const int descriptor = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        return std::nullopt;
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(router.port());
    std::memcpy(&address.sin_addr, router.address().data(), 4);
    socklen_t length = sizeof(address);
    // Connecting sends nothing: it only chooses the way.
    const bool found = ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 &&
                       ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length) == 0;
    ::close(descriptor);
    ByteArray<4> own{};
    std::memcpy(own.data(), &address.sin_addr, own.size());
    return found ? std::optional(Endpoint(own, port)) : std::nullopt;
}
#endif

}  // namespace

std::optional<Endpoint> readDefaultRouter(std::string_view table) {
    std::istringstream lines{std::string(table)};
    std::string line;
    std::optional<Endpoint> best;
    unsigned long bestMetric = 0;
    std::getline(lines, line);  // the names of the columns
    while (std::getline(lines, line)) {
        std::istringstream in(line);
        std::string interface;
        unsigned long destination = 1;
        unsigned long router = 0;
        unsigned long flags = 0;
        unsigned long unused = 0;
        unsigned long metric = 0;
        unsigned long mask = 1;
        in >> interface >> std::hex >> destination >> router >> flags;
        in >> std::dec >> unused >> unused >> metric >> std::hex >> mask;
        const bool isDefault = destination == 0 && mask == 0 && (flags & flagUp) != 0 && (flags & flagGateway) != 0;
        if (!in || !isDefault || router == 0 || (best && metric >= bestMetric)) {
            continue;
        }
        const auto raw = static_cast<std::uint32_t>(router);
        ByteArray<4> address{};
        std::memcpy(address.data(), &raw, address.size());
        best = Endpoint(address, 0);
        bestMetric = metric;
    }
    return best;
}

std::optional<Gateway> defaultGateway(std::uint16_t port) {
#ifdef Q_OS_LINUX
    QFile table(QStringLiteral("/proc/net/route"));
    if (!table.open(QIODevice::ReadOnly)) {
        return std::nullopt;
    }
    const auto router = readDefaultRouter(table.readAll().toStdString());
    if (!router) {
        return std::nullopt;
    }
    const auto withPort = router->withPort(5351);  // any: an address without one is not valid
    const auto own = sourceTowards(withPort, port);
    return own ? std::optional(Gateway{withPort, *own}) : std::nullopt;
#else
    (void)port;
    return std::nullopt;
#endif
}

}  // namespace nightjar
