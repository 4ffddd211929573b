// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/containerfolder.h"

#include <filesystem>

#include "base/log.h"
#include "runtime/disk.h"
#include "runtime/folderblobs.h"
#include "runtime/ports/clock.h"
#include "runtime/vaultproblem.h"
#include "store/database.h"
#include "store/migrations.h"
#include "store/tenure.h"
#include "vault/profilefolder.h"

namespace nightjar::runtime {

std::string databasePath(const std::string& folder) {
    return folder + "/identity.db";
}

std::string blobsPath(const std::string& folder) {
    return folder + "/blobs";
}

std::string folderWithin(const std::string& outer, const ContainerId& container) {
    return outer + "/" + vault::containerFolder(container);
}

Result<void, VaultProblem> furnish(const UnlockedIdentity& identity) {
    const std::filesystem::path folder(identity.folder);
    if (const auto made = FolderDisk(folder.parent_path().string()).makeFolder(folder.filename().string()); !made) {
        return Unexpected{problemOfKind(made.error() == vault::DiskError::Full       ? VaultProblem::Kind::DiskFull
                                        : made.error() == vault::DiskError::ReadOnly ? VaultProblem::Kind::NoAccess
                                                                                     : VaultProblem::Kind::Disk)};
    }
    const auto opened =
        store::openIdentity(databasePath(identity.folder), identity.key, store::OpenMode::CreateIfMissing);
    return opened ? Result<void, VaultProblem>() : Unexpected{problemOf(opened.error())};
}

Result<IdentityStore, VaultProblem> openWithin(const UnlockedIdentity& identity, const ContainerInfo& info,
                                               std::uint64_t outerTenure) {
    auto opened = store::openIdentity(databasePath(identity.folder), identity.key, store::OpenMode::Existing);
    if (!opened) {
        return Unexpected{problemOf(opened.error())};
    }
    {
        auto& database = **opened;
        store::Transaction transaction(database);
        store::Tenure tenure(database);
        if (info.kind == ContainerKind::LockedChat) {
            tenure.raiseTo(outerTenure);  // its queues were, and may become again, those of the outer one
        } else if (info.kind == ContainerKind::Identity) {
            tenure.follow(outerTenure, SystemClock().now(), info.id);
        }
        // A disk that takes nothing now: it can be read, and is told by its server to stop.
        (void)transaction.commit();
    }
    return IdentityStore(std::move(*opened), std::make_unique<FolderBlobs>(blobsPath(identity.folder)));
}

void shredWithin(const std::string& outer, const ContainerId& container) {
    if (!FolderDisk(outer).shred(vault::containerFolder(container))) {
        qCWarning(lcRuntime) << "a container could not be removed as a whole";
    }
}

void shredUnnamed(const std::string& outer, const std::set<ContainerId>& named) {
    const auto names = FolderDisk(outer).list("");
    if (!names) {
        return;
    }
    for (const auto& name : *names) {
        if (const auto container = vault::containerOf(name); container && !named.contains(*container)) {
            shredWithin(outer, *container);
        }
    }
}

}  // namespace nightjar::runtime
