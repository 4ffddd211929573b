// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "cli/exitcode.h"

namespace nightjar::cli {

ExitCode exitCodeOf(ErrorCode code) {
    switch (code) {
        case ErrorCode::None:
            return ExitCode::Done;
        case ErrorCode::MalformedLink:
            return ExitCode::MalformedLink;
        case ErrorCode::MalformedHubAddress:
            return ExitCode::MalformedHubAddress;
        case ErrorCode::NoHub:
            return ExitCode::NoHub;
        case ErrorCode::HubUnreachable:
            return ExitCode::HubUnreachable;
        case ErrorCode::HubIdentityMismatch:
            return ExitCode::HubIdentityMismatch;
        case ErrorCode::HubRefused:
            return ExitCode::HubRefused;
        case ErrorCode::InvitationUsed:
            return ExitCode::InvitationUsed;
        case ErrorCode::InvitationExpired:
            return ExitCode::InvitationExpired;
        case ErrorCode::InvitationUnknown:
            return ExitCode::InvitationUnknown;
        case ErrorCode::OwnInvitation:
            return ExitCode::OwnInvitation;
        case ErrorCode::UnknownContact:
            return ExitCode::UnknownContact;
        case ErrorCode::BadArgument:
        case ErrorCode::MessageTooLong:
        case ErrorCode::FileTooLarge:
        case ErrorCode::NotSound:
        case ErrorCode::UnknownContainer:
        case ErrorCode::GroupFull:
        case ErrorCode::NotFounder:
        case ErrorCode::NotInGroups:
        case ErrorCode::GroupEmpty:
        case ErrorCode::OneTimeLink:
        case ErrorCode::CapSpent:
        case ErrorCode::BackupTooNew:
            return ExitCode::MessageNotTaken;
        case ErrorCode::MailboxFull:
        case ErrorCode::ContactGone:
        case ErrorCode::ContactBlocked:
        case ErrorCode::ContactNotAccepted:
        case ErrorCode::MessageExpired:
        case ErrorCode::HubTakesNoFile:
        case ErrorCode::ErasureRefused:
        case ErrorCode::Superseded:
            return ExitCode::NotDelivered;
        case ErrorCode::DiskFull:
            return ExitCode::DiskFull;
        case ErrorCode::StoreDamaged:
        case ErrorCode::BackupDamaged:
            return ExitCode::Damaged;
        case ErrorCode::FileUnreadable:
        case ErrorCode::TargetUnwritable:
            return ExitCode::NoAccess;
        case ErrorCode::AddressUsedUp:
            return ExitCode::AddressUsedUp;
        case ErrorCode::AddressGone:
            return ExitCode::AddressGone;
        case ErrorCode::AddressBusy:
            return ExitCode::AddressBusy;
        case ErrorCode::FileChanged:
        case ErrorCode::FileNotHere:
        case ErrorCode::FileWithdrawn:
        case ErrorCode::FileDamaged:
        case ErrorCode::UnknownMessage:
        case ErrorCode::UnknownCall:
        case ErrorCode::NotOwnMessage:
        case ErrorCode::AlreadyInCall:
        case ErrorCode::Internal:
            return ExitCode::Failed;
    }
    return ExitCode::Failed;
}

ExitCode exitCodeOf(VaultProblem::Kind kind) {
    using Kind = VaultProblem::Kind;
    switch (kind) {
        case Kind::WrongPin:
            return ExitCode::WrongPin;
        case Kind::TooSoon:
            return ExitCode::TooSoon;
        case Kind::BadPin:
            return ExitCode::BadPin;
        case Kind::Exists:
            return ExitCode::ProfileExists;
        case Kind::Missing:
            return ExitCode::NoProfile;
        case Kind::Foreign:
            return ExitCode::Foreign;
        case Kind::Damaged:
            return ExitCode::Damaged;
        case Kind::InUse:
            return ExitCode::InUse;
        case Kind::DiskFull:
            return ExitCode::DiskFull;
        case Kind::NoAccess:
        case Kind::Disk:
            return ExitCode::NoAccess;
        case Kind::TooNew:
            return ExitCode::TooNew;
        case Kind::KeyringLocked:
        case Kind::KeyringLost:
            return ExitCode::NoAccess;
        case Kind::Internal:
        case Kind::BackupUnreadable:
        case Kind::BackupDamaged:
        case Kind::BackupTooNew:
        case Kind::NotHere:
            return ExitCode::Failed;
    }
    return ExitCode::Failed;
}

Failure failureOf(ErrorCode code) {
    return {exitCodeOf(code), std::string(errorName(code)), std::string(errorSentence(code))};
}

Failure failureOf(const VaultProblem& problem) {
    return {exitCodeOf(problem.kind), std::string(problemName(problem.kind)), problem.sentence};
}

Failure failureOf(const HouseholdProblem& problem) {
    return problem.vault ? failureOf(*problem.vault) : failureOf(problem.code);
}

}  // namespace nightjar::cli
