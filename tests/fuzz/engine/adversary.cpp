// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "adversary.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/overload.h"
#include "crypto/aead.h"
#include "link/linkkeys.h"
#include "store/keyfile.h"
#include "store/migrations.h"
#include "store/profile.h"
#include "wire/linkmessages.h"

namespace nightjar::fuzz {

namespace {

const Instant startOfTime = fromUnixMs(1'700'000'000'000);
const Endpoint hubEndpoint(ByteArray<4>{198, 51, 100, 1}, 33445);
/// Ticks without the time moving, and outputs of all inputs together: far above what honest work takes.
constexpr int mostTicks = 5'000;
constexpr std::size_t mostOutputs = 2'000'000;

[[noreturn]] void broken(const char* what) {
    std::fprintf(stderr, "engine_fuzz: %s\n", what);
    std::abort();
}

/// The files of a store.
struct Saved {
    Bytes database;
    Bytes keyFile;
};

/// The beginning of every run, made once: two stores of people who know each other.
struct Base {
    std::string folder;
    SecretBytes key{32};
    Saved victim;
    Saved contact;
    crypto::KeyPair hubKeys;
    ContactId contactAtVictim;
    ContactId victimAtContact;
    QueueId victimsQueue;
    QueueId invitationQueue;
    SecretBytes firstMessageKey;

    Base() {
        std::error_code ignored;
        const bool shared = std::filesystem::is_directory("/dev/shm", ignored);
        folder = (shared ? std::string("/dev/shm") : std::filesystem::temp_directory_path().string()) +
                 "/nightjar-fuzz-XXXXXX";
        if (mkdtemp(folder.data()) == nullptr) {
            broken("no folder");
        }
        SeededRandom random(1);
        hubKeys = crypto::generateKeyPair(random);
        const wire::HubAddress hub{"198.51.100.1", 33445, hubKeys.publicKey.value};
        {
            const auto ours = open("victim");
            const auto theirs = open("contact");
            store::Profile(*ours).setText("hub", hub.toString());
            store::Profile(*ours).setText("name", "victim");
            meet(*ours, *theirs, hub, random);
            auto open = chat::makeInvitation(hub, "victim", startOfTime, random);
            open.record.published = true;
            store::Invitations(*ours).add(open.record);
            invitationQueue = open.record.queue.id;
            firstMessageKey = crypto::LinkKeys::derive(open.record.linkKey.view()).firstMessageKey.clone();
            (void)ours->truncateWal();
            (void)theirs->truncateWal();
        }
        victim = saved("victim");
        contact = saved("contact");
    }
    ~Base() {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }

    void meet(store::Database& ours, store::Database& theirs, const wire::HubAddress& hub, SeededRandom& random) {
        const auto invitation = chat::makeInvitation(hub, "victim", startOfTime, random);
        store::Invitations(ours).add(invitation.record);
        const auto link = *wire::InvitationLink::parse(invitation.link);
        const auto queue = chat::NewQueue::draw(random);
        const auto atContact =
            chat::Pairing(theirs, random)
                .accept(link, *chat::Pairing::openBlob(link, invitation.blob), hub, queue, "", startOfTime);
        chat::Sessions sessions(theirs, random);
        const auto hello = sessions.seal(
            atContact->id, wire::HelloContent{"eve", {hub, queue.id, queue.sender.secret.clone()}}, startOfTime);
        const auto atVictim = chat::Pairing(ours, random).complete(invitation.record, hello->bytes, startOfTime);
        const auto welcome =
            chat::Sessions(ours, random).seal(atVictim->id, wire::WelcomeContent{"victim"}, startOfTime);
        (void)sessions.open(*atContact, welcome->bytes, startOfTime);
        contactAtVictim = atVictim->id;
        victimAtContact = atContact->id;
        victimsQueue = atVictim->receive->id;
    }

