// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "cli/arguments.h"

#include <cmath>
#include <functional>
#include <map>

namespace nightjar::cli {

namespace {

// A day: longer waits are a matter of the caller's own loop.
constexpr double longestTimeout = 86400;
// MiB. Below the least, a stolen profile would tell its PIN too cheaply; the most is what the keyslot file can hold.
constexpr std::uint32_t leastKdfMemory = 8;
constexpr std::uint32_t mostKdfMemory = 4096;

/// Puts an option's value where it belongs; false when it makes no sense.
using Setter = std::function<bool(Arguments&, const QString& value)>;

bool setDescriptor(std::optional<int>& to, const QString& value) {
    bool ok = false;
    to = value.toInt(&ok);
    return ok && *to >= 0;
}

/// Whole hours or days: "12h", "3d". What is too short or too long the core says.
bool setLife(std::optional<Duration>& to, const QString& value) {
    constexpr int most = 10'000;
    bool ok = false;
    const int count = value.chopped(std::min<qsizetype>(1, value.size())).toInt(&ok);
    const bool days = value.endsWith(QLatin1Char('d'));
    if (!ok || count < 1 || count > most || (!days && !value.endsWith(QLatin1Char('h')))) {
        return false;
    }
    to = std::chrono::hours(days ? 24 * count : count);
    return true;
}

const std::map<QString, Setter>& valueOptions() {
    static const std::map<QString, Setter> options{
        {QStringLiteral("--profile"), [](Arguments& a, const QString& v) { return !(a.profile = v).isEmpty(); }},
        {QStringLiteral("--pin-fd"), [](Arguments& a, const QString& v) { return setDescriptor(a.pinFd, v); }},
        {QStringLiteral("--wipe-pin-fd"), [](Arguments& a, const QString& v) { return setDescriptor(a.wipePinFd, v); }},
        {QStringLiteral("--hidden-pin-fd"),
         [](Arguments& a, const QString& v) { return setDescriptor(a.hiddenPinFd, v); }},
        {QStringLiteral("--passphrase-fd"),
         [](Arguments& a, const QString& v) { return setDescriptor(a.passphraseFd, v); }},
        {QStringLiteral("--name"),
         [](Arguments& a, const QString& v) {
             a.name = v;
             return true;
         }},
        {QStringLiteral("--hub"), [](Arguments& a, const QString& v) { return !(a.hub = v).isEmpty(); }},
        {QStringLiteral("--kdf-memory"),
         [](Arguments& a, const QString& v) {
             bool ok = false;
             const auto mib = v.toUInt(&ok);
             a.kdfMemory = mib * 1024;
             return ok && mib >= leastKdfMemory && mib <= mostKdfMemory;
         }},
        {QStringLiteral("--wait"), [](Arguments& a, const QString& v) { return !(a.wait = v).isEmpty(); }},
        {QStringLiteral("--life"), [](Arguments& a, const QString& v) { return setLife(a.life, v); }},
        {QStringLiteral("--identity"), [](Arguments& a, const QString& v) { return !(a.identity = v).isEmpty(); }},
        {QStringLiteral("--timeout"),
         [](Arguments& a, const QString& v) {
             bool ok = false;
             const double seconds = v.toDouble(&ok);
             if (!ok || !std::isfinite(seconds) || seconds < 0 || seconds > longestTimeout) {
                 return false;
             }
             a.timeout = std::chrono::milliseconds(std::llround(seconds * 1000));
             return true;
         }},
    };
    return options;
}

bool* flagOf(Arguments& arguments, const QString& word) {
    if (word == QLatin1String("--json")) {
        return &arguments.json;
    }
    if (word == QLatin1String("--keyring")) {
        return &arguments.keyring;
    }
    if (word == QLatin1String("--help") || word == QLatin1String("-h")) {
        return &arguments.help;
    }
    if (word == QLatin1String("--version")) {
        return &arguments.version;
    }
    return nullptr;
}

}  // namespace

Result<Arguments, QString> parseArguments(const QStringList& words) {
    Arguments out;
    bool optionsOver = false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const auto& word = words[i];
        if (optionsOver || !word.startsWith(QLatin1Char('-')) || word == QLatin1String("-")) {
            if (out.command.isEmpty()) {
                out.command = word;
            } else {
                out.operands.append(word);
            }
            continue;
        }
        if (word == QLatin1String("--")) {
            optionsOver = true;
            continue;
        }
        if (auto* flag = flagOf(out, word)) {
            *flag = true;
            continue;
        }
        const auto equals = word.indexOf(QLatin1Char('='));
        const auto option = equals < 0 ? word : word.left(equals);
        const auto setter = valueOptions().find(option);
        if (setter == valueOptions().end()) {
            return Unexpected{QStringLiteral("There is no option %1.").arg(option)};
        }
        if (equals < 0 && i + 1 == words.size()) {
            return Unexpected{QStringLiteral("%1 needs a value.").arg(option)};
        }
        const auto value = equals < 0 ? words[++i] : word.mid(equals + 1);
        if (!setter->second(out, value)) {
            return Unexpected{QStringLiteral("%1 does not take \"%2\".").arg(option, value)};
        }
    }
    return out;
}

