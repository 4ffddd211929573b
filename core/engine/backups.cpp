// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/backups.h"

#include <algorithm>
#include <filesystem>

#include "engine/fileshelf.h"
#include "engine/parts.h"
#include "store/compaction.h"
#include "store/containers.h"
#include "store/durable.h"

namespace nightjar::engine {

namespace {

/// In one step.
constexpr std::size_t portion = 256 * 1024;
/// What one guess of the passphrase costs: a second of a desktop. Stands in the file.
constexpr crypto::Argon2Params guessCost{256 * 1024, 3};
constexpr std::size_t snapshotKeySize = 32;

bool isSecret(const store::ContainerRecord& container) {
    return container.kind == store::ContainerKind::SecretChat;
}

}  // namespace

Backups::~Backups() {
    if (m_work) {
        clearAway();
    }
}

/// A copy of the database under a key that is in the backup alone.
std::string Backups::snapshot() const {
    return m_parts.context.database.path() + ".backup";
}

void Backups::clearAway() {
    std::error_code ignored;
    std::filesystem::remove(snapshot(), ignored);
    std::filesystem::remove_all(copiesFolderOf(m_parts.context.database.path()), ignored);
}

void Backups::start() {
    clearAway();  // of an interrupted one; without the keys it is nothing
}

Result<void, store::StoreError> Backups::takeSnapshot(const SecretBytes& key) {
    auto& database = m_parts.context.database;
    if (auto copied = database.copyTo(snapshot(), key); !copied) {
        return copied;
    }
    const auto all = store::Containers(database).all();
    if (std::none_of(all.begin(), all.end(), [](const auto& one) { return isSecret(one); })) {
        return {};
    }
    auto copy = store::Database::openEncrypted(snapshot(), key, store::OpenMode::Existing);
    if (!copy) {
        return Unexpected{copy.error()};
    }
    for (const auto& one : all) {
        if (isSecret(one)) {
            store::Containers(**copy).remove(one.id);
        }
    }
    return (*copy)->truncateWal() ? Result<void, store::StoreError>()
                                  : Unexpected{(*copy)->takeError().value_or(store::StoreError::Io)};
}

void Backups::begin(const ExportBackup& command) {
    auto& context = m_parts.context;
    auto* const disk = m_parts.transfers.disk();
    const auto within = command.within.value_or(std::vector<BackupFile>());
    const bool named = std::all_of(within.begin(), within.end(),
                                   [](const auto& one) { return PlaceWithin::parse(one.name).has_value(); });
    if (m_work) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    const auto refuse = [&](ErrorCode code) {
        clearAway();
        context.fail(command.request, code);
    };
    if (!disk || !command.passphrase || command.passphrase->empty() || command.path.empty() || !named) {
        return refuse(ErrorCode::BadArgument);
    }
    if (disk->inspect(command.path)) {
        return refuse(ErrorCode::TargetUnwritable);  // nothing is replaced
    }
    auto target = disk->create(command.path);
    if (!target) {
        return refuse(errorOfTarget(target.error()));
    }
    m_work = std::make_unique<Work>();
    m_work->request = command.request;
    m_work->target = std::move(*target);
    m_work->writer =
        std::make_unique<BackupWriter>(*m_work->target, command.passphrase->view(), guessCost, context.random);
    SecretBytes key(snapshotKeySize);
    context.random.fill(key.mutableView());
    if (const auto taken = takeSnapshot(key); !taken) {
        return end(errorOf(taken.error()));
    }
    if (const auto written = m_work->writer->write(BackupRecordType::DatabaseKey, key.view()); !written) {
        return end(errorOfTarget(written.error()));
    }
    m_work->blobs = disk->list();
    m_work->within.assign(within.rbegin(), within.rend());
}

void Backups::copy(const CopyStore& command) {
    auto& context = m_parts.context;
    const auto copied = store::copyWithKeyFile(context.database, command.path, context.random);
    copied ? context.done(command.request) : context.fail(command.request, errorOf(copied.error()));
}

Backups::Over Backups::step(Work& work) {
    if (!work.snapshotDone) {
        return writeDatabase(work);
    }
    if (!work.blobs.empty()) {
        return writeBlob(work);
    }
    if (!work.within.empty()) {
        return writeWithin(work);
    }
    const auto finished = work.writer->finish();
    return finished ? ErrorCode::None : errorOfTarget(finished.error());
}

Backups::Over Backups::writeDatabase(Work& work) {
    const auto part = store::readPart(snapshot(), work.snapshotAt, portion);
    if (!part) {
        return errorOf(part.error());
    }
    work.snapshotDone = part->size() < portion;
    work.snapshotAt += part->size();
    const auto written = work.writer->write(BackupRecordType::Database, *part);
    return written ? std::nullopt : Over(errorOfTarget(written.error()));
}

Backups::Over Backups::writeBlob(Work& work) {
    const auto& name = work.blobs.back();
    Bytes part(portion);
    auto got = m_parts.transfers.disk()->readSome(name, work.blobAt, part);
    // One that was deleted meanwhile is not missed.
    part.resize(got ? *got : 0);
    if (part.empty()) {
        work.blobs.pop_back();
        work.blobAt = 0;
        return std::nullopt;
    }
    work.blobAt += part.size();
    const auto written = work.writer->write(BackupRecordType::Blob, part, name);
    return written ? std::nullopt : Over(errorOfTarget(written.error()));
}

Backups::Over Backups::writeWithin(Work& work) {
    const auto& file = work.within.back();
    auto part = store::readPart(file.path, work.withinAt, portion);
    if (!part) {
        // As above; but a database is there, or the backup is not whole.
        if (part.error() != store::StoreError::NotFound || !PlaceWithin::parse(file.name)->isBlob()) {
            return errorOf(part.error());
        }
        part = Bytes();
    }
    if (part->empty()) {
        work.within.pop_back();
        work.withinAt = 0;
        return std::nullopt;
    }
    work.withinAt += part->size();
    const auto written = work.writer->write(BackupRecordType::Within, *part, file.name);
    return written ? std::nullopt : Over(errorOfTarget(written.error()));
}

void Backups::end(ErrorCode code) {
    const auto work = std::exchange(m_work, nullptr);
    clearAway();
    code == ErrorCode::None ? m_parts.context.done(work->request) : m_parts.context.fail(work->request, code);
}

void Backups::tick() {
    if (!m_work) {
        return;
    }
    if (const auto over = step(*m_work)) {
        end(*over);
    }
}

Instant Backups::nextDeadline() const {
    return m_work ? m_parts.context.now : never;
}

}  // namespace nightjar::engine
