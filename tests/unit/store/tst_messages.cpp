// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <array>

#include "store/files.h"
#include "store/leaving.h"
#include "store/usage.h"
#include "storefixture.h"

using namespace nightjar;
using namespace nightjar::store;

class TestMessages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFieldComesBack() {
        StoreFixture store;
        auto message = store.text(store.contact(), "missed");
        message.kind = MessageKind::Call;
        message.seq = UINT64_MAX;
        message.state = MessageState::Failed;
        message.reason = 17;
        message.callMs = 65'000;
        Messages messages(store.db());
        QVERIFY(messages.add(message));
        const auto found = messages.find(message.contact, message.id);
        QVERIFY(found.has_value());
        QCOMPARE(found->id, message.id);
        QCOMPARE(found->contact, message.contact);
        QCOMPARE(found->kind, message.kind);
        QCOMPARE(found->mine, message.mine);
        QCOMPARE(found->seq, message.seq);
        QCOMPARE(found->text, message.text);
        QCOMPARE(found->timeMs, message.timeMs);
        QCOMPARE(found->receivedMs, message.receivedMs);
        QCOMPARE(found->state, message.state);
        QCOMPARE(found->reason, message.reason);
        QCOMPARE(found->unread, message.unread);
        QCOMPARE(found->callMs, message.callMs);
    }

    void theSameMessageEntersOnce() {
        StoreFixture store;
        Messages messages(store.db());
        const auto ada = store.contact("Ada");
        const auto ben = store.contact("Ben");
        auto message = store.text(ada, "hello");
        QVERIFY(messages.add(message));
        message.text = "changed";
        QVERIFY(!messages.add(message));
        QCOMPARE(messages.find(ada, message.id)->text, std::string("hello"));
        message.contact = ben;  // ids of different people are unrelated
        QVERIFY(messages.add(message));
        QCOMPARE(messages.withId(message.id).size(), 2u);
        QCOMPARE(messages.search("hello", {}, 10).size(), 1u);
    }

    void pagesGoBackwardsWithoutGaps() {
        StoreFixture store;
        Messages messages(store.db());
        const auto ada = store.contact("Ada");
        const auto ben = store.contact("Ben");
        for (int i = 0; i < 10; ++i) {
            store.say(ada, "a" + std::to_string(i));
            store.say(ben, "b" + std::to_string(i));
        }
        const auto newest = messages.page(ada, {}, 4);
        QCOMPARE(textsOf(newest), (Texts{"a6", "a7", "a8", "a9"}));
        const auto older = messages.page(ada, newest.front().id, 4);
        QCOMPARE(textsOf(older), (Texts{"a2", "a3", "a4", "a5"}));
        QVERIFY(messages.remove(ada, older.front().id));
        // A deleted message still marks its place.
        QCOMPARE(textsOf(messages.page(ada, older.front().id, 4)), (Texts{"a0", "a1"}));
        QCOMPARE(textsOf(messages.page(ada, newest.front().id, 4)), (Texts{"a1", "a3", "a4", "a5"}));
        QVERIFY(messages.page(ada, messages.page(ada, {}, 100).front().id, 4).empty());
    }

    void pagesGoForwardsFromAMessage() {
        StoreFixture store;
        Messages messages(store.db());
        const auto ada = store.contact("Ada");
        const auto ben = store.contact("Ben");
        for (int i = 0; i < 6; ++i) {
            store.say(ada, "a" + std::to_string(i));
            store.say(ben, "b" + std::to_string(i));
        }
        const auto all = messages.page(ada, {}, 10);
        QCOMPARE(textsOf(messages.pageFrom(ada, all[1].id, 3)), (Texts{"a1", "a2", "a3"}));
        QCOMPARE(textsOf(messages.pageFrom(ada, all[4].id, 3)), (Texts{"a4", "a5"}));
        QVERIFY(messages.remove(ada, all[1].id));
        // A deleted message still marks its place.
        QCOMPARE(textsOf(messages.pageFrom(ada, all[1].id, 2)), (Texts{"a2", "a3"}));
        QVERIFY(messages.pageFrom(ben, all[1].id, 2).empty());
    }

    void aPageNeedsNoScan() {
        StoreFixture store;
        auto plan = store.db().query(
            "EXPLAIN QUERY PLAN SELECT m.id FROM messages m WHERE m.contact = x'00' AND m.deleted = 0 AND m.row < 5 "
            "ORDER BY m.row DESC LIMIT 50");
        std::string text;
        while (plan.next()) {
            text += plan.text(3) + "\n";
        }
        QVERIFY2(text.find("messages_by_contact (contact=? AND deleted=? AND rowid<?)") != std::string::npos,
                 text.c_str());
        QVERIFY2(text.find("TEMP B-TREE") == std::string::npos, text.c_str());
    }

    void statesOnlyGoForwards() {
        StoreFixture store;
        Messages messages(store.db());
        const auto contact = store.contact();
        static constexpr std::array states{MessageState::Queued, MessageState::Sent,   MessageState::Delivered,
                                           MessageState::Read,   MessageState::Failed, MessageState::Received};
        for (const auto from : states) {
            for (const auto to : states) {
                auto message = store.text(contact, "x", from != MessageState::Received);
                message.state = from;
                QVERIFY(messages.add(message));
                const bool moves = from != MessageState::Received && to != MessageState::Received &&
                                   (to == MessageState::Failed ? from <= MessageState::Sent : from < to);
                QCOMPARE(messages.advance(contact, message.id, to, 3), moves);
                const auto found = *messages.find(contact, message.id);
                QCOMPARE(found.state, moves ? to : from);
                QCOMPARE(found.reason, moves ? 3 : 0);
            }
        }
    }

    void aReceivedMessageHasNoReceipts() {
        StoreFixture store;
        Messages messages(store.db());
        const auto contact = store.contact();
        const auto id = store.say(contact, "theirs");
        QVERIFY(!messages.advance(contact, id, MessageState::Read));
    }

    void unreadIsCountedAndCleared() {
        StoreFixture store;
        Messages messages(store.db());
        const auto ada = store.contact();
        const auto first = store.say(ada, "one");
        store.say(ada, "mine", true);
        const auto second = store.say(ada, "two");
        QCOMPARE(messages.unread(ada), 2);
        QCOMPARE(messages.markRead(ada, 5000), (std::vector{first, second}));
        QCOMPARE(messages.unread(ada), 0);
        QVERIFY(messages.markRead(ada, 4000).empty());
        QCOMPARE(Contacts(store.db()).find(ada)->lastReadMs, 5000);
        const auto third = store.say(ada, "three");
        QVERIFY(messages.remove(ada, third));
        QCOMPARE(messages.unread(ada), 0);
    }

    void theChatListIsOneQuery() {
        StoreFixture store;
        Messages messages(store.db());
        const auto ada = store.contact("Ada");
        const auto ben = store.contact("Ben");
        const auto quiet = store.contact("Quiet");
        store.say(ada, "a1");
        store.say(ben, "b1");
        store.say(ada, "a2", true);
        const auto deleted = store.say(ben, "b2");
        QVERIFY(messages.remove(ben, deleted));
        const auto list = messages.summaries();
        QCOMPARE(list.size(), 3u);
        QCOMPARE(list[0].contact, ada);
        QCOMPARE(list[0].last->text, std::string("a2"));
        QCOMPARE(list[0].unread, 1);
        QCOMPARE(list[1].contact, ben);
        QCOMPARE(list[1].last->text, std::string("b1"));
        QCOMPARE(list[2].contact, quiet);
        QVERIFY(!list[2].last.has_value());
        const auto one = messages.summary(ben);
        QCOMPARE(one.last->text, std::string("b1"));
        QCOMPARE(one.unread, 1);
        QVERIFY(!messages.summary(quiet).last);
    }

    void searchFindsWords_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* name, const char* query, std::initializer_list<const char*> expected) {
            QStringList list;
            for (const auto* text : expected) {
                list << QString::fromUtf8(text);
            }
            QTest::addRow("%s", name) << QString::fromUtf8(query) << list;
        };
        row("word", "boat", {"The boat leaves at nine"});
        row("prefix", "lea", {"The boat leaves at nine"});
        row("any case", "BOAT", {"The boat leaves at nine"});
        row("all words", "nine boat", {"The boat leaves at nine"});
        row("no such pair", "boat paris", {});
        row("accents", "cafe", {"Café de Paris"});
        row("accents asked", "pâris", {"Café de Paris"});
        row("Russian", "завтра", {"Увидимся ЗАВТРА в шесть"});
        row("Russian prefix", "увид", {"Увидимся ЗАВТРА в шесть"});
        row("yo written ye", "елка", {"Ёлка уже стоит"});
        row("yo written yo", "ЁЛКА", {"Ёлка уже стоит"});
        row("quotes are no language", "\"boat\" OR paris", {});
        row("operators are words", "boat NOT", {});
        row("column syntax", "text:boat", {});
        row("punctuation beside a word", "boat !!!", {"The boat leaves at nine"});
        row("punctuation alone", "!!! ***", {});
        row("blank", " \t ", {});
        row("empty", "", {});
        row("a deleted word", "secretword", {});
        row("newest first", "twice", {"twice b", "twice a"});
    }
    void searchFindsWords() {
        QFETCH(QString, query);
        QFETCH(QStringList, expected);
        StoreFixture store;
        Messages messages(store.db());
        const auto contact = store.contact();
        for (const auto* text : {"The boat leaves at nine", "Café de Paris", "Увидимся ЗАВТРА в шесть",
                                 "Ёлка уже стоит", "twice a", "twice b"}) {
            store.say(contact, text);
        }
        const auto deleted = store.say(contact, "secretword");
        QVERIFY(messages.remove(contact, deleted));
        QStringList found;
        for (const auto& message : messages.search(query.toStdString(), {}, 10)) {
            found << QString::fromStdString(message.text);
        }
        QCOMPARE(found, expected);
        QVERIFY(!store.db().takeError());
    }

    void searchKeepsToAContactAndALimit() {
        StoreFixture store;
        Messages messages(store.db());
        const auto ada = store.contact("Ada");
        const auto ben = store.contact("Ben");
        for (int i = 0; i < 5; ++i) {
            store.say(ada, "word a" + std::to_string(i));
            store.say(ben, "word b" + std::to_string(i));
        }
        QCOMPARE(textsOf(messages.search("word", ben, 2)), (Texts{"word b4", "word b3"}));
        QCOMPARE(messages.search("word", {}, 100).size(), 10u);
        QCOMPARE(messages.search(std::string(100'000, 'w'), {}, 100).size(), 0u);
        std::string many;
        for (int i = 0; i < 1000; ++i) {
            many += "w ";
        }
        QCOMPARE(messages.search(many, {}, 100).size(), 10u);
        QVERIFY(!store.db().takeError());
    }

    /// A few of the newest are found without the index, all of them with it: it is the same search.
    void theNewestAreFoundAsTheIndexFindsThem() {
        static constexpr std::array<std::string_view, 14> vocabulary{"night", "nightjar", "night-jar", "jar",  "Ёлка",
                                                                     "елки",  "Café",     "cafeteria", "🙂", "x",
                                                                     "naïve", "ЗАВТРА",   "завтрак",   "ﬁsh"};
        StoreFixture store;
        Messages messages(store.db());
        const auto ada = store.contact("Ada");
        const auto ben = store.contact("Ben");
        SeededRandom random(7);
        std::vector<MessageId> all;
        for (int i = 0; i < 400; ++i) {
            std::string text;
            for (auto words = 1 + random.below(4); words > 0; --words) {
                text += std::string(vocabulary[random.below(vocabulary.size())]) + (random.below(4) == 0 ? "!? " : " ");
            }
            all.push_back(store.say(random.below(2) == 0 ? ada : ben, text + std::to_string(i)));
        }
        for (int i = 0; i < 40; ++i) {
            const auto& gone = all[random.below(all.size())];
            (void)messages.remove(ada, gone);
            (void)messages.remove(ben, gone);
        }
        messages.hide(ben, std::nullopt);
        for (int i = 0; i < 150; ++i) {
            store.say(ben, "night " + std::to_string(i));
        }
        std::size_t found = 0;
        for (const auto* query : {"night",   "nig",  "night-jar", "night-j", "jar",     "n j",  "елк", "ёлка",
                                  "cafe",    "CAFÉ", "naive",     "завтра",  "завтрак", "fish", "ﬁ",   "🙂",
                                  "x night", "!!!",  "night !!!", "1",       "night 1", "zzz"}) {
            for (const auto& contact : {std::optional<ContactId>(), std::optional(ada), std::optional(ben)}) {
                const auto whole = textsOf(messages.search(query, contact, 100'000));
                for (const std::size_t limit : {1u, 2u, 5u, 20u}) {
                    auto expected = whole;
                    expected.resize(std::min(whole.size(), limit));
                    QCOMPARE(textsOf(messages.search(query, contact, limit)), expected);
                }
                found += whole.size();
            }
        }
        QVERIFY(found > 2000);
        QVERIFY(!store.db().takeError());
    }

    void aDeletedMessageLeavesNoTrace() {
        StoreFixture store;
        Messages messages(store.db());
        const auto contact = store.contact();
        store.say(contact, "harmless before");
        const auto secret = store.say(contact, "xylophone zugzwang");
        store.say(contact, "harmless after");
        QCOMPARE(blobsWith(store.db(), "xylophone"), std::string("search_data.block"));
        QVERIFY(messages.remove(contact, secret));
        QVERIFY(!messages.remove(contact, secret));
        QVERIFY(messages.knows(contact, secret));
        QVERIFY(!messages.find(contact, secret));
        // The words are gone from the index, not only hidden.
        QCOMPARE(blobsWith(store.db(), "xylophone"), std::string());
        QCOMPARE(blobsWith(store.db(), "zugzwang"), std::string());
        // A late copy does not bring it back.
        auto late = store.text(contact, "xylophone zugzwang");
        late.id = secret;
        QVERIFY(!messages.add(late));
        QCOMPARE(messages.page(contact, {}, 10).size(), 2u);
        QVERIFY(store.db().verify().has_value());
    }

    /// However long it is: one number in the contact, which everything that reads respects.
    void aConversationIsOutOfSightAtOnce() {
        StoreFixture store;
        const auto messages = [&store] { return Messages(store.db()); };  // it is opened anew
        const auto ada = store.contact("Ada");
        const auto ben = store.contact("Ben");
        std::vector<MessageId> old;
        for (int i = 0; i < 40; ++i) {
            old.push_back(store.say(ada, "xylophone " + std::to_string(i), i % 2 == 0));
            store.say(ben, "xylophone for Ben");
        }
        auto call = store.text(ada, "");
        call.kind = MessageKind::Call;
        messages().add(call);
        auto quoting = store.text(ada, "zither");
        quoting.quote = old[3];
        messages().add(quoting);
        messages().hide(ada, std::nullopt);
        QCOMPARE(store.db().changes(), std::int64_t(1));
        for (int round = 0; round < 2; ++round) {
            QVERIFY(messages().page(ada, {}, 100).empty());
            QVERIFY(messages().pageFrom(ada, old[1], 100).empty());
            QVERIFY(!messages().find(ada, old[0]));
            QVERIFY(messages().withId(old[0]).empty());
            QVERIFY(messages().knows(ada, old[0]));
            QVERIFY(messages().calls({}, {}, 10).empty());
            QVERIFY(messages().calls(ada, {}, 10).empty());
            QVERIFY(messages().search("xylophone", ada, 100).empty());
            QCOMPARE(messages().search("xylophone", {}, 100).size(), 40u);
            QVERIFY(messages().quoting(ada, old[3], 10).empty());
            QCOMPARE(messages().unread(ada), 0);
            QVERIFY(messages().markRead(ada, 5).empty());
            QVERIFY(messages().readUpTo(ada, old[38]).empty());
            QVERIFY(!messages().summary(ada).last);
            for (const auto& summary : messages().summaries()) {
                QCOMPARE(summary.last.has_value(), summary.contact == ben);
                QCOMPARE(summary.unread, summary.contact == ben ? 40 : 0);
            }
            const auto used = Usage(store.db()).messages();
            QCOMPARE(used.size(), 1u);
            QCOMPARE(used.front().contact, ben);
            QCOMPARE(messages().withHidden(), std::vector<ContactId>{ada});
            store.reopen();
        }
        // It goes on above that.
        const auto fresh = store.say(ada, "glockenspiel");
        QCOMPARE(textsOf(messages().page(ada, {}, 100)), Texts{"glockenspiel"});
        QCOMPARE(messages().unread(ada), 1);
        QVERIFY(messages().find(ada, fresh).has_value());
        QCOMPARE(textsOf(messages().search("glockenspiel", ada, 10)), Texts{"glockenspiel"});
        // Emptied some at a time, and only what is below.
        std::size_t emptied = 0;
        for (auto some = messages().hidden(ada, 7); !some.empty(); some = messages().hidden(ada, 7)) {
            QVERIFY(some.size() <= 7);
            for (const auto& id : some) {
                QVERIFY(messages().remove(ada, id));
                ++emptied;
            }
        }
        QCOMPARE(emptied, 42u);
        QVERIFY(messages().withHidden().empty());
        QCOMPARE(textsOf(messages().page(ada, {}, 100)), Texts{"glockenspiel"});
        messages().hide(ada, std::nullopt);
        QVERIFY(messages().page(ada, {}, 100).empty());
        QCOMPARE(messages().hidden(ada, 100).size(), 1u);
    }

    void whatTheyHadNotSeenStaysInSight() {
        StoreFixture store;
        Messages messages(store.db());
        const auto ada = store.contact("Ada");
        std::uint64_t seen = 0;
        for (int i = 0; i < 10; ++i) {
            auto message = store.text(ada, "mine " + std::to_string(i), true);
            seen = i == 6 ? message.seq : seen;
            messages.add(message);
            store.say(ada, "theirs");
        }
        messages.hide(ada, seen);
        const Texts left{"mine 7", "mine 8", "mine 9"};
        QCOMPARE(textsOf(messages.page(ada, {}, 100)), left);
        QCOMPARE(messages.unread(ada), 0);
        QCOMPARE(messages.hidden(ada, 100).size(), 17u);
        // Once more, and then for good.
        messages.hide(ada, seen);
        QCOMPARE(textsOf(messages.page(ada, {}, 100)), left);
        messages.hide(ada, std::uint64_t(INT64_MAX));
        QVERIFY(messages.page(ada, {}, 100).empty());
    }

    /// One with many messages is gone at once, and what is left of it goes in pieces.
    void aContactWithALongHistoryLeaves() {
        StoreFixture store;
        const auto messages = [&store] { return Messages(store.db()); };  // it is opened anew
        const auto contacts = [&store] { return Contacts(store.db()); };
        const auto ada = store.contact("Xanthippe");
        const auto ben = store.contact("Ben");
        contacts().setRatchet(ada, store.bytes(10));
        for (int i = 0; i < 300; ++i) {
            store.say(ada, "zugzwang " + std::to_string(i));
        }
        store.say(ben, "xylophone for Ben");
        QVERIFY(contacts().remove(ada));
        QVERIFY(!contacts().remove(store.draw<ContactId>()));
        for (int round = 0; round < 2; ++round) {
            QVERIFY(!contacts().find(ada));
            QCOMPARE(contacts().all().size(), 1u);
            QCOMPARE(contacts().count(), 1);
            QVERIFY(!contacts().ratchet(ada));
            QVERIFY(messages().page(ada, {}, 10).empty());
            QCOMPARE(messages().summaries().size(), 1u);
            QCOMPARE(messages().search("xylophone", {}, 1000).size(), 1u);
            QVERIFY(messages().search("zugzwang", {}, 1000).empty());
            QVERIFY(messages().withHidden().empty());
            QCOMPARE(Leaving(store.db()).all(), std::vector<ContactId>{ada});
            store.reopen();
        }
        QVERIFY(!store.db().query("SELECT 1 FROM contacts WHERE name = 'Xanthippe'").next());
        int pieces = 0;
        for (Leaving leaving(store.db()); leaving.contains(ada); ++pieces) {
            leaving.removeSome(ada, 100);
        }
        QVERIFY(pieces == 3 || pieces == 4);
        QCOMPARE(messages().count(ada), 0);
        messages().tidyIndex();
        QCOMPARE(blobsWith(store.db(), "zugzwang"), std::string());
        QVERIFY(store.db().verify().has_value());
        QVERIFY(Leaving(store.db()).all().empty());
        auto row = store.db().query("SELECT count(*) FROM contacts");
        QVERIFY(row.next() && row.integer(0) == 1);
    }

    void aRemovedContactTakesEverythingAlong() {
        StoreFixture store;
        Messages messages(store.db());
        const auto ada = store.contact("Ada");
        const auto ben = store.contact("Ben");
        for (int i = 0; i < 30; ++i) {
            store.say(ada, "xylophone " + std::to_string(i));
            store.say(ben, "harmless " + std::to_string(i));
        }
        {
            Transaction transaction(store.db());
            QVERIFY(Contacts(store.db()).remove(ada));
            QVERIFY(transaction.commit().has_value());
        }
        QVERIFY(store.db().truncateWal());
        QVERIFY(messages.page(ada, {}, 100).empty());
        QCOMPARE(messages.page(ben, {}, 100).size(), 30u);
        QCOMPARE(messages.search("xylophone", {}, 10).size(), 0u);
        QCOMPARE(messages.search("harmless", {}, 100).size(), 30u);
        QCOMPARE(blobsWith(store.db(), "xylophone"), std::string());
        QVERIFY(store.db().verify().has_value());
    }

private:
    /// Where a word is found in the raw content of any table, the search index included.
    static std::string blobsWith(Database& db, const std::string& word) {
        for (const auto* place : {"search_data.block", "messages.text"}) {
            const std::string name(place);
            const auto dot = name.find('.');
            static std::vector<std::string> kept;  // statements are cached by the address of their text
            kept.push_back("SELECT " + name.substr(dot + 1) + " FROM " + name.substr(0, dot));
            auto row = db.query(kept.back());
            while (row.next()) {
                // The index compresses shared prefixes; the tail of a word is always there.
                if (row.text(0).find(word.substr(2)) != std::string::npos) {
                    return name;
                }
            }
        }
        return {};
    }

    void aSearchGoesByKindAndByNamesOfFiles() {
        StoreFixture store;
        Messages messages(store.db());
        Files files(store.db());
        const auto ada = store.contact("Ada");
        const auto put = [&](MessageKind kind, const std::string& text, const std::string& name = {},
                             const std::string& mime = {}) {
            auto message = store.text(ada, text);
            message.kind = kind;
            messages.add(message);
            if (kind == MessageKind::File || kind == MessageKind::Photo) {
                FileRecord file;
                file.contact = ada;
                file.message = message.id;
                file.blob = BlobName{toArray<16>(Bytes(16, static_cast<std::uint8_t>(message.id.value[0] + 1)))};
                file.key = SecretBytes(32);
                file.name = name;
                file.mime = mime;
                files.add(file);
            }
            return message.id;
        };
        const auto plain = put(MessageKind::Text, "the report is ready");
        const auto link = put(MessageKind::Text, "see https://example.org/report");
        const auto paper = put(MessageKind::File, "", "Отчёт report.pdf", "application/pdf");
        const auto film = put(MessageKind::File, "holiday", "film.mp4", "video/mp4");
        const auto photo = put(MessageKind::Photo, "the report on paper", "IMG_1.jpg", "image/jpeg");
        const auto place = put(MessageKind::Location, "where the report lies");
        const auto note = put(MessageKind::Note, "");
        const auto ids = [&](const std::string& words, SearchFor what) {
            std::vector<MessageId> out;
            for (const auto& one : messages.search(words, ada, 10, what)) {
                out.push_back(one.id);
            }
            return out;
        };
        using Ids = std::vector<MessageId>;
        QVERIFY(ids("report", SearchFor::Everything) == (Ids{place, photo, paper, link, plain}));
        QVERIFY(ids("отчет", SearchFor::Everything) == Ids{paper});
        QVERIFY(ids("report", SearchFor::Texts) == (Ids{link, plain}));
        QVERIFY(ids("report", SearchFor::Links) == Ids{link});
        QVERIFY(ids("report", SearchFor::Files) == Ids{paper});
        QVERIFY(ids("report", SearchFor::Photos) == Ids{photo});
        QVERIFY(ids("report", SearchFor::Places) == Ids{place});
        QVERIFY(ids("film", SearchFor::Videos) == Ids{film});
        QVERIFY(ids("film", SearchFor::Files).empty());
        QVERIFY(ids("", SearchFor::Everything).empty());
        QVERIFY(ids("", SearchFor::Videos) == Ids{film});
        QVERIFY(ids("", SearchFor::Notes) == Ids{note});
        QVERIFY(ids("", SearchFor::Links) == Ids{link});
        QVERIFY(messages.search("", store.contact("Ben"), 10, SearchFor::Links).empty());
        QCOMPARE(messages.search("report", {}, 2).size(), 2u);
        // What is deleted leaves the index, the name of its file with it.
        files.remove(ada, paper);
        messages.remove(ada, paper);
        messages.remove(ada, place);
        QVERIFY(ids("отчет", SearchFor::Everything).empty());
        QVERIFY(ids("report", SearchFor::Everything) == (Ids{photo, link, plain}));
    }
};

QTEST_GUILESS_MAIN(TestMessages)
#include "tst_messages.moc"
