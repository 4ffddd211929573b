// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/endpoint.h"
#include "base/result.h"

namespace nightjar::signald {

/// Where people are told to find the server.
struct PublicHost {
    std::string host;        ///< name or address, IPv6 in brackets
    std::uint16_t port = 0;  ///< 0: the one that is listened on
};

/// What the command line says.
struct Options {
    Endpoint listen;  ///< the port may be 0: any free pair
    /// Another address of the machine, with the same port; invalid without one.
    Endpoint secondListen;
    std::uint16_t directoryPort = 0;  ///< of the tutorial's directory; 0: none
    bool directoryForAnybody = false;
    std::uint16_t metricsPort = 0;  ///< on 127.0.0.1; 0: none
    bool foreignStun = false;       ///< STUN questions that are not padded are answered too
    std::string dataFolder;
    std::optional<PublicHost> publicHost;
    std::uint64_t diskMiB = 4096;
    std::uint64_t filesMiB = 4096;  ///< all files that wait together; 0: none is taken
    std::uint64_t fileMiB = 256;    ///< the largest of them
    std::uint64_t fileDays = 14;
    /// Where TLS is taken besides the port of `listen`; 0: nowhere. Nothing: at 443 if that can be had.
    std::optional<std::uint16_t> tlsPort;
    std::string certificateFile;  ///< PEM; empty: self-signed
    bool help = false;
    bool version = false;
};

/// The arguments without the program's name; the error is a sentence.
[[nodiscard]] Result<Options, std::string> parseOptions(std::span<const char* const> arguments);
[[nodiscard]] std::string_view usage();

}  // namespace nightjar::signald
