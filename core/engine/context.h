// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine.h"
#include "store/contacts.h"
#include "store/database.h"
#include "store/messages.h"

namespace nightjar::engine {

/// What every part of the engine works with during one input.
struct Context {
    store::Database& database;
    RandomSource& random;
    Instant now;
    Outputs outputs;

    void emit(Event event) { outputs.emplace_back(std::move(event)); }
    void transmit(const Endpoint& to, Bytes bytes) { outputs.emplace_back(Transmit{to, std::move(bytes)}); }
    [[nodiscard]] std::int64_t nowMs() const { return toUnixMs(now); }

    /// Commits; a failure is told as a Problem, and the caller has to act as if nothing had happened.
    [[nodiscard]] bool commit(store::Transaction& transaction);
    /// Answers a command that had to be given up.
    void fail(RequestId request, ErrorCode code);
    /// Answers a command that is done.
    void done(RequestId request);
};

[[nodiscard]] ErrorCode errorOf(store::StoreError error);

// ---- from rows to values

[[nodiscard]] Message toMessage(const store::MessageRecord& record);
[[nodiscard]] Contact toContact(const store::ContactRecord& record, const store::ChatSummary& summary);
/// The contact as the interface sees it; nothing when there is none.
[[nodiscard]] std::optional<Contact> contactOf(store::Database& database, const ContactId& id);

}  // namespace nightjar::engine
