// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// The container of an identity: what it costs to keep, open and search many messages. 200,000 of them, or with --full
// a million. Every figure is a median unless its name says otherwise. Beside them: what a sync of this disk costs.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string_view>

#include "bench/report.h"
#include "engine.h"
#include "store/blobdisk.h"
#include "store/compaction.h"
#include "store/leaving.h"
#include "store/messages.h"
#include "store/migrations.h"
#include "store/outbox.h"
#include "store/usage.h"

using namespace nightjar;
using namespace nightjar::store;

namespace {

constexpr int contactCount = 200;
constexpr std::uint64_t wordCount = 20'000;

/// Texts whose words are as unevenly common as those of a language.
class Babbler {
public:
    std::string text() {
        std::string out;
        for (auto words = 3 + m_random.below(12); words > 0; --words) {
            out += word(static_cast<std::uint64_t>(std::pow(static_cast<double>(wordCount), m_random.unit())) - 1);
            out += ' ';
        }
        return out;
    }
    static std::string word(std::uint64_t rank) {
        static constexpr std::string_view syllables[] = {"ka",  "lo",  "mi",  "ne", "ru", "ta", "vo",
                                                         "sha", "pri", "gen", "до", "рь", "бе", "зу",
                                                         "chi", "fra", "we",  "ос", "им", "ul"};
        std::string out;
        for (int i = 0; i < 4; ++i, rank /= 20) {
            out += syllables[rank % 20];
        }
        return out;
    }
    SeededRandom& random() { return m_random; }

private:
    SeededRandom m_random{42};
};

MessageRecord message(Babbler& babbler, const ContactId& contact, std::uint64_t seq) {
    MessageRecord out;
    out.id = MessageId::draw(babbler.random());
    out.contact = contact;
    out.seq = seq;
    out.text = babbler.text();
    out.timeMs = out.receivedMs = 1'700'000'000'000 + static_cast<std::int64_t>(seq) * 1000;
    out.state = store::MessageState::Received;
    return out;
}

/// Milliseconds of so many runs, the shortest first.
template <class Work>
std::vector<double> timesOf(int runs, Work work) {
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        const bench::Stopwatch watch;
        work(i);
        times.push_back(watch.seconds() * 1000);
    }
    std::sort(times.begin(), times.end());
    return times;
}

/// Milliseconds: the median of so many runs.
template <class Work>
double median(int runs, Work work) {
    return timesOf(runs, work)[static_cast<std::size_t>(runs / 2)];
}

/// What making four kilobytes durable costs in this folder.
std::vector<double> syncTimes(const std::string& folder) {
    const int file = ::open((folder + "/sync").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    const Bytes page(4096);
    auto times = timesOf(300, [&](int) {
        if (::write(file, page.data(), page.size()) < 0 || ::fdatasync(file) != 0) {
            std::exit(1);
        }
    });
    ::close(file);
    return times;
}

void commit(Transaction& transaction) {
    if (const auto done = transaction.commit(); !done) {
        std::fprintf(stderr, "commit: %s\n", storeErrorName(done.error()).data());
        std::exit(1);
    }
}

std::unique_ptr<Database> open(const std::string& path, const SecretBytes& key, OpenMode mode) {
    auto opened = openIdentity(path, key, mode);
    if (!opened) {
        std::fprintf(stderr, "open: %s\n", storeErrorName(opened.error()).data());
        std::exit(1);
    }
    return std::move(*opened);
}

}  // namespace

