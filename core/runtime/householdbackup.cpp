// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What lies within an identity, on its way into a backup of it (docs/storage.md, Backup).

#include <filesystem>

#include "engine/backupfile.h"
#include "runtime/containerfolder.h"
#include "runtime/folderblobs.h"
#include "runtime/householdimpl.h"
#include "runtime/requests.h"
#include "runtime/vaultproblem.h"
#include "store/durable.h"
#include "store/logfile.h"

namespace nightjar {

namespace {

using store::StoreError;

ErrorCode codeOf(StoreError error) {
    return error == StoreError::DiskFull ? ErrorCode::DiskFull : ErrorCode::Internal;
}

/// Of a container that nobody has open: its files as they lie.
Result<void, StoreError> copyFiles(const std::string& from, const std::string& to) {
    namespace fs = std::filesystem;
    std::error_code error;
    fs::remove_all(to, error);
    if (auto made = store::makeFolder(to); !made) {
        return made;
    }
    for (const auto file : engine::filesWithin) {
        const auto source = from + "/" + std::string(file);
        if (!fs::exists(source, error)) {
            continue;
        }
        const auto target = to + "/" + std::string(file);
        fs::copy_file(source, target, fs::copy_options::overwrite_existing, error);
        if (error) {
            return Unexpected{store::errorOfErrno(error.value(), StoreError::Io)};
        }
        fs::permissions(target, fs::perms::owner_read | fs::perms::owner_write, error);
    }
    return {};
}

/// What there is of one container: the copies, and its blobs, which need none: each is written once.
std::vector<BackupFile> filesOf(const std::string& folder, const std::string& copies, const ContainerId& container) {
    std::vector<BackupFile> out;
    std::error_code error;
    const auto name = engine::folderNameOf(container);
    for (const auto file : engine::filesWithin) {
        const auto path = copies + "/" + name + "/" + std::string(file);
        if (std::filesystem::exists(path, error)) {
            out.push_back({engine::PlaceWithin{container, std::string(file)}.name(), path});
        }
    }
    if (out.empty()) {
        return out;
    }
    const auto blobs = runtime::blobsPath(runtime::folderWithin(folder, container));
    for (const auto& blob : runtime::FolderBlobs(blobs).list()) {
        if (engine::isBlobName(blob)) {
            out.push_back({engine::PlaceWithin{container, "blobs/" + blob}.name(), blobs + "/" + blob});
        }
    }
    return out;
}

}  // namespace

struct NodeHousehold::Impl::Copies {
    ExportBackup command;
    std::string folder;              ///< of the copies
    std::deque<ContainerId> wanted;  ///< the first one is under way
    std::vector<ContainerId> done;
    ErrorCode problem = ErrorCode::None;
};

bool NodeHousehold::Impl::backUp(const ExportBackup& command) {
    if (command.within) {
        return false;
    }
    const auto copies = std::make_shared<Copies>();
    copies->command = command;
    copies->folder = engine::copiesFolderOf(runtime::databasePath(folder));
    // Nothing is made, destroyed or moved meanwhile.
    whenSettled([this, copies] {
        if (backup != 0) {
            Q_EMIT outer->event(CommandFailed{copies->command.request, ErrorCode::BadArgument});
            return;
        }
        isSettled = false;
        for (const auto& one : all) {
            if (one.kind != ContainerKind::SecretChat) {
                copies->wanted.push_back(one.id);
            }
        }
        if (!copies->wanted.empty()) {
            if (const auto made = store::makeFolder(copies->folder); !made) {
                copies->problem = codeOf(made.error());
            }
        }
        copyNext(copies);
    });
    return true;
}

void NodeHousehold::Impl::copyNext(const std::shared_ptr<Copies>& copies) {
    if (copies->problem != ErrorCode::None || copies->wanted.empty()) {
        return copied(copies);
    }
    const auto next = copies->wanted.front();
    if (room(next)) {
        return copyOpen(copies, next);
    }
    if (opening > 0) {
        // Perhaps it is this one. The worker does one thing after another.
        return work([] { return true; }, [this, copies](bool) { copyNext(copies); });
    }
    copyClosed(copies, next);
}

/// Its own thread writes the copy, between two turns.
void NodeHousehold::Impl::copyOpen(const std::shared_ptr<Copies>& copies, const ContainerId& container) {
    auto& node = *room(container)->node;
    const auto target = copies->folder + "/" + engine::folderNameOf(container);
    if (const auto made = store::makeFolder(target); !made) {
        copies->problem = codeOf(made.error());
        return copyNext(copies);
    }
    // Goes with the answer, or with the Node, whichever comes first.
    auto* const waits = new QObject(&node);
    const auto request = node.newRequest();
    const auto answered = std::make_shared<bool>(false);
    QObject::connect(&node, &Messenger::event, waits, [=, this](const Event& event) {
        if (requestOf(event) != request) {
            return;
        }
        *answered = true;
        waits->deleteLater();
        if (const auto* failed = std::get_if<CommandFailed>(&event)) {
            copies->problem = failed->code;
        } else {
            copies->done.push_back(container);
            copies->wanted.pop_front();
        }
        copyNext(copies);
    });
    QObject::connect(
        waits, &QObject::destroyed, &owner,
        [=, this] {
            if (!*answered) {
                copyNext(copies);  // it was closed, and is copied as such
            }
        },
        Qt::QueuedConnection);
    node.post(CopyStore{request, target + "/identity.db"});
}

void NodeHousehold::Impl::copyClosed(const std::shared_ptr<Copies>& copies, const ContainerId& container) {
    work([from = runtime::folderWithin(folder, container),
          to = copies->folder + "/" + engine::folderNameOf(container)] { return copyFiles(from, to); },
         [this, copies, container](const Result<void, StoreError>& made) {
             if (made) {
                 copies->done.push_back(container);
                 copies->wanted.pop_front();
             } else {
                 copies->problem = codeOf(made.error());
             }
             copyNext(copies);
         });
}

void NodeHousehold::Impl::copied(const std::shared_ptr<Copies>& copies) {
    if (copies->problem != ErrorCode::None) {
        work(
            [path = copies->folder] {
                std::error_code ignored;
                std::filesystem::remove_all(path, ignored);
                return true;
            },
            [](bool) {});
        settle();
        if (outer) {
            Q_EMIT outer->event(CommandFailed{copies->command.request, copies->problem});
        }
        return;
    }
    work(
        [outerFolder = folder, copies] {
            std::vector<BackupFile> files;
            for (const auto& container : copies->done) {
                const auto some = filesOf(outerFolder, copies->folder, container);
                files.insert(files.end(), some.begin(), some.end());
            }
            return files;
        },
        [this, copies](std::vector<BackupFile> files) {
            copies->command.within = std::move(files);
            if (outer) {
                backup = copies->command.request;
                outer->post(copies->command);
            }
            settle();
        });
}

}  // namespace nightjar
