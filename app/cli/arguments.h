// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QString>
#include <QStringList>
#include <chrono>
#include <optional>

#include "base/instant.h"
#include "base/result.h"

namespace nightjar::cli {

/// A command line, taken apart (docs/cli.md).
struct Arguments {
    QString profile;
    std::optional<int> pinFd;
    std::optional<int> wipePinFd;
    std::optional<int> hiddenPinFd;
    std::optional<int> passphraseFd;                   ///< of a backup
    QString command;                                   ///< init, restore, rpc, invite, …
    QStringList operands;                              ///< what the command is about: a link, a contact, a text
    QString name;                                      ///< --name
    QString hub;                                       ///< --hub
    bool keyring = false;                              ///< --keyring: half of the device key goes there
    std::optional<std::uint32_t> kdfMemory;            ///< --kdf-memory, in KiB
    QString wait;                                      ///< --wait
    std::optional<std::chrono::milliseconds> timeout;  ///< --timeout SECONDS
    std::optional<Duration> life;                      ///< --life 12h, 3d
    QString identity;                                  ///< --identity: id or name of a private one
    bool json = false;
    bool help = false;
    bool version = false;
};

/// The options may stand before or after the command, `--option VALUE` or `--option=VALUE`; `--` ends them. The error
/// is a sentence.
[[nodiscard]] Result<Arguments, QString> parseArguments(const QStringList& words);

[[nodiscard]] QString usage();

}  // namespace nightjar::cli
