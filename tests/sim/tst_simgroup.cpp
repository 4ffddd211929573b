// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <algorithm>
#include <set>

#include "chat/messageid.h"
#include "store/group.h"
#include "store/invitations.h"
#include "store/outbox.h"
#include "support/forger.h"
#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

namespace {

const std::vector<std::string> nicknames{"Owl", "Swift", "Wren", "Crake", "Rook", "Teal", "Finch", "Stork"};
const LifeRule aDay{LifeFrom::Creation, std::chrono::hours(24)};

/// What a message is to everybody who sees it.
struct Line {
    std::string author;
    std::string text;
    auto operator<=>(const Line&) const = default;
};

/// People in a group; the first made it.
struct Club {
    explicit Club(std::uint64_t seed, std::size_t count, const LinkProfile& link = lan()) : world(seed) {
        for (std::size_t i = 0; i < count; ++i) {
            people.push_back(&world.addPeer("peer" + std::to_string(i), link));
        }
        found();
        for (std::size_t i = 1; i < count; ++i) {
            join(i);
        }
        (void)whole();
    }

    void found() { (void)people[0]->ask<SecretChatAnswer>(FoundSecretChat{0, nicknames[0], aDay, true}); }
    bool join(std::size_t who) {
        const auto link = people[0]->ask<InvitationAnswer>(CreateInvitation{}).link;
        return !people[who]->ask<ContactAnswer>(JoinSecretChat{0, link, nicknames[who]}).contact.id.isNull();
    }
    static std::optional<Contact> seenBy(SimPeer& peer) {
        const auto contacts = peer.ask<ContactsAnswer>(ListContacts{}).contacts;
        return contacts.size() == 1 && contacts.front().isGroup ? std::optional(contacts.front()) : std::nullopt;
    }
    ContactId at(std::size_t who) { return seenBy(*people[who]).value_or(Contact{}).id; }
    static std::size_t joined(SimPeer& peer) {
        const auto contact = seenBy(peer);
        return contact ? static_cast<std::size_t>(std::count_if(contact->members.begin(), contact->members.end(),
                                                                [](const GroupMember& one) { return one.joined; }))
                       : 0;
    }
    /// Everybody who is on has a session with everybody else.
    bool whole(Duration limit = 10min, std::size_t others = 0) {
        const auto wanted = others == 0 ? people.size() - 1 : others;
        const auto all = [&] {
            return std::all_of(people.begin(), people.end(),
                               [&](SimPeer* one) { return !one->isOn() || joined(*one) == wanted; });
        };
        for (const auto end = world.now() + limit; world.now() < end && !all();) {
            world.run(500ms);  // asking costs no time, but work
        }
        return all();
    }
    std::vector<Message> messages(std::size_t who) {
        auto all = people[who]->ask<MessagesAnswer>(ListMessages{0, at(who), {}, 500}).messages;
        std::erase_if(all, [](const Message& one) { return one.kind == MessageKind::Notice; });
        return all;
    }
    /// What one of them sees, authors as all call them.
    std::vector<Line> lines(std::size_t who) {
        std::vector<Line> out;
        for (const auto& one : messages(who)) {
            out.push_back({one.mine ? nicknames[who] : one.author, one.text});
        }
        return out;
    }
    std::set<Line> set(std::size_t who) {
        const auto all = lines(who);
        return {all.begin(), all.end()};
    }
    MessageId say(std::size_t who, const std::string& text) { return people[who]->say(at(who), text); }
    /// Everybody who is on sees so many messages.
    bool everybodySees(std::size_t count, Duration limit = 5min) {
        const auto all = [&] {
            for (std::size_t i = 0; i < people.size(); ++i) {
                if (people[i]->isOn() && messages(i).size() < count) {
                    return false;
                }
            }
            return true;
        };
        for (const auto end = world.now() + limit; world.now() < end && !all();) {
            world.run(500ms);
        }
        return all();
    }
    std::optional<Message> message(std::size_t who, const MessageId& id) {
        for (auto& one : messages(who)) {
            if (one.id == id) {
                return one;
            }
        }
        return std::nullopt;
    }
    /// The session that one has with another.
    ContactId session(std::size_t from, const std::string& name) const {
        const auto database = people[from]->openStore();
        for (const auto& member : store::Group(*database).members()) {
            if (member.name == name && member.contact) {
                return *member.contact;
            }
        }
        return {};
    }

