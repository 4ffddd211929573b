// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "bench/furnish.h"

#include <cstdio>
#include <cstdlib>

#include "store/contacts.h"
#include "store/messages.h"

namespace nightjar::bench {

namespace {

constexpr std::int64_t beginning = 1'700'000'000'000;  // ms since 1970

store::MessageRecord message(SeededRandom& random, const ContactId& contact, std::uint64_t seq,
                             const std::optional<MessageId>& before) {
    static const std::string words = "one bar of EDGE if I stand on the woodpile, and the kettle complained all night ";
    store::MessageRecord out;
    out.id = MessageId::draw(random);
    out.contact = contact;
    out.seq = seq;
    out.mine = seq % 3 == 0;
    out.text = words.substr(0, 8 + random.below(60)) + (seq % 7 == 0 ? words + words : std::string());
    out.timeMs = out.receivedMs = beginning + static_cast<std::int64_t>(seq) * 1000;
    out.state = out.mine ? store::MessageState::Read : store::MessageState::Received;
    out.quote = seq % 5 == 0 ? before : std::nullopt;
    return out;
}

}  // namespace

ContactId furnish(store::Database& database, SeededRandom& random, const std::string& name, std::uint64_t count) {
    store::ContactRecord contact;
    contact.id = ContactId::draw(random);
    contact.name = name;
    contact.state = store::ContactState::Active;
    std::optional<MessageId> before;
    for (std::uint64_t seq = 0; seq < count;) {
        store::Transaction transaction(database);
        if (seq == 0) {
            store::Contacts(database).add(contact);
        }
        for (int i = 0; i < 1000 && seq < count; ++i, ++seq) {
            const auto record = message(random, contact.id, seq + 1, before);
            store::Messages(database).add(record);
            before = record.id;
        }
        if (const auto done = transaction.commit(); !done) {
            std::fprintf(stderr, "commit: %s\n", store::storeErrorName(done.error()).data());
            std::exit(1);
        }
    }
    return contact.id;
}

}  // namespace nightjar::bench
