// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "errors.h"
#include "runtime/household.h"
#include "runtime/vaultservice.h"

namespace nightjar::cli {

/// What nightjar-cli ends with. Stable: docs/cli.md lists them.
enum class ExitCode {
    Done = 0,
    Failed = 1,  ///< none of the others
    Usage = 2,   ///< a wrong command line
    WrongPin = 3,
    TooSoon = 4,
    BadPin = 5,
    NoProfile = 6,
    ProfileExists = 7,
    Foreign = 8,
    Damaged = 9,
    InUse = 10,
    DiskFull = 11,
    NoAccess = 12,
    TooNew = 13,
    MalformedLink = 20,
    InvitationUsed = 21,
    InvitationExpired = 22,
    InvitationUnknown = 23,
    OwnInvitation = 24,
    MalformedHubAddress = 25,
    NoHub = 26,
    HubUnreachable = 27,
    HubIdentityMismatch = 28,
    HubRefused = 29,
    UnknownContact = 30,
    MessageNotTaken = 31,  ///< empty or too long
    NotDelivered = 32,     ///< the message failed: the contact is gone, …
    TimedOut = 33,         ///< --wait: not yet; what was accepted is kept and goes on by itself
    AddressUsedUp = 34,
    AddressGone = 35,
    AddressBusy = 36,
};

[[nodiscard]] ExitCode exitCodeOf(ErrorCode code);
[[nodiscard]] ExitCode exitCodeOf(VaultProblem::Kind kind);

/// How a piece of work of the program ended, when it did not end well.
struct Failure {
    ExitCode code = ExitCode::Failed;
    std::string name;      ///< stable, as errorName() and problemName() give it
    std::string sentence;  ///< for people
};
[[nodiscard]] Failure failureOf(ErrorCode code);
[[nodiscard]] Failure failureOf(const VaultProblem& problem);
[[nodiscard]] Failure failureOf(const HouseholdProblem& problem);

}  // namespace nightjar::cli