    SimWorld world;
    std::vector<SimPeer*> people;
};

}  // namespace

/// Small groups: docs/protocol.md section 18.
class TestSimGroup : public QObject {
    Q_OBJECT

private:
    template <class C>
    static std::optional<ErrorCode> refusal(SimPeer& peer, C command) {
        command.request = peer.request();
        const auto id = command.request;
        peer.post(std::move(command));
        return peer.failure(id);
    }
    static std::vector<std::string> notices(Club& club, std::size_t who) {
        std::vector<std::string> out;
        for (const auto& one : club.people[who]->ask<MessagesAnswer>(ListMessages{0, club.at(who), {}, 500}).messages) {
            if (one.kind == MessageKind::Notice) {
                out.push_back(one.text + ":" + one.author);
            }
        }
        return out;
    }

    /// What was put into their mailbox is found.
    static void attachAnew(Club& club, std::size_t who) {
        club.people[who]->switchOff();
        club.people[who]->switchOn();
    }

private Q_SLOTS:
    void everybodySeesTheSame_data() {
        QTest::addColumn<int>("people");
        for (const int count : {2, 3, 5, 8}) {
            QTest::newRow(std::to_string(count).c_str()) << count;
        }
    }
    void everybodySeesTheSame() {
        QFETCH(int, people);
        const auto count = static_cast<std::size_t>(people);
        Club club(1800 + count, count);
        QVERIFY(club.whole());
        std::vector<MessageId> ids;
        for (int round = 0; round < 3; ++round) {
            for (std::size_t i = 0; i < count; ++i) {
                ids.push_back(club.say(i, nicknames[i] + std::to_string(round)));
            }
        }
        QVERIFY(club.everybodySees(3 * count));
        club.world.run(10s);
        const auto first = club.set(0);
        QCOMPARE(first.size(), 3 * count);
        for (std::size_t i = 0; i < count; ++i) {
            QVERIFY(club.set(i) == first);
            QCOMPARE(club.lines(i).size(), 3 * count);
            for (const auto& one : club.messages(i)) {
                QVERIFY(std::find(ids.begin(), ids.end(), one.id) != ids.end());  // the same id at everybody
                QVERIFY(!one.mine || one.state == MessageState::Delivered);
            }
            QCOMPARE(club.people[i]->ask<ContactsAnswer>(ListContacts{}).contacts.size(), std::size_t(1));
            QVERIFY(club.people[i]->ask<InvitationsAnswer>(ListInvitations{}).invitations.empty());
        }
        QCOMPARE(club.world.envelopesAtHub(), std::size_t(0));
    }

    void itsMembersAreShownAndNothingBehindThem() {
        Club club(1810, 4);
        const auto seen = Club::seenBy(*club.people[3]);
        QVERIFY(seen);
        QCOMPARE(seen->name, std::string("Owl, Swift, Wren"));
        QCOMPARE(seen->members.size(), std::size_t(3));
        QVERIFY(seen->members[0].founder && !seen->members[1].founder);
        QCOMPARE(notices(club, 0),
                 (std::vector<std::string>{"member-joined:Swift", "member-joined:Wren", "member-joined:Crake"}));
        for (auto* const one : club.people) {
            for (const auto& added : one->heard<ContactAdded>()) {
                QVERIFY(added.contact.isGroup);
            }
            for (const auto& changed : one->heard<ContactChanged>()) {
                QVERIFY(changed.contact.isGroup);
            }
        }
    }

