// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "fakemessenger.h"

namespace nightjar::test {

void FakeMessenger::answer(const DeleteChat& c) {
    if (fails(c.request) || missing(c.request, c.contact)) {
        return;
    }
    m_messages[c.contact].clear();
    contact(c.contact)->last.reset();
    say(CommandDone{c.request});
    say(ChatCleared{c.contact});
    tellContact(c.contact);
}

void FakeMessenger::answer(const GetStorage& c) {
    auto told = use;
    for (const auto& one : m_contacts) {
        const auto share = static_cast<std::int64_t>(m_contacts.size() - told.chats.size());
        told.chats.push_back({one.id, 400'000 * share, 9'000'000 * share, 300'000 * share, 1'000'000 * share});
    }
    say(StorageAnswer{c.request, std::move(told)});
}

void FakeMessenger::answer(const ClearStorage& c) {
    if (fails(c.request)) {
        return;
    }
    switch (c.kind) {
        case StorageKind::Photos:
            use.photos = 0;
            break;
        case StorageKind::Notes:
            use.notes = 0;
            break;
        case StorageKind::Files:
            use.files = 0;
            break;
        case StorageKind::Texts:
            break;
    }
    say(CommandDone{c.request});
}

void FakeMessenger::answer(const CompactStore& c) {
    if (!fails(c.request)) {
        use.reclaimable = 0;
        say(CommandDone{c.request});
    }
}

void FakeMessenger::answer(const ExportBackup& c) {
    if (!fails(c.request)) {
        say(CommandDone{c.request});
    }
}

}  // namespace nightjar::test