    [[nodiscard]] std::string path(const std::string& name) const { return folder + "/" + name + ".db"; }
    [[nodiscard]] std::unique_ptr<store::Database> open(const std::string& name) const {
        auto database = store::openIdentity(path(name), key, store::OpenMode::CreateIfMissing);
        if (!database) {
            broken("the store does not open");
        }
        return std::move(*database);
    }
    [[nodiscard]] Saved saved(const std::string& name) const {
        const auto contentOf = [](const std::string& file) {
            std::ifstream in(file, std::ios::binary);
            return Bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        };
        return {contentOf(path(name)), contentOf(store::keyFileOf(path(name)))};
    }
    /// Also after a compaction, which gives the database a fresh key.
    void restore(const std::string& name, const Saved& content) const {
        std::error_code ignored;
        for (const auto& file : {path(name) + "-wal", path(name) + "-shm", store::nextKeyFileOf(path(name)),
                                 store::nextDatabaseOf(path(name))}) {
            std::filesystem::remove(file, ignored);
        }
        const auto write = [](const std::string& file, const Bytes& bytes) {
            std::ofstream(file, std::ios::binary)
                .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        };
        write(path(name), content.database);
        write(store::keyFileOf(path(name)), content.keyFile);
    }
};

const Base& base() {
    static const Base one;
    return one;
}

}  // namespace

Adversary::Adversary() : m_now(startOfTime), m_contact(base().contactAtVictim) {
    base().restore("victim", base().victim);
    base().restore("contact", base().contact);
    m_contactStore = base().open("contact");
    start();
    settle();
}

Adversary::~Adversary() = default;

void Adversary::start() {
    m_victimsRandom = std::make_unique<SeededRandom>(3);
    m_engine = std::make_unique<Engine>(base().open("victim"), *m_victimsRandom, m_now);
    input(LocalAddresses{{Endpoint(ByteArray<4>{192, 168, 1, 2}, 40000)}});
}

void Adversary::restart() {
    m_engine.reset();
    start();
}

// ---- the hub

void Adversary::datagram(ByteView bytes) {
    if (m_session) {
        m_session->channel.sendDatagram(toBytes(bytes));
    }
}

void Adversary::deliver(bool fromInvitation, std::uint64_t number, ByteView envelope) {
    const auto found = m_handles.find(fromInvitation ? base().invitationQueue : base().victimsQueue);
    if (found != m_handles.end()) {
        message(wire::encodeHubReply(wire::DeliverMessage{found->second, number, envelope}));
    }
}

void Adversary::relay(ByteView payload) {
    const auto found = m_handles.find(base().victimsQueue);
    if (found != m_handles.end()) {
        datagram(wire::encodeRelay(found->second, payload));
    }
}

void Adversary::hubReceives(ByteView bytes) {
    const Endpoint from(ByteArray<4>{203, 0, 113, 1}, 40000);
    if (wire::kindOf(bytes) == wire::DatagramKind::HubHello) {
        auto greeting = hub::greet(m_now, base().hubKeys, m_random, from, bytes, wire::ChannelId::draw(m_random));
        if (greeting) {
            m_session = std::move(greeting->session);
            m_handles.clear();
            m_datagrams.push_back(std::move(greeting->welcome));
        }
        return;
    }
    const auto received = m_session ? m_session->channel.receive(m_now, bytes) : std::nullopt;
    if (!received) {
        return;
    }
    for (const auto& one : received->messages) {
        if (const auto request = wire::decodeHubRequest(one.bytes)) {
            answer(*request);
        }
    }
    for (const auto& one : received->datagrams) {
        const auto relayed = wire::decodeRelay(one);
        if (relayed && m_link) {
            const auto heard = m_link->receive(m_now, relayed->payload);
            for (const auto& challenge : heard ? heard->challenges : std::vector<channel::PathData>{}) {
                relay(m_link->makeProbeAnswer(m_now, challenge));
            }
        }
    }
    if (received->closed) {
        m_session.reset();
    }
}

void Adversary::answer(const wire::HubRequest& request) {
    const auto say = [this](const wire::HubReply& reply) { message(wire::encodeHubReply(reply)); };
    std::visit(Overload{
                   [&](const wire::AttachRequest& one) {
                       const auto handle = ++m_lastHandle;
                       if (one.role == wire::QueueRole::Receiver) {
                           m_handles[one.queue] = handle;
                       }
                       say(wire::AttachedReply{one.req, handle});
                   },
                   [&](const wire::AttachAllRequest& all) {
                       wire::AttachedAllReply reply{all.req, {}};
                       for (const auto& one : all.entries) {
                           const auto handle = ++m_lastHandle;
                           if (one.role == wire::QueueRole::Receiver) {
                               m_handles[one.queue] = handle;
                           }
                           reply.entries.push_back({handle});
                       }
                       say(reply);
                   },
                   [&](const wire::PutRequest& one) {
                       contactReceives(one.envelope);
                       say(wire::OkReply{one.req});
                   },
                   [&](const wire::BlobTakeRequest& one) {
                       say(wire::ErrorReply{one.req, wire::HubError::BlobUnknown});
                   },
                   [&](const wire::AckRequest&) {},
                   [&](const auto& one) { say(wire::OkReply{one.req}); },
               },
               request);
}

// ---- the contact

Bytes Adversary::seal(ByteView content) {
    const auto padded = wire::padContent(wire::EnvelopeType::Message, content);
    store::Contacts contacts(*m_contactStore);
    const auto stored = contacts.ratchet(base().victimAtContact);
    auto ratchet = crypto::Ratchet::deserialize(stored.value().view());
    if (!padded || !ratchet) {
        return {};
    }
    const auto sealed = ratchet->encrypt(*padded, m_random);
    contacts.setRatchet(base().victimAtContact, ratchet->serialize());
    return sealed.value();
}

Bytes Adversary::sealFirst(ByteView inside) {
    // As long as an envelope may be, whatever the fuzzer gives.
    auto plaintext = toBytes(inside);
    for (const auto size : wire::envelopeSizes) {
        const auto room = size - wire::firstMessageNonceSize - 16;
        if (size > 64 && plaintext.size() <= room) {
            plaintext.resize(room);
            ByteArray<wire::firstMessageNonceSize> nonce{};
            m_random.fill(nonce);
            return wire::encodeFirstEnvelope(
                nonce, crypto::XChaCha20Poly1305::seal(base().firstMessageKey.view(), nonce, {}, plaintext));
        }
    }
    return {};
}

void Adversary::contactReceives(ByteView envelope) {
    store::Contacts contacts(*m_contactStore);
    const auto victim = contacts.find(base().victimAtContact);
    const auto content = chat::Sessions(*m_contactStore, m_random).open(*victim, envelope, m_now);
    if (!content) {
        return;
    }
    if (const auto* const offer = std::get_if<wire::CallOfferContent>(&content->body)) {
        m_lastCall = offer->call;
    } else if (const auto* const proposal = std::get_if<wire::LinkAnswerContent>(&content->body)) {
        if (m_offer && m_offer->link == proposal->link) {
            raiseLink(*proposal, m_offer->ephemeral, m_offer->channel, true);
        }
    } else if (const auto* const theirs = std::get_if<wire::LinkOfferContent>(&content->body)) {
        const auto own = crypto::generateKeyPair(m_random);
        wire::Content answer;
        answer.time = m_now;
        answer.body = wire::LinkAnswerContent{{theirs->link, own.publicKey.value, wire::ChannelId::draw(m_random), {}}};
        const auto channel = std::get<wire::LinkAnswerContent>(answer.body).channel;
        deliver(false, 0, seal(wire::encodeContent(answer)));
        raiseLink(*theirs, own, channel, false);
    }
}

void Adversary::offerLink() {
    m_offer = Offer{wire::LinkId::draw(m_random), crypto::generateKeyPair(m_random), wire::ChannelId::draw(m_random)};
    wire::Content offer;
    offer.time = m_now;
    offer.body = wire::LinkOfferContent{{m_offer->link, m_offer->ephemeral.publicKey.value, m_offer->channel, {}}};
    deliver(false, 0, seal(wire::encodeContent(offer)));
}

void Adversary::raiseLink(const wire::LinkProposal& theirs, const crypto::KeyPair& own, const wire::ChannelId& channel,
                          bool offered) {
    const auto secrets = link::deriveLinkSecrets(theirs.link, own, {theirs.ephemeral}, offered);
    if (secrets) {
        m_link.emplace(secrets->view(), channel, theirs.channel, m_now);
    }
}

void Adversary::linkMessage(ByteView bytes) {
    if (m_link && !bytes.empty() && bytes.size() <= wire::maxMessageSize) {
        m_link->send(toBytes(bytes), channel::Priority::Text);
    }
}

// ---- the world

void Adversary::stray(std::uint8_t from, ByteView bytes) {
    const auto endpoint = from == 0 ? hubEndpoint : Endpoint(ByteArray<4>{203, 0, 113, from}, 1024 + from);
    input(Datagram{endpoint, bytes});
}

void Adversary::input(const Input& input) {
    auto outputs = m_engine->handle(m_now, input);
    m_said += outputs.size();
    if (m_said > mostOutputs) {
        broken("outputs without end");
    }
    for (auto& output : outputs) {
        take(output);
    }
}

void Adversary::take(Output& output) {
    if (const auto* const transmit = std::get_if<Transmit>(&output)) {
        if (transmit->to == hubEndpoint && !m_silent) {
            hubReceives(transmit->bytes);
        }
    } else if (const auto* const event = std::get_if<Event>(&output)) {
        if (const auto* const incoming = std::get_if<CallIncoming>(event)) {
            m_lastCall = incoming->call;
        } else if (const auto* const call = std::get_if<CallAnswer>(event)) {
            m_lastCall = call->call;
        } else if (const auto* const added = std::get_if<MessageAdded>(event)) {
            m_lastMessage = added->message.id;
        }
    }
}

void Adversary::flush() {
    if (m_link) {
        for (const auto& packet : m_link->poll(m_now)) {
            relay(packet);
        }
    }
    if (!m_session || m_silent) {
        return;
    }
    for (auto& bytes : std::exchange(m_toSend, {})) {
        if (!bytes.empty() && bytes.size() <= wire::maxMessageSize) {
            m_session->channel.send(std::move(bytes), channel::Priority::Text);
        }
    }
    for (auto& packet : m_session->channel.poll(m_now)) {
        m_datagrams.push_back(std::move(packet));
    }
}

void Adversary::settle() {
    for (int ticks = 0;; ++ticks) {
        flush();
        const bool heard = !m_datagrams.empty();
        for (const auto& bytes : std::exchange(m_datagrams, {})) {
            input(Datagram{hubEndpoint, bytes});
        }
        const bool due = m_engine->nextDeadline() <= m_now;
        if (due) {
            input(Tick{});
        }
        if (!heard && !due) {
            return;
        }
        if (ticks > mostTicks) {
            broken("a deadline that never passes");
        }
    }
}

void Adversary::pass(Duration time) {
    const auto end = m_now + time;
    // From deadline to deadline, but not through all of a long time.
    for (int steps = 0; steps < 64 && m_now < end; ++steps) {
        auto next = std::min(end, m_engine->nextDeadline());
        if (m_session) {
            next = std::min(next, m_session->channel.nextDeadline());
        }
        m_now = std::max(m_now + 1ms, next);
        settle();
    }
    m_now = std::max(m_now, end);
    settle();
}

}  // namespace nightjar::fuzz
