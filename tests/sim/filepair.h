// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "support/simworld.h"

namespace nightjar::sim {

inline Bytes noise(std::size_t size, std::uint64_t seed = 1) {
    Bytes out(size);
    SeededRandom(seed).fill(out);
    return out;
}

/// Two who know each other, and a document at Alice's.
struct Pair {
    explicit Pair(std::uint64_t seed, LinkProfile link = wifi(), const hub::StoreQuota& quota = {})
        : world(seed, quota), alice(world.addPeer("alice", link)), bob(world.addPeer("bob", link)) {
        friends = world.befriend(alice, bob);
    }

    /// The message; nothing when it was refused.
    std::optional<MessageId> send(const std::string& path, bool photo = false) {
        SendFile command;
        command.contact = friends.bobAtAlice;
        command.path = path;
        command.asPhoto = photo;
        command.caption = "look";
        command.request = alice.request();
        const auto request = command.request;
        alice.post(std::move(command));
        const auto answer = alice.answer<MessageAnswer>(request);
        return answer ? std::optional(answer->message.id) : std::nullopt;
    }
    bool offered(const MessageId& message) {
        return world.runUntil([&] { return seen(message).has_value(); }, 60s);
    }
    std::optional<Attachment> seen(const MessageId& message) const {
        for (const auto& added : bob.heard<MessageAdded>()) {
            if (added.message.id == message) {
                return added.message.attachment;
            }
        }
        return std::nullopt;
    }
    static std::optional<TransferChanged> last(const SimPeer& who, const MessageId& message) {
        std::optional<TransferChanged> out;
        for (const auto& changed : who.heard<TransferChanged>()) {
            if (changed.message == message) {
                out = changed;
            }
        }
        return out;
    }
    static bool is(const SimPeer& who, const MessageId& message, TransferState state) {
        const auto now = last(who, message);
        return now && now->state == state;
    }
    template <class C>
    bool order(SimPeer& who, const MessageId& message) {
        C command;
        command.message = message;
        return who.ask<CommandDone>(std::move(command)).request != 0;
    }
    /// What Bob gets when he saves it.
    Bytes saved(const MessageId& message) {
        const auto done = bob.ask<CommandDone>(SaveFile{0, message, "/home/bob/saved"});
        return done.request != 0 ? bob.files.documents["/home/bob/saved"].content : Bytes{};
    }

    SimWorld world;
    SimPeer& alice;
    SimPeer& bob;
    Friends friends;
};

inline constexpr auto doc = "/home/alice/paper.pdf";

}  // namespace nightjar::sim
