// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/groupvalues.h"

#include <algorithm>

namespace nightjar::engine {

namespace {

using store::FileRecord;
using store::FileState;

std::string nameOf(store::Database& database, const std::optional<store::MemberId>& id) {
    const auto member = id ? store::Group(database).member(*id) : std::nullopt;
    return member ? member->name : std::string();
}

/// How far along a transfer is, as all of them together show it: the least counts.
int rank(FileState state) {
    switch (state) {
        case FileState::Offered:
        case FileState::Waiting:
            return 1;
        case FileState::Moving:
            return 0;  // something happens
        case FileState::Paused:
            return 2;
        case FileState::Stored:
            return 3;
        case FileState::Done:
            return 4;
        case FileState::Cancelled:
            return 5;
        case FileState::Failed:
            return 6;
    }
    return 6;
}

/// `own` stands for what each of `sent` carries to one member.
FileRecord together(FileRecord own, const std::vector<FileRecord>& sent) {
    const FileRecord* least = nullptr;
    std::uint64_t done = 0;
    std::uint64_t count = 0;
    for (const auto& one : sent) {
        if (one.contact == own.contact) {
            continue;
        }
        least = least == nullptr || rank(one.state) < rank(least->state) ? &one : least;
        done += one.done;
        ++count;
    }
    if (least != nullptr) {
        own.state = least->state;
        own.reason = least->reason;
        own.done = done / count;
    } else {
        own.state = FileState::Waiting;
        own.done = 0;
    }
    return own;
}

}  // namespace

std::optional<FileRecord> fileOfMessage(store::Database& database, const ContactId& conversation,
                                        const MessageId& message) {
    const store::Files files(database);
    auto file = files.find(conversation, message);
    const auto group = store::Group(database).find();
    if (!group || group->contact != conversation) {
        return file;
    }
    auto all = files.withMessage(message);
    if (file && file->mine) {
        return together(std::move(*file), all);
    }
    if (!file && !all.empty()) {
        file = std::move(all.front());
    }
    return file;
}

bool hasAnybody(store::Database& database, const ContactId& conversation) {
    const store::Group group(database);
    const auto found = group.find();
    if (!found || found->contact != conversation) {
        return true;
    }
    const auto members = group.members();
    return std::any_of(members.begin(), members.end(),
                       [](const auto& member) { return member.state != store::MemberState::Out; });
}

void describeGroup(store::Database& database, Message& message) {
    const store::Group group(database);
    const auto found = group.find();
    if (!found || found->contact != message.contact) {
        return;
    }
    message.author = nameOf(database, group.authorOf(message.id));
    if (message.quote) {
        message.quote->author = nameOf(database, group.authorOf(message.quote->message));
    }
    for (auto& [member, emoji] : group.reactions(message.id)) {
        const auto name = nameOf(database, member);
        for (auto& one : emoji) {
            message.reactions.push_back({false, std::move(one), name});
        }
    }
}

void describeGroup(store::Database& database, Contact& contact) {
    const store::Group group(database);
    const auto found = group.find();
    if (!found || found->contact != contact.id) {
        return;
    }
    std::string names;
    for (const auto& member : group.members()) {
        if (member.state == store::MemberState::Out) {
            continue;
        }
        contact.members.push_back({member.name, member.state == store::MemberState::In, member.founder});
        names += (names.empty() ? "" : ", ") + member.name;
    }
    if (contact.name.empty()) {
        contact.name = std::move(names);
    }
    contact.isGroup = true;
}

}  // namespace nightjar::engine
