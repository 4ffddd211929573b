// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "options.h"

#include <algorithm>
#include <charconv>

#include "wire/address.h"

namespace nightjar::signald {

namespace {

constexpr std::uint64_t leastDiskMiB = 1;
constexpr std::uint64_t mostDiskMiB = std::uint64_t(1) << 24;  // 16 TiB
constexpr std::uint64_t mostFileMiB = 1024;                    // docs/protocol.md section 5: 65,536 chunks
constexpr std::uint64_t mostFileDays = 60;

template <class T>
std::optional<T> number(std::string_view text) {
    T value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && stop == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// Sets one of the options whose value is a number; the error is a sentence.
std::optional<std::string> setNumber(Options& options, std::string_view name, std::string_view value) {
    struct Known {
        std::string_view name;
        std::uint64_t Options::*member;
        std::uint64_t least;
        std::uint64_t most;
        std::string_view what;
    };
    static constexpr Known all[] = {
        {"--disk", &Options::diskMiB, leastDiskMiB, mostDiskMiB, "a number of MiB"},
        {"--files", &Options::filesMiB, 0, mostDiskMiB, "a number of MiB"},
        {"--file-size", &Options::fileMiB, 1, mostFileMiB, "1 to 1024 MiB"},
        {"--file-days", &Options::fileDays, 1, mostFileDays, "1 to 60 days"},
    };
    const auto* const known =
        std::find_if(std::begin(all), std::end(all), [&](const auto& o) { return o.name == name; });
    const auto parsed = number<std::uint64_t>(value);
    if (!parsed || *parsed < known->least || *parsed > known->most) {
        return std::string(name) + " wants " + std::string(known->what);
    }
    options.*known->member = *parsed;
    return std::nullopt;
}

/// ADDR:PORT with PORT 0 too, which an Endpoint from outside never has.
std::optional<Endpoint> parseListen(std::string_view text) {
    if (text.ends_with(":0")) {
        const auto any = Endpoint::parse(std::string(text.substr(0, text.size() - 1)) + "1");
        return any ? std::optional(any->withPort(0)) : std::nullopt;
    }
    return Endpoint::parse(text);
}

/// Two addresses from which clients can be asked how their NAT filters.
bool arePair(const Endpoint& first, const Endpoint& second) {
    const auto isAny = [](const Endpoint& one) {
        return std::all_of(one.address().begin(), one.address().end(), [](auto byte) { return byte == 0; });
    };
    return first.port() != 0 && first.port() == second.port() && first != second && first.isV4() == second.isV4() &&
           !isAny(first) && !isAny(second);
}

/// HOST or HOST:PORT, as it will stand in the address line.
std::optional<PublicHost> parsePublic(std::string_view text) {
    const auto colon = text.rfind(':');
    const bool hasPort = colon != std::string_view::npos && text.find(']', colon) == std::string_view::npos;
    PublicHost out{std::string(hasPort ? text.substr(0, colon) : text), 0};
    if (hasPort) {
        const auto port = number<std::uint16_t>(text.substr(colon + 1));
        if (!port || *port == 0) {
            return std::nullopt;
        }
        out.port = *port;
    }
    const auto line = "nightjar-hub://" + out.host + ":1/" + toBase64Url(Bytes(32));
    return wire::HubAddress::parse(line) ? std::optional(out) : std::nullopt;
}

}  // namespace

Result<Options, std::string> parseOptions(std::span<const char* const> arguments) {
    Options options;
    int listens = 0;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string_view name = arguments[i];
        if (name == "--help" || name == "-h") {
            options.help = true;
            return options;
        }
        if (name == "--version") {
            options.version = true;
            return options;
        }
        if (name == "--foreign-stun") {
            options.foreignStun = true;
            continue;
        }
        if (name == "--directory-public") {
            options.directoryForAnybody = true;
            continue;
        }
        if (name != "--listen" && name != "--data" && name != "--public" && name != "--disk" && name != "--tls" &&
            name != "--certificate" && name != "--directory" && name != "--metrics" && name != "--files" &&
            name != "--file-size" && name != "--file-days") {
            return Unexpected{"unknown option " + std::string(name)};
        }
        if (i + 1 == arguments.size()) {
            return Unexpected{std::string(name) + " needs a value"};
        }
        const std::string_view value = arguments[++i];
        if (name == "--listen") {
            const auto listen = parseListen(value);
            if (!listen || listen->port() == 65535) {
                return Unexpected{std::string("--listen wants ADDRESS:PORT, e.g. 0.0.0.0:33445 or [::]:33445")};
            }
            (++listens == 1 ? options.listen : options.secondListen) = *listen;
        } else if (name == "--data") {
            options.dataFolder = value;
        } else if (name == "--public") {
            options.publicHost = parsePublic(value);
            if (!options.publicHost) {
                return Unexpected{std::string("--public wants HOST or HOST:PORT, e.g. hub.example.org")};
            }
        } else if (name == "--tls") {
            options.tlsPort = value == "off" ? std::optional<std::uint16_t>(0) : number<std::uint16_t>(value);
            if (!options.tlsPort || (value != "off" && *options.tlsPort == 0)) {
                return Unexpected{std::string("--tls wants a port or off")};
            }
        } else if (name == "--directory" || name == "--metrics") {
            const auto port = number<std::uint16_t>(value);
            if (!port || *port == 0) {
                return Unexpected{std::string(name) + " wants a port"};
            }
            (name == "--directory" ? options.directoryPort : options.metricsPort) = *port;
        } else if (name == "--certificate") {
            options.certificateFile = value;
        } else {
            if (auto problem = setNumber(options, name, value)) {
                return Unexpected{std::move(*problem)};
            }
        }
    }
    if (listens == 0) {
        return Unexpected{std::string("--listen is missing")};
    }
    if (listens > 2 || (listens == 2 && !arePair(options.listen, options.secondListen))) {
        return Unexpected{std::string("two --listen want two addresses of this machine and one port that is not 0")};
    }
    if (options.directoryForAnybody && options.directoryPort == 0) {
        return Unexpected{std::string("--directory-public wants --directory")};
    }
    if (options.dataFolder.empty()) {
        return Unexpected{std::string("--data is missing")};
    }
    return options;
}

std::string_view usage() {
    return R"(usage: nightjar-signald --listen ADDRESS:PORT --data FOLDER [options]

The Nightjar server: mailboxes, one-time invitations, relay and STUN. It knows
queues, never people. It prints its address line, which people type into the
app, then "ready", and serves until it gets SIGTERM or SIGINT.

  --listen ADDRESS:PORT  where to listen: UDP on PORT and on PORT + 1, TCP on PORT.
                         0.0.0.0 and [::] mean all addresses, port 0 any free pair.
                         Given twice, with two addresses and one port: clients
                         can tell a full-cone NAT from a restricted one
  --data FOLDER          server key and mailboxes; made if it is missing
  --public HOST[:PORT]   how people reach it, for the address line; without it,
                         the address it listens on or the first of the machine
  --tls PORT|off         also TLS, for networks that let only HTTPS out (443, if it
                         can be had; another one stands in the address line)
  --certificate FILE     certificate chain and key in PEM instead of a self-signed
                         one; clients look at the server key alone
  --foreign-stun         also answer STUN questions of other programs, which are
                         shorter than the answer
  --directory PORT       also the plain-text directory of the UDP tutorial there
                         (9102), for the LAN alone: id,name,ip,port,wanted
  --directory-public     the directory answers public addresses too
  --metrics PORT         figures for Prometheus by HTTP, on 127.0.0.1 alone
  --disk MIB             most that stored messages may take (4096)
  --files MIB            most that files on their way may take (4096); 0: none
  --file-size MIB        the largest of them, at most 1024 (256)
  --file-days DAYS       how long they wait for their receiver (14)
  --version, --help

SIGUSR1 prints a line of figures to standard error.
Exit codes: 0 ended by a signal, 2 wrong usage, 3 server key or data folder,
4 network, 5 stored messages unreadable.
)";
}

}  // namespace nightjar::signald