    void sameNicknamesAreTold() {
        Club club(1811, 1);
        for (int i = 0; i < 2; ++i) {
            auto& more = club.world.addPeer("more" + std::to_string(i));
            const auto link = club.people[0]->ask<InvitationAnswer>(CreateInvitation{}).link;
            (void)more.ask<ContactAnswer>(JoinSecretChat{0, link, "Owl"});
            club.people.push_back(&more);
            QVERIFY(club.whole());
        }
        const auto members = Club::seenBy(*club.people[0])->members;
        QCOMPARE(members[0].name, std::string("Owl 2"));
        QCOMPARE(members[1].name, std::string("Owl 3"));
    }

    void onlyItsFounderInvitesAndNotMoreThanEight() {
        Club club(1812, 8);
        QVERIFY(club.whole());
        QCOMPARE(refusal(*club.people[0], CreateInvitation{}), std::optional(ErrorCode::GroupFull));
        QCOMPARE(refusal(*club.people[1], CreateInvitation{}), std::optional(ErrorCode::NotFounder));
        QCOMPARE(refusal(*club.people[1], RemoveMember{0, club.at(1), "Wren"}), std::optional(ErrorCode::NotFounder));
    }

    void whatIsBetweenTwoIsRefused() {
        Club club(1813, 2);
        auto& owl = *club.people[0];
        const auto group = club.at(0);
        QCOMPARE(refusal(owl, StartCall{0, group}), std::optional(ErrorCode::NotInGroups));
        QCOMPARE(refusal(owl, GetSafetyNumber{0, group}), std::optional(ErrorCode::NotInGroups));
        QCOMPARE(refusal(owl, BlockContact{0, group}), std::optional(ErrorCode::NotInGroups));
        QVERIFY(refusal(owl, SetLife{0, group, {LifeFrom::Sent, 60s}}));  // the rule is its founder's
        // Who comes and who goes is told through the server at which it was made.
        QCOMPARE(refusal(owl, SetHub{0, owl.ask<StatusAnswer>(GetStatus{}).status.hubAddress}),
                 std::optional(ErrorCode::NotInGroups));
        QVERIFY(refusal(owl, AcceptInvitation{0, "nightjar:1/x", ""}));
    }

    void nobodyIsThereAtFirst() {
        Club club(1814, 1);
        QCOMPARE(refusal(*club.people[0], SendText{0, club.at(0), "hello?"}), std::optional(ErrorCode::GroupEmpty));
    }

    // ---- what is done with messages

    void changesReachEverybody() {
        Club club(1820, 3);
        const auto id = club.say(1, "see you at sevven");
        QVERIFY(club.everybodySees(1));
        club.people[1]->post(EditMessage{club.people[1]->request(), club.at(1), id, "see you at seven"});
        club.people[2]->post(ReactToMessage{club.people[2]->request(), club.at(2), id, {"👍"}});
        club.people[0]->post(ReactToMessage{club.people[0]->request(), club.at(0), id, {"👀"}});
        SendText answer{club.people[0]->request(), club.at(0), "yes"};
        answer.quote = id;
        club.people[0]->post(answer);
        club.world.run(20s);
        for (std::size_t i = 0; i < 3; ++i) {
            const auto message = club.message(i, id);
            QVERIFY(message);
            QCOMPARE(message->text, std::string("see you at seven"));
            std::set<std::pair<std::string, std::string>> reactions;
            for (const auto& one : message->reactions) {
                reactions.emplace(one.mine ? nicknames[i] : one.author, one.emoji);
            }
            QVERIFY(reactions == (std::set<std::pair<std::string, std::string>>{{"Wren", "👍"}, {"Owl", "👀"}}));
            const auto all = club.messages(i);
            QCOMPARE(all.back().text, std::string("yes"));
            QVERIFY(all.back().quote && all.back().quote->state == Quote::State::Present);
            QCOMPARE(all.back().quote->author, std::string(i == 1 ? "" : "Swift"));
        }
        club.people[1]->post(DeleteMessage{club.people[1]->request(), id, true});
        club.world.run(20s);
        for (std::size_t i = 0; i < 3; ++i) {
            QVERIFY(!club.message(i, id));
            QCOMPARE(club.messages(i).size(), std::size_t(1));
        }
    }

