// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>

#include "engine.h"
#include "link/outgoing.h"
#include "store/contacts.h"
#include "store/database.h"
#include "store/messages.h"

namespace nightjar::engine {

/// What the disk refused is tried again after this.
inline constexpr Duration diskPatience = 30s;

/// A full disk is told of now and then, however much there is that it does not take.
inline constexpr Duration problemInterval = std::chrono::minutes(10);

/// What is to be told and done once the transaction under way is on disk.
using AfterCommit = std::vector<std::function<void()>>;

/// What every part of the engine works with during one input.
class Context {
public:
    Context(store::Database& openDatabase, RandomSource& randomSource, Instant at)
        : database(openDatabase), random(randomSource), now(at) {}

    store::Database& database;
    RandomSource& random;
    Instant now;
    Outputs outputs;

    void emit(Event event) {
        auto told = shown ? shown(std::move(event)) : std::optional(std::move(event));
        if (told) {
            outputs.emplace_back(std::move(*told));
        }
    }
    /// How an event is to be told, if at all; not set: as it is.
    std::function<std::optional<Event>(Event)> shown;
    void transmit(const Endpoint& to, Bytes bytes, Way way = Way::Udp, SocketNumber socket = 0, std::uint8_t ttl = 0) {
        if (socket == link::throughTurn && sendThroughTurn) {
            return sendThroughTurn(to, bytes);
        }
        outputs.emplace_back(Transmit{to, std::move(bytes), way, socket, ttl});
    }
    /// What leaves by link::throughTurn.
    std::function<void(const Endpoint& to, ByteView bytes)> sendThroughTurn;
    [[nodiscard]] std::int64_t nowMs() const { return toUnixMs(now); }

    /// Commits; a failure is told as a Problem, and the caller has to act as if nothing had happened.
    [[nodiscard]] bool commit(store::Transaction& transaction);
    /// Commits what a command wants; a failure answers it.
    [[nodiscard]] bool commit(store::Transaction& transaction, RequestId request);
    /// Commits, and then does what waited for it.
    [[nodiscard]] bool commit(store::Transaction& transaction, AfterCommit after);
    /// Tells of something that nobody asked for; the same thing not twice within problemInterval.
    void problem(ErrorCode code);
    /// Answers a command that had to be given up.
    void fail(RequestId request, ErrorCode code);
    /// Answers a command that is done.
    void done(RequestId request);
    /// Tells how a message looks now, and those that quote it.
    void messageChanged(const ContactId& contact, const MessageId& message);
    /// Why nothing can be sent to them; None if it can.
    [[nodiscard]] ErrorCode whyNot(const store::ContactRecord& contact) const;
    /// Who a command wants to reach; answers it where that cannot be.
    [[nodiscard]] std::optional<store::ContactRecord> recipient(RequestId request, const ContactId& contact);
    /// The contact as the interface is to see it now, if there is one.
    void contactChanged(const ContactId& contact);

private:
    ErrorCode m_lastProblem = ErrorCode::None;
    Instant m_problemAgainAt{};
};

[[nodiscard]] ErrorCode errorOf(store::StoreError error);

// ---- from rows to values

[[nodiscard]] Message toMessage(store::Database& database, const store::MessageRecord& record);
[[nodiscard]] Quote toQuote(store::Database& database, const ContactId& contact, const MessageId& quoted);
[[nodiscard]] Contact toContact(store::Database& database, const store::ContactRecord& record,
                                const store::ChatSummary& summary);
/// The contact as the interface sees it; nothing when there is none.
[[nodiscard]] std::optional<Contact> contactOf(store::Database& database, const ContactId& id);

}  // namespace nightjar::engine