QString usage() {
    return QStringLiteral(
        "usage: nightjar-cli --profile DIR [--pin-fd N] COMMAND\n"
        "\n"
        "  init --name NAME [--hub ADDRESS] [--wipe-pin-fd N]   make a profile in a new or empty folder\n"
        "       [--kdf-memory MIB]              memory a guess of the PIN costs (default: measured, 64 to 1024)\n"
        "       [--keyring]                     half of the device key goes into the desktop's keyring, if there is "
        "one\n"
        "  restore PATH [--passphrase-fd N] [--wipe-pin-fd N] [--kdf-memory MIB]\n"
        "                                       the same out of a backup; the device it is of stops\n"
        "  hide [--hidden-pin-fd N]             make the hidden identity, in place of one there may have been\n"
        "  delete-hidden                        destroy the hidden identity that the PIN opens\n"
        "  rpc                                  JSON-RPC 2.0, a line each, on standard input and output\n"
        "  status                               oneself and the server\n"
        "  contacts                             everybody we know\n"
        "  invite [--life 12h]                  make a one-time invitation and print its link; 1h to 7d (default)\n"
        "  invitations                          the ones that can still be used\n"
        "  revoke INVITATION                    withdraw one\n"
        "  publish                              make a public address and print its link\n"
        "  addresses                            the own public addresses\n"
        "  unpublish ADDRESS                    delete one\n"
        "  accept LINK [--name NAME]            accept somebody's invitation\n"
        "  send CONTACT TEXT [--wait STATE]     CONTACT is an id or a name; TEXT - is read from standard input\n"
        "                                       STATE: queued, sent (default), delivered, read\n"
        "  send-file CONTACT PATH [--wait STATE]\n"
        "  files                                the files of all conversations\n"
        "  fetch|pause|resume|cancel ID         a file; goes on while the profile runs\n"
        "  save ID PATH                         writes a file that has arrived\n"
        "  storage                              what takes how much room\n"
        "  compact                              gives back what deleted things took, under a fresh key\n"
        "  backup PATH [--passphrase-fd N]      everything in one encrypted file\n"
        "  send-location CONTACT PLACE          a geo: link or coordinates\n"
        "  send-card CONTACT LINK --name NAME   how somebody can be reached: the link of a public address\n"
        "  meter                                bytes of each month; cap MEGABYTES: what a month may cost, 0: no cap\n"
        "  listen                               print what arrives until interrupted\n"
        "  find                                 look for servers on the local network (needs no profile)\n"
        "\n"
        "  --identity ID|NAME    a private identity of the profile instead of the main one\n"
        "  --json                one JSON object a line instead of words\n"
        "  --timeout SECONDS     how long to wait (default 60; listen and rpc: for ever)\n"
        "\n"
        "A PIN is the first line of its descriptor; without --pin-fd it is asked for at the terminal.\n"
        "docs/cli.md has every method, notification and exit code.\n");
}

}  // namespace nightjar::cli