    void aMessageIsAsFarAsItsLastReader() {
        Club club(1821, 3);
        club.people[2]->switchOff();
        const auto id = club.say(0, "who reads this");
        club.world.run(30s);
        QCOMPARE(club.people[0]->stateOf(id), std::optional(MessageState::Sent));
        auto states = club.people[0]->ask<MessageStatesAnswer>(GetMessageStates{0, club.at(0), id}).members;
        QCOMPARE(states.size(), std::size_t(2));
        QCOMPARE(states[0].state, MessageState::Delivered);
        QCOMPARE(states[1].state, MessageState::Sent);
        QCOMPARE(states[1].name, std::string("Wren"));
        club.people[1]->post(MarkRead{club.at(1)});
        club.people[2]->switchOn();
        club.world.run(30s);
        QCOMPARE(club.people[0]->stateOf(id), std::optional(MessageState::Delivered));
        club.people[2]->post(MarkRead{club.at(2)});
        club.world.run(30s);
        QCOMPARE(club.people[0]->stateOf(id), std::optional(MessageState::Read));
    }

    void photosReachEverybody() {
        Club club(1822, 3);
        Bytes picture(50'000);
        SeededRandom(3).fill(picture);
        SendFile command;
        command.contact = club.at(0);
        command.content = picture;
        command.name = "nest.jpg";
        command.asPhoto = true;
        command.caption = "look";
        const auto id = club.people[0]->ask<MessageAnswer>(command).message.id;
        QVERIFY(!id.isNull());
        for (std::size_t i = 1; i < 3; ++i) {
            QVERIFY(club.world.runUntil(
                [&] {
                    return !club.people[i]->ask<FileAnswer>(ReadFile{0, id}).content.empty();
                },
                3min));
            QVERIFY(club.people[i]->ask<FileAnswer>(ReadFile{0, id}).content == picture);
            const auto message = club.message(i, id);
            QVERIFY(message && message->attachment && message->attachment->state == TransferState::Done);
            QCOMPARE(message->author, std::string("Owl"));
        }
        club.world.run(20s);
        QCOMPARE(club.message(0, id)->attachment->state, TransferState::Done);
        QVERIFY(club.people[0]->ask<FileAnswer>(ReadFile{0, id}).content == picture);
        QCOMPARE(club.people[1]->ask<MessagesAnswer>(ListFiles{0, club.at(1), 10}).messages.size(), std::size_t(1));
        // Whoever leaves leaves what they sent.
        club.people[0]->post(DeleteContact{club.people[0]->request(), club.at(0), true});
        club.world.run(20s);
        QVERIFY(club.people[1]->ask<FileAnswer>(ReadFile{0, id}).content == picture);
    }

    void whatIsForwardedReachesEverybody() {
        Club club(1825, 3);
        Bytes picture(50'000);
        SeededRandom(4).fill(picture);
        SendFile command;
        command.contact = club.at(0);
        command.content = picture;
        command.name = "nest.jpg";
        command.asPhoto = true;
        const auto id = club.people[0]->ask<MessageAnswer>(command).message.id;
        const auto has = [&](std::size_t who, const MessageId& message) {
            return club.people[who]->ask<FileAnswer>(ReadFile{0, message}).content == picture;
        };
        QVERIFY(club.world.runUntil([&] { return has(1, id) && has(2, id); }, 3min));
        // One of others, and one's own.
        const auto forward = [&](std::size_t who, const MessageId& message) {
            return club.people[who]
                ->ask<MessageAnswer>(ForwardMessage{0, club.at(who), message, club.at(who), true})
                .message.id;
        };
        const auto theirs = forward(1, id);
        const auto own = forward(0, id);
        QVERIFY(!theirs.isNull() && !own.isNull());
        QCOMPARE(club.people[1]->files.blobs.size(), std::size_t(1));
        QCOMPARE(club.people[0]->files.blobs.size(), std::size_t(1));
        club.people[1]->post(DeleteMessage{club.people[1]->request(), id, false});
        club.people[0]->post(DeleteMessage{club.people[0]->request(), id, false});
        club.people[1]->switchOff();
        club.people[1]->switchOn();
        QVERIFY(club.world.runUntil([&] { return has(0, theirs) && has(2, theirs); }, 3min));
        QVERIFY(club.world.runUntil([&] { return has(1, own) && has(2, own); }, 3min));
        QVERIFY(has(1, theirs) && has(0, own));
        QCOMPARE(club.message(2, theirs)->author, std::string("Swift"));
        club.world.run(20s);
        QCOMPARE(club.message(1, theirs)->attachment->state, TransferState::Done);
        club.people[1]->post(DeleteMessage{club.people[1]->request(), theirs, false});
        club.world.run(1s);
        QCOMPARE(club.people[1]->files.blobs.size(), std::size_t(1));  // what came from the first
        QVERIFY(has(2, theirs) && has(1, own));
    }

    // ---- who is there and who is not

    void whoeverIsAwayGetsAllOfIt() {
        Club club(1830, 4);
        club.people[3]->switchOff();
        for (std::size_t i = 0; i < 3; ++i) {
            (void)club.say(i, "while you were away " + std::to_string(i));
        }
        QVERIFY(club.everybodySees(3));
        club.people[0]->switchOff();
        club.people[1]->switchOff();
        club.people[3]->switchOn();
        QVERIFY(club.everybodySees(3));
        QVERIFY(club.set(3) == club.set(2));
    }

    void withoutItsFounderItGoesOn() {
        Club club(1831, 4);
        club.people[0]->switchOff();
        for (std::size_t i = 1; i < 4; ++i) {
            (void)club.say(i, "the founder is gone " + std::to_string(i));
        }
        QVERIFY(club.everybodySees(3));
        QVERIFY(club.set(1) == club.set(2) && club.set(2) == club.set(3));
    }

    void whoIsComingInGetsWhatWasWritten() {
        Club club(1832, 3);
        auto& late = club.world.addPeer("late");
        club.people[2]->switchOff();
        const auto link = club.people[0]->ask<InvitationAnswer>(CreateInvitation{}).link;
        (void)late.ask<ContactAnswer>(JoinSecretChat{0, link, nicknames[3]});
        club.people.push_back(&late);
        QVERIFY(club.world.runUntil([&] { return Club::joined(late) == 2; }, 5min));
        club.world.run(10s);
        QCOMPARE(Club::seenBy(late)->members.size(), std::size_t(3));
        const auto id = club.say(3, "hello, you who sleep");
        late.post(EditMessage{late.request(), club.at(3), id, "hello, sleeper"});
        club.people[0]->switchOff();  // and the founder is needed no more
        club.people[2]->switchOn();
        QVERIFY(club.world.runUntil([&] { return Club::joined(*club.people[2]) == 3 && club.message(2, id); }, 10min));
        club.world.run(10s);
        QCOMPARE(club.message(2, id)->text, std::string("hello, sleeper"));
        QCOMPARE(club.message(2, id)->author, std::string("Crake"));
        QCOMPARE(club.people[3]->stateOf(id), std::optional(MessageState::Sent));  // the founder is away
    }

    void whoeverLeavesIsGone() {
        Club club(1833, 4);
        (void)club.say(3, "I was here");
        QVERIFY(club.everybodySees(1));
        QVERIFY(!refusal(*club.people[3], DeleteContact{0, club.at(3), true}));
        club.world.run(20s);
        QVERIFY(club.people[3]->ask<ContactsAnswer>(ListContacts{}).contacts.empty());
        QCOMPARE(club.people[3]->heard<SecretChatEnds>().empty(), false);
        QVERIFY(club.people[3]->heard<SecretChatEnds>().back().ends <= club.world.now());
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(Club::joined(*club.people[i]), std::size_t(2));
            QCOMPARE(notices(club, i).back(), std::string("member-left:Crake"));
            QCOMPARE(club.lines(i).front().author, std::string("Crake"));  // what they wrote stays theirs
        }
        const auto id = club.say(0, "now we are three");
        club.world.run(10s);
        QCOMPARE(club.people[0]->stateOf(id), std::optional(MessageState::Delivered));
        // There is room for somebody else.
        QVERIFY(!refusal(*club.people[0], CreateInvitation{}));
    }

    void whoeverIsRemovedHearsNoMore() {
        Club club(1834, 4);
        club.people[2]->switchOff();
        QVERIFY(!refusal(*club.people[0], RemoveMember{0, club.at(0), "Crake"}));
        club.world.run(20s);
        club.people[2]->switchOn();
        club.world.run(20s);
        QCOMPARE(Club::seenBy(*club.people[3])->state, ContactState::Gone);
        QCOMPARE(notices(club, 3).back(), std::string("member-removed:"));
        QCOMPARE(refusal(*club.people[3], SendText{0, club.at(3), "hey"}), std::optional(ErrorCode::ContactGone));
        (void)club.say(1, "without them");
        for (std::size_t i = 0; i < 3; ++i) {
            QVERIFY(club.world.runUntil([&] { return !club.messages(i).empty(); }, 60s));
            QCOMPARE(Club::joined(*club.people[i]), std::size_t(2));
            QCOMPARE(notices(club, i).back(), std::string("member-removed:Crake"));
        }
        club.world.run(30s);
        QVERIFY(club.messages(3).empty());
        QCOMPARE(club.world.envelopesAtHub(), std::size_t(0));
    }

    // ---- what does not help

    void killedAtEveryDrawItBecomesWhole() {
        for (std::size_t draws = 1; draws <= 60; draws += 4) {
            Club club(1840 + draws, 3);
            auto& late = club.world.addPeer("late");
            const auto link = club.people[0]->ask<InvitationAnswer>(CreateInvitation{}).link;
            late.post(JoinSecretChat{late.request(), link, nicknames[3]});
            club.people.push_back(&late);
            for (std::size_t i = 0; i < 4; ++i) {
                club.people[i]->crashWithin(draws + 7 * i);
            }
            club.world.run(20s);
            for (auto* const one : club.people) {
                one->switchOff();
                one->switchOn();
            }
            QVERIFY2(club.whole(), std::to_string(draws).c_str());
            const auto mark = club.messages(0).size();
            QCOMPARE(mark, std::size_t(0));
            for (std::size_t i = 0; i < 4; ++i) {
                club.people[i]->crashWithin(draws / 2 + i);
                (void)club.say(i, "whatever happens " + std::to_string(i));
            }
            club.world.run(10s);
            for (auto* const one : club.people) {
                one->switchOff();
                one->switchOn();
            }
            club.world.run(2min);
            const auto first = club.set(0);
            for (std::size_t i = 0; i < 4; ++i) {
                QVERIFY2(club.set(i) == first, std::to_string(draws).c_str());
                QCOMPARE(club.lines(i).size(), first.size());
                for (const auto& one : club.messages(i)) {
                    QVERIFY(!one.mine || one.state == MessageState::Delivered);
                }
            }
            QCOMPARE(club.world.envelopesAtHub(), std::size_t(0));
        }
    }

    void overALossyLinkTheSameIsSeen() {
        Club club(1850, 4, gprs());
        QVERIFY(club.whole(30min));
        for (int round = 0; round < 5; ++round) {
            for (std::size_t i = 0; i < 4; ++i) {
                (void)club.say(i, nicknames[i] + std::to_string(round));
            }
            club.world.run(3s);
        }
        QVERIFY(club.everybodySees(20, 20min));
        for (std::size_t i = 1; i < 4; ++i) {
            QVERIFY(club.set(i) == club.set(0));
            QCOMPARE(club.lines(i).size(), std::size_t(20));
            // Each in their own order, to everybody.
            for (const auto& name : nicknames) {
                std::vector<Line> of;
                for (const auto& line : club.lines(i)) {
                    if (line.author == name) {
                        of.push_back(line);
                    }
                }
                QVERIFY(std::is_sorted(of.begin(), of.end()));
            }
        }
    }

    // ---- hostile members

    void nobodyWritesForSomebodyElse() {
        Club club(1860, 3);
        const auto id = club.say(1, "by Swift");
        QVERIFY(club.everybodySees(1));
        club.people[2]->switchOff();
        {
            const auto toOwl = club.session(2, "Owl");
            Forger wren(club.world, *club.people[2]);
            wren.put(toOwl, wire::EditContent{id, "by nobody"});
            wren.put(toOwl, wire::DeleteContent{id});
            // As if it were the same message: ids are made of who writes.
            wire::TextContent same;
            same.message = id;
            same.text = "mine";
            wren.put(toOwl, std::move(same));
        }
        attachAnew(club, 0);
        club.world.run(20s);
        QCOMPARE(club.message(0, id)->text, std::string("by Swift"));
        QCOMPARE(club.message(0, id)->author, std::string("Swift"));
        const auto lines = club.lines(0);
        QCOMPARE(lines.size(), std::size_t(2));
        QCOMPARE(lines.back().author, std::string("Wren"));
    }

    void nobodySuppressesAMessageBeforeItCame() {
        Club club(1861, 3);
        club.people[0]->switchOff();
        const auto id = club.say(1, "by Swift");
        QVERIFY(club.world.runUntil([&] { return club.message(2, id).has_value(); }, 60s));
        club.people[2]->switchOff();
        {
            const auto toOwl = club.session(2, "Owl");
            Forger wren(club.world, *club.people[2]);
            wren.put(toOwl, wire::DeleteContent{id});
        }
        club.people[0]->switchOn();
        QVERIFY(club.world.runUntil([&] { return club.message(0, id).has_value(); }, 60s));
        club.world.run(20s);
        QCOMPARE(club.message(0, id)->text, std::string("by Swift"));
    }

    void onlyTheFounderSaysWhoIsInIt() {
        Club club(1862, 4);
        wire::GroupMemberId crake{};
        {
            club.people[0]->switchOff();
            const auto database = club.people[0]->openStore();
            for (const auto& member : store::Group(*database).members()) {
                crake = member.name == "Crake" ? member.id.value : crake;
            }
        }
        club.people[0]->switchOn();
        club.people[2]->switchOff();
        {
            const auto toSwift = club.session(2, "Swift");
            const auto toOwl = club.session(2, "Owl");
            Forger wren(club.world, *club.people[2]);
            wren.put(toSwift, wire::RemovedContent{crake});
            wren.put(toOwl, wire::RemovedContent{crake});
            const auto link = "nightjar:1/" + club.world.hubAddress().substr(15) + "/" + std::string(43, 'A');
            for (int i = 0; i < 60; ++i) {
                wire::GroupMemberId other{};
                other[0] = static_cast<std::uint8_t>(i + 1);
                wren.put(toSwift, wire::MemberContent{other, "Ghost"});
                wren.put(toSwift, wire::IntroduceContent{other, "Ghost", link});
                wren.put(toOwl, wire::OfferContent{other, link});
                wren.put(toOwl, wire::OfferContent{crake, link});
            }
        }
        attachAnew(club, 0);
        attachAnew(club, 1);
        club.world.run(60s);
        QCOMPARE(Club::seenBy(*club.people[0])->members.size(), std::size_t(3));
        QCOMPARE(Club::seenBy(*club.people[1])->members.size(), std::size_t(3));
        QCOMPARE(Club::joined(*club.people[3]), std::size_t(3));
    }

    void aFounderWhoFloodsFillsNothing() {
        Club club(1863, 2);
        club.people[0]->switchOff();
        {
            const auto toSwift = club.session(0, "Swift");
            Forger owl(club.world, *club.people[0]);
            // A server of their choice is not asked.
            const auto elsewhere = "nightjar:1/192.0.2.77:4000/" + std::string(43, 'A') + "/" + std::string(43, 'A');
            for (int i = 0; i < 100; ++i) {
                wire::GroupMemberId other{};
                other[0] = static_cast<std::uint8_t>(i);
                other[1] = static_cast<std::uint8_t>(1 + i / 256);
                owl.put(toSwift, wire::IntroduceContent{other, "Ghost", elsewhere});
                owl.put(toSwift, wire::MemberContent{other, "Ghost"});
                owl.put(toSwift, wire::RemovedContent{other});
            }
        }
        attachAnew(club, 1);
        club.world.run(5min);
        QCOMPARE(Club::seenBy(*club.people[1])->members.size(), std::size_t(1));
        club.people[1]->switchOff();
        const auto database = club.people[1]->openStore();
        QVERIFY(store::Group(*database).members().size() <= store::maxMembersEver);
        QVERIFY(store::Invitations(*database).open().size() <= maxGroupMembers);
        QVERIFY(store::Accepts(*database).all().empty());
    }

    // ---- figures

    void aShortTextInAGroupOfFive() {
        Club club(1870, 5);
        QVERIFY(club.whole());
        club.world.run(2min);
        const auto sent = club.world.net().bytesSent(club.people[0]->host());
        const auto received = club.world.net().bytesReceived(club.people[0]->host());
        const auto idleFrom = club.world.now();
        const auto id = club.say(0, "See you at the station at ten.");
        QVERIFY(club.world.runUntil([&] { return club.people[0]->stateOf(id) == MessageState::Delivered; }, 60s));
        club.world.run(2s);
        const auto up = club.world.net().bytesSent(club.people[0]->host()) - sent;
        const auto down = club.world.net().bytesReceived(club.people[0]->host()) - received;
        qInfo("a text to four others: %lld bytes up, %lld down, with receipts, IP and UDP headers (%lld ms)",
              static_cast<long long>(up), static_cast<long long>(down),
              static_cast<long long>(
                  std::chrono::duration_cast<std::chrono::milliseconds>(club.world.now() - idleFrom).count()));
        QVERIFY(up < 6'000);
        QVERIFY(down < 6'000);
    }

    void aPlaceMovesForEverybody() {
        Club club(2691, 3);
        const auto here = *GeoPoint::of(55.75, 37.62);
        const auto there = *GeoPoint::of(55.76, 37.62);
        auto& walker = *club.people[0];
        const auto sent = walker.ask<MessageAnswer>(SendLocation{0, club.at(0), here, "The meeting", 15min}).message;
        QVERIFY(club.everybodySees(1));
        club.world.run(40s);
        walker.post(MoveLocation{0, there});
        club.world.run(30s);
        for (std::size_t who = 0; who < 3; ++who) {
            const auto seen = club.message(who, sent.id);
            QVERIFY(seen && seen->place && seen->place->live);
            QVERIFY(seen->place->point == there);
            QCOMPARE(seen->text, std::string("The meeting"));
        }
        walker.post(StopLocation{walker.request(), club.at(0), sent.id});
        club.world.run(30s);
        for (std::size_t who = 0; who < 3; ++who) {
            QVERIFY(!club.message(who, sent.id)->place->live);
        }
    }
};

QTEST_GUILESS_MAIN(TestSimGroup)
#include "tst_simgroup.moc"
