// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/backups.h"

#include <filesystem>

#include "engine/fileshelf.h"
#include "engine/parts.h"
#include "store/durable.h"

namespace nightjar::engine {

namespace {

/// In one step.
constexpr std::size_t portion = 256 * 1024;
/// What one guess of the passphrase costs: a second of a desktop. Stands in the file.
constexpr crypto::Argon2Params guessCost{256 * 1024, 3};
constexpr std::size_t snapshotKeySize = 32;

}  // namespace

Backups::~Backups() {
    if (m_work) {
        std::error_code ignored;
        std::filesystem::remove(snapshot(), ignored);
    }
}

/// A copy of the database under a key that is in the backup alone.
std::string Backups::snapshot() const {
    return m_parts.context.database.path() + ".backup";
}

void Backups::start() {
    std::error_code ignored;
    std::filesystem::remove(snapshot(), ignored);  // of an interrupted one; nobody has its key
}

void Backups::begin(const ExportBackup& command) {
    auto& context = m_parts.context;
    auto* const disk = m_parts.transfers.disk();
    if (m_work || !disk || !command.passphrase || command.passphrase->empty() || command.path.empty()) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    if (disk->inspect(command.path)) {
        return context.fail(command.request, ErrorCode::TargetUnwritable);  // nothing is replaced
    }
    auto target = disk->create(command.path);
    if (!target) {
        return context.fail(command.request, errorOfTarget(target.error()));
    }
    auto work = std::make_unique<Work>();
    work->request = command.request;
    work->target = std::move(*target);
    work->writer = std::make_unique<BackupWriter>(*work->target, command.passphrase->view(), guessCost, context.random);
    SecretBytes key(snapshotKeySize);
    context.random.fill(key.mutableView());
    if (const auto copied = context.database.copyTo(snapshot(), key); !copied) {
        return context.fail(command.request, errorOf(copied.error()));
    }
    m_work = std::move(work);
    if (const auto written = m_work->writer->write(BackupRecordType::DatabaseKey, key.view()); !written) {
        return end(errorOfTarget(written.error()));
    }
    m_work->blobs = disk->list();
}

std::optional<ErrorCode> Backups::step(Work& work) {
    auto& disk = *m_parts.transfers.disk();
    if (!work.snapshotDone) {
        const auto part = store::readPart(snapshot(), work.snapshotAt, portion);
        if (!part) {
            return errorOf(part.error());
        }
        work.snapshotDone = part->size() < portion;
        work.snapshotAt += part->size();
        const auto written = work.writer->write(BackupRecordType::Database, *part);
        return written ? std::nullopt : std::optional(errorOfTarget(written.error()));
    }
    if (work.blobs.empty()) {
        const auto finished = work.writer->finish();
        return finished ? ErrorCode::None : errorOfTarget(finished.error());
    }
    const auto& name = work.blobs.back();
    Bytes part(portion);
    auto got = disk.readSome(name, work.blobAt, part);
    // One that was deleted meanwhile is not missed.
    part.resize(got ? *got : 0);
    if (part.empty()) {
        work.blobs.pop_back();
        work.blobAt = 0;
        return std::nullopt;
    }
    work.blobAt += part.size();
    const auto written = work.writer->write(BackupRecordType::Blob, part, name);
    return written ? std::nullopt : std::optional(errorOfTarget(written.error()));
}

void Backups::end(ErrorCode code) {
    const auto work = std::exchange(m_work, nullptr);
    std::error_code ignored;
    std::filesystem::remove(snapshot(), ignored);
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