int main(int argc, char** argv) {
    const bool full = argc > 1 && std::string_view(argv[1]) == "--full";
    const std::uint64_t total = full ? 1'000'000 : 200'000;
    char folder[4096];
    const char* const where = std::getenv("NIGHTJAR_BENCH_FOLDER");
    std::snprintf(folder, sizeof(folder), "%s/nightjar-bench-XXXXXX", where != nullptr ? where : "/tmp");
    if (::mkdtemp(folder) == nullptr) {
        return 1;
    }
    const std::string path = std::string(folder) + "/identity.db";
    Babbler babbler;
    SecretBytes key(32);
    babbler.random().fill(key.mutableView());
    auto db = open(path, key, OpenMode::Create);
    std::vector<ContactId> contacts;
    {
        Transaction transaction(*db);
        for (int i = 0; i < contactCount; ++i) {
            ContactRecord contact;
            contact.id = ContactId::draw(babbler.random());
            contact.name = "Contact " + std::to_string(i);
            Contacts(*db).add(contact);
            contacts.push_back(contact.id);
        }
        commit(transaction);
    }

    // A third of everything belongs to one busy chat.
    std::uint64_t seq = 0;
    const auto someContact = [&] {
        return babbler.random().below(3) == 0 ? contacts.front() : contacts[babbler.random().below(contacts.size())];
    };
    const bench::Stopwatch filling;
    while (seq < total) {
        Transaction transaction(*db);
        for (int i = 0; i < 1000; ++i) {
            Messages(*db).add(message(babbler, someContact(), ++seq));
        }
        commit(transaction);
    }
    bench::report("store.insert_in_batches", static_cast<double>(total) / filling.seconds(), "messages/s");

    const auto syncs = syncTimes(folder);
    bench::report("disk.sync", syncs[syncs.size() / 2], "ms");
    bench::report("disk.sync_p99", syncs[syncs.size() * 99 / 100], "ms");
    const auto texts = timesOf(2000, [&](int) {
        Transaction transaction(*db);
        Messages(*db).add(message(babbler, someContact(), ++seq));
        commit(transaction);
    });
    bench::report("store.insert_text", texts[texts.size() / 2], "ms");
    bench::report("store.insert_text_p99", texts[texts.size() * 99 / 100], "ms");

    // As a conversation does it: message, envelope, counter and ratchet in one durable transaction.
    bench::report("store.insert",
                  median(500,
                         [&](int) {
                             Transaction transaction(*db);
                             const auto contact = someContact();
                             Messages(*db).add(message(babbler, contact, ++seq));
                             OutboxRecord envelope;
                             envelope.id = EnvelopeId::draw(babbler.random());
                             envelope.contact = contact;
                             envelope.bytes.resize(256);
                             Outbox(*db).add(envelope);
                             Contacts(*db).setNextOutSeq(contact, seq);
                             Contacts(*db).setRatchet(contact, Bytes(600));
                             commit(transaction);
                         }),
                  "ms");
    db->truncateWal();
    bench::report("store.file", static_cast<double>(std::filesystem::file_size(path)) / 1048576, "MiB");
    bench::report("store.open", median(20, [&](int) { db = open(path, key, OpenMode::Existing); }), "ms");

    const Messages messages(*db);
    const auto& busy = contacts.front();
    const auto newest = messages.page(busy, {}, 50);
    bench::report("store.open_chat", median(200, [&](int) { (void)messages.page(busy, {}, 50); }), "ms");
    bench::report("store.scroll_back",
                  median(200, [&, before = newest.front().id](
                                  int) mutable { before = messages.page(busy, before, 50).front().id; }),
                  "ms");
    bench::report("store.chat_list_of_200", median(50, [&](int) { (void)messages.summaries(); }), "ms");
    const auto search = [&](const char* name, const std::string& words) {
        if (messages.search(words, {}, 1).empty()) {
            std::fprintf(stderr, "%s finds nothing\n", name);
            std::exit(1);
        }
        const auto time = median(30, [&](int) { (void)messages.search(words, {}, 50); });
        bench::report(name, time, "ms");
    };
    search("store.search_rare", Babbler::word(wordCount - 7));
    search("store.search_common", Babbler::word(1));
    search("store.search_two_words", Babbler::word(1) + " " + Babbler::word(40));
    search("store.search_prefix", Babbler::word(1).substr(0, 3));
    bench::report("store.delete_message",
                  median(50,
                         [&](int i) {
                             Transaction transaction(*db);
                             Messages(*db).remove(busy, newest[static_cast<std::size_t>(i)].id);
                             commit(transaction);
                             db->truncateWal();
                         }),
                  "ms");
    bench::report("store.remove_small_contact",
                  median(5,
                         [&](int i) {
                             Transaction transaction(*db);
                             Contacts(*db).remove(contacts[static_cast<std::size_t>(i) + 1]);
                             commit(transaction);
                             db->truncateWal();
                         }),
                  "ms");
    bench::report("store.usage", median(3, [&](int) { (void)Usage(*db).messages(); }), "ms");
    const bench::Stopwatch compacting;
    if (const auto done = compact(*db, babbler.random()); !done) {
        std::fprintf(stderr, "compact: %s\n", storeErrorName(done.error()).data());
        return 1;
    }
    bench::report("store.compact", compacting.seconds() * 1000, "ms");
    bench::report("store.file_compacted", static_cast<double>(std::filesystem::file_size(path)) / 1048576, "MiB");

    // From the key to the list of chats: opening, the engine with everything it starts, and the query.
    db.reset();
    bench::report("store.unlock_to_chat_list",
                  median(5,
                         [&](int) {
                             Engine engine(open(path, key, OpenMode::Existing), babbler.random(),
                                           fromUnixMs(1'800'000'000'000));
                             (void)engine.handle(fromUnixMs(1'800'000'000'000), Command(ListContacts{1}));
                         }),
                  "ms");
    db = open(path, key, OpenMode::Existing);
    const bench::Stopwatch hiding;
    {
        Transaction transaction(*db);
        Messages(*db).hide(busy, std::nullopt);
        commit(transaction);
    }
    bench::report("store.clear_busy_chat_out_of_sight", hiding.seconds() * 1000, "ms");
    bench::report("store.open_cleared_chat", median(20, [&](int) { (void)Messages(*db).page(busy, {}, 50); }), "ms");
    // All of it, as the engine does it (engine/erasing.cpp): so many in each turn.
    constexpr std::size_t portion = 32;
    std::vector<double> turns;
    for (bool more = true; more;) {
        const bench::Stopwatch turn;
        Transaction transaction(*db);
        const auto some = Messages(*db).hidden(busy, portion);
        for (const auto& id : some) {
            Messages(*db).remove(busy, id);
        }
        commit(transaction);
        more = !some.empty();
        turns.push_back(turn.seconds() * 1000);
    }
    std::sort(turns.begin(), turns.end());
    bench::report("store.empty_32_messages", turns[turns.size() / 2], "ms");
    bench::report("store.empty_32_messages_longest", turns.back(), "ms");
    turns.clear();
    const auto& talker = contacts[50];
    {
        Transaction transaction(*db);
        for (int i = 0; i < 20'000; ++i) {
            Messages(*db).add(message(babbler, talker, ++seq));
        }
        commit(transaction);
    }
    const bench::Stopwatch leaving;
    {
        Transaction transaction(*db);
        Contacts(*db).remove(talker);
        commit(transaction);
    }
    bench::report("store.remove_contact_out_of_sight", leaving.seconds() * 1000, "ms");
    for (store::Leaving rest(*db); rest.contains(talker);) {
        const bench::Stopwatch turn;
        Transaction transaction(*db);
        rest.removeSome(talker, portion);
        commit(transaction);
        turns.push_back(turn.seconds() * 1000);
    }
    std::sort(turns.begin(), turns.end());
    bench::report("store.remove_32_messages", turns[turns.size() / 2], "ms");
    bench::report("store.remove_32_messages_longest", turns.back(), "ms");
    db.reset();
    std::filesystem::remove_all(folder);
    return 0;
}
