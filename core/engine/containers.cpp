// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/containers.h"

#include "engine/parts.h"
#include "store/containers.h"
#include "store/tenure.h"

namespace nightjar::engine {

namespace {

constexpr std::size_t keySize = 32;
/// A sealed key with its salt, cost and attempts takes about 150 bytes.
constexpr std::size_t maxGuardBytes = 1024;

static_assert(static_cast<int>(ContainerKind::SecretChat) == static_cast<int>(store::ContainerKind::SecretChat));

ContainerInfo toInfo(const store::ContainerRecord& record) {
    ContainerInfo info;
    info.id = record.id;
    info.kind = static_cast<ContainerKind>(record.kind);
    info.label = record.label;
    info.guarded = !record.guard.empty();
    info.hidden = record.hidden;
    info.opensItself = record.opensItself;
    info.created = fromUnixMs(record.createdMs);
    if (record.endsMs) {
        info.ends = fromUnixMs(*record.endsMs);
    }
    return info;
}

}  // namespace

void Containers::list(const ListContainers& command) {
    auto& context = m_parts.context;
    ContainersAnswer answer{command.request, {}, store::Tenure(context.database).get()};
    for (const auto& record : store::Containers(context.database).all()) {
        answer.containers.push_back(toInfo(record));
    }
    if (const auto error = context.database.takeError()) {
        return context.fail(command.request, errorOf(*error));
    }
    context.emit(std::move(answer));
}

void Containers::put(const PutContainer& command) {
    auto& context = m_parts.context;
    const auto& info = command.info;
    const bool sane = !info.id.isNull() && info.label.size() <= maxNameBytes && isUtf8(asBytes(info.label)) &&
                      (!command.key || command.key->size() == keySize) && command.guard.size() <= maxGuardBytes &&
                      (!command.key || command.guard.empty());
    if (!sane) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    store::Transaction transaction(context.database);
    store::Containers containers(context.database);
    auto record = containers.find(info.id);
    if (!record) {
        if (!command.key && command.guard.empty()) {
            return context.fail(command.request, ErrorCode::BadArgument);
        }
        record.emplace();
        record->id = info.id;
        record->createdMs = info.created == Instant{} ? context.nowMs() : toUnixMs(info.created);
    }
    record->kind = static_cast<store::ContainerKind>(info.kind);
    record->label = info.label;
    record->hidden = info.hidden;
    record->opensItself = info.opensItself;
    record->endsMs = info.ends ? std::optional(toUnixMs(*info.ends)) : std::nullopt;
    const bool replaced = (command.key && !record->key.empty()) || (!record->guard.empty() && !command.guard.empty());
    if (command.key) {
        record->key = command.key->clone();
        record->guard.clear();
    } else if (!command.guard.empty()) {
        record->guard = command.guard;
        record->key.clear();
    }
    containers.put(*record);
    if (!context.commit(transaction, command.request)) {
        return;
    }
    if (replaced) {
        context.database.truncateWal();  // an old guard opens with an old PIN
    }
    context.done(command.request);
}

void Containers::getKey(const GetContainerKey& command) {
    auto& context = m_parts.context;
    auto record = store::Containers(context.database).find(command.container);
    if (!record) {
        const auto error = context.database.takeError();
        return context.fail(command.request, error ? errorOf(*error) : ErrorCode::UnknownContainer);
    }
    ContainerKeyAnswer answer{command.request, record->id, nullptr, std::move(record->guard)};
    if (!record->key.empty()) {
        answer.key = std::make_shared<const SecretBytes>(std::move(record->key));
    }
    context.emit(std::move(answer));
}

void Containers::forget(const ForgetContainer& command) {
    auto& context = m_parts.context;
    store::Transaction transaction(context.database);
    if (!store::Containers(context.database).remove(command.container) && !context.database.error()) {
        return context.fail(command.request, ErrorCode::UnknownContainer);
    }
    if (!context.commit(transaction, command.request)) {
        return;
    }
    // The row was overwritten where it lay (secure_delete); this takes the copies out of the log.
    if (!context.database.truncateWal()) {
        return context.fail(command.request, errorOf(context.database.takeError().value_or(store::StoreError::Io)));
    }
    context.done(command.request);
}

}  // namespace nightjar::engine
