// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/vaultproblem.h"

#include <array>

namespace nightjar {

namespace {

using Kind = VaultProblem::Kind;

struct Text {
    Kind kind;
    std::string_view name;
    std::string_view sentence;
};

constexpr std::array texts{
    Text{Kind::WrongPin, "wrong-pin", "This PIN is wrong."},
    Text{Kind::TooSoon, "too-soon", "There were too many wrong PINs. Wait before the next attempt."},
    Text{Kind::BadPin, "bad-pin", "A PIN must not be empty or longer than 256 bytes, and no two PINs may be the same."},
    Text{Kind::Exists, "profile-exists", "There is a profile in this folder already. It was left as it is."},
    Text{Kind::Missing, "no-profile", "There is no profile in this folder."},
    Text{Kind::Foreign, "foreign-profile",
         "This folder holds something else than a profile of this machine. It was left as it is."},
    Text{Kind::Damaged, "profile-damaged", "The profile is damaged and cannot be read. Nothing was overwritten."},
    Text{Kind::InUse, "profile-in-use", "The profile is open in another process."},
    Text{Kind::DiskFull, "disk-full", "The disk is full. Free some space; nothing was lost."},
    Text{Kind::NoAccess, "no-access", "The profile folder may not be read or written."},
    Text{Kind::TooNew, "profile-too-new", "The profile was made by a later version of Nightjar. Use that one."},
    Text{Kind::Disk, "disk-error", "The disk failed to read or write."},
    Text{Kind::KeyringLocked, "keyring-locked",
         "The keyring of this system is locked or not running. Unlock it, then try again; nothing was changed."},
    Text{Kind::KeyringLost, "keyring-lost",
         "The keyring of this system has lost the entry of this profile. Bring the keyring back from a backup of the "
         "system; without it the profile stays closed. Nothing was changed."},
    Text{Kind::BackupUnreadable, "backup-unreadable", "There is no backup at this path, or it may not be read."},
    Text{Kind::BackupDamaged, "backup-damaged", "The passphrase is wrong, or this is not a whole Nightjar backup."},
    Text{Kind::BackupTooNew, "backup-too-new", "This backup was made by a newer Nightjar. Update first."},
    Text{Kind::NotHere, "not-here", "Only the main identity can do that, or only a hidden one."},
    Text{Kind::Internal, "internal", "Something unexpected happened inside Nightjar."},
};

const Text& textOf(Kind kind) {
    for (const auto& text : texts) {
        if (text.kind == kind) {
            return text;
        }
    }
    return texts.back();
}

Kind kindOf(vault::VaultError error) {
    using vault::VaultError;
    switch (error) {
        case VaultError::WrongPin:
            return Kind::WrongPin;
        case VaultError::TooSoon:
            return Kind::TooSoon;
        case VaultError::BadPin:
        case VaultError::PinInUse:
            return Kind::BadPin;
        case VaultError::NotUnlocked:
            return Kind::Internal;
        case VaultError::NoProfile:
            return Kind::Missing;
        case VaultError::ProfileExists:
            return Kind::Exists;
        case VaultError::Foreign:
            return Kind::Foreign;
        case VaultError::Damaged:
            return Kind::Damaged;
        case VaultError::TooNew:
            return Kind::TooNew;
        case VaultError::DiskFull:
            return Kind::DiskFull;
        case VaultError::ReadOnly:
            return Kind::NoAccess;
        case VaultError::Io:
            return Kind::Disk;
        case VaultError::KeyringLocked:
            return Kind::KeyringLocked;
        case VaultError::KeyringLost:
            return Kind::KeyringLost;
        case VaultError::NotHere:
            return Kind::NotHere;
    }
    return Kind::Internal;
}

Kind kindOf(store::StoreError error) {
    using store::StoreError;
    switch (error) {
        case StoreError::NotFound:
        case StoreError::WrongKey:
        case StoreError::Damaged:
        case StoreError::Foreign:
            return Kind::Damaged;  // the vault named it, so whatever lies there should have been a container
        case StoreError::Exists:
            return Kind::Exists;
        case StoreError::Locked:
            return Kind::InUse;
        case StoreError::TooNew:
            return Kind::TooNew;
        case StoreError::DiskFull:
            return Kind::DiskFull;
        case StoreError::ReadOnly:
            return Kind::NoAccess;
        case StoreError::Io:
            return Kind::Disk;
        case StoreError::Aborted:
            return Kind::Internal;
    }
    return Kind::Internal;
}

}  // namespace

std::string_view problemName(VaultProblem::Kind kind) {
    return textOf(kind).name;
}

std::string_view profileStateName(ProfileState state) {
    switch (state) {
        case ProfileState::None:
            return "none";
        case ProfileState::Locked:
            return "locked";
        case ProfileState::Foreign:
            return "foreign";
        case ProfileState::Damaged:
            return "damaged";
        case ProfileState::InUse:
            return "in-use";
    }
    return "";
}

VaultProblem problemOfKind(Kind kind) {
    return {kind, {}, std::string(textOf(kind).sentence)};
}

VaultProblem problemOf(const vault::VaultFailure& failure) {
    auto problem = problemOfKind(kindOf(failure.code));
    problem.retryAfter = failure.retryAfter;
    return problem;
}

VaultProblem problemOf(store::StoreError error) {
    return problemOfKind(kindOf(error));
}

}  // namespace nightjar
