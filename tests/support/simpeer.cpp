// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "support/simpeer.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "engine/restoring.h"
#include "store/keyfile.h"
#include "store/migrations.h"
#include "support/rawpages.h"
#include "support/simworld.h"

namespace nightjar::sim {

namespace {
constexpr std::size_t frameSamples = 320;

/// Database, log, key; the shared memory beside them is rebuilt.
constexpr const char* storeFiles[] = {"", "-wal", "-key"};
constexpr const char* allStoreFiles[] = {"", "-wal", "-key", "-shm"};
}  // namespace

/// The randomness of a peer; somebody may want to know of a draw.
class SimPeer::Dice final : public RandomSource {
public:
    explicit Dice(std::uint64_t seed) : m_stream(seed) {}
    void fill(MutableByteView out) override {
        m_stream.fill(out);
        if (m_left > 0 && --m_left == 0) {
            m_then();
        }
    }
    void after(std::size_t draws, std::function<void()> then) {
        m_left = draws;
        m_then = std::move(then);
    }

private:
    SeededRandom m_stream;
    std::size_t m_left = 0;
    std::function<void()> m_then;
};

SimPeer::SimPeer(SimWorld& world, std::string name, SimNet::HostId host, std::string folder, std::uint64_t seed)
    : m_world(world), m_name(std::move(name)), m_host(host), m_folder(std::move(folder)), m_seed(seed) {
    switchOn();
}

SimPeer::~SimPeer() = default;

void SimPeer::switchOn() {
    if (m_engine) {
        return;
    }
    m_random = std::make_unique<Dice>(m_seed * 1000 + ++m_starts);
    auto database = openStore();
    m_database = database.get();
    m_lastStart = m_events.size();
    m_ahead = m_nextAhead;
    m_engine = std::make_unique<Engine>(std::move(database), *m_random, clock(), makeMemoryBlobs(files));
    lookAround();
}

void SimPeer::lookAround() {
    const auto own = m_world.net().addressOf(m_host, port);
    const auto router = m_world.net().routerOf(m_host);
    std::vector<Endpoint> addresses{own};
    if (const auto six = m_world.net().v6Of(m_host, port); six.isValid()) {
        addresses.push_back(six);
    }
    input(
        LocalAddresses{std::move(addresses), m_metered, router ? std::optional(Gateway{*router, own}) : std::nullopt});
}

std::optional<engine::BackupError> SimPeer::restoreFrom(const Bytes& backup, const std::string& passphrase) {
    std::error_code ignored;
    for (const auto* suffix : allStoreFiles) {
        std::filesystem::remove(file() + suffix, ignored);
    }
    files.blobs.clear();
    std::size_t at = 0;
    const auto source = [&](MutableByteView out, std::size_t& got) {
        got = std::min(out.size(), backup.size() - at);
        std::copy_n(backup.begin() + static_cast<std::ptrdiff_t>(at), got, out.begin());
        at += got;
        return true;
    };
    const auto reader = engine::BackupReader::open(source, asBytes(passphrase));
    if (!reader) {
        return reader.error();
    }
    SeededRandom random(m_seed + 1);
    const auto blobs = makeMemoryBlobs(files);
    const auto restored = engine::restoreBackup(**reader, file(), key(), *blobs, random, clock());
    return restored ? std::nullopt : std::optional(restored.error().backup.value_or(engine::BackupError::Unreadable));
}

SecretBytes SimPeer::key() const {
    SecretBytes key(32);
    SeededRandom(m_seed).fill(key.mutableView());
    return key;
}

Bytes SimPeer::rawStore() const {
    return deciphered(file(), *store::chooseKey(file(), key()));
}

std::size_t SimPeer::damagePagesWith(std::string_view text) {
    const auto pages = pagesWith(file(), *store::chooseKey(file(), key()), text);
    std::fstream raw(file(), std::ios::binary | std::ios::in | std::ios::out);
    for (const auto at : pages) {
        raw.seekp(static_cast<std::streamoff>(at) + 1000);
        raw.write("damage", 6);
    }
    return pages.size();
}

std::unique_ptr<store::Database> SimPeer::openStore() const {
    auto database = store::openIdentity(file(), key(), store::OpenMode::CreateIfMissing);
    if (!database) {
        std::fprintf(stderr, "%s: the store does not open\n", m_name.c_str());
        std::abort();
    }
    return std::move(*database);
}

void SimPeer::leave() {
    input(Leaving{});
    switchOff();
}

void SimPeer::switchOff() {
    m_engine.reset();
    m_moreSockets.clear();
    m_database = nullptr;
    m_sound = false;
    m_dead = false;
}

void SimPeer::crashWithin(std::size_t draws) {
    if (!m_engine) {
        return;
    }
    m_random->after(draws, [this] {
        for (const auto* suffix : storeFiles) {
            std::error_code ignored;
            std::filesystem::copy_file(file() + suffix, file() + ".dead" + suffix,
                                       std::filesystem::copy_options::overwrite_existing, ignored);
        }
        m_dead = true;
    });
}

/// What the engine did after its end is undone.
void SimPeer::die() {
    switchOff();
    std::error_code ignored;
    for (const auto* suffix : allStoreFiles) {
        std::filesystem::remove(file() + suffix, ignored);
    }
    for (const auto* suffix : storeFiles) {
        std::filesystem::rename(file() + ".dead" + suffix, file() + suffix, ignored);
    }
}

void SimPeer::move(ByteArray<4> publicAddress) {
    m_world.net().move(m_host, publicAddress);
    lookAround();
}

void SimPeer::wake() {
    lookAround();
}

void SimPeer::setMetered(bool metered) {
    m_metered = metered;
    lookAround();
}

void SimPeer::backUp() const {
    for (const auto* suffix : storeFiles) {
        std::error_code ignored;
        std::filesystem::remove(file() + ".backup" + suffix, ignored);
        std::filesystem::copy_file(file() + suffix, file() + ".backup" + suffix, ignored);
    }
}

void SimPeer::restoreBackup() {
    switchOff();
    std::error_code ignored;
    for (const auto* suffix : allStoreFiles) {
        std::filesystem::remove(file() + suffix, ignored);
    }
    for (const auto* suffix : storeFiles) {
        std::filesystem::copy_file(file() + ".backup" + suffix, file() + suffix, ignored);
    }
    switchOn();
}

void SimPeer::setDiskFull(bool full) {
    if (m_database != nullptr) {
        m_database->limitPages(full ? 1 : 0);
    }
}

void SimPeer::post(Command command) {
    input(Input(std::move(command)));
}

MessageId SimPeer::say(const ContactId& to, const std::string& text) {
    const auto id = request();
    post(SendText{id, to, text});
    const auto said = answer<MessageAnswer>(id);
    return said ? said->message.id : MessageId{};
}

std::optional<ErrorCode> SimPeer::failure(RequestId of) const {
    const auto failed = answer<CommandFailed>(of);
    return failed ? std::optional(failed->code) : std::nullopt;
}

void SimPeer::waitForAnswer(RequestId to) {
    const auto answered = [this, to] {
        return std::any_of(m_events.rbegin(), m_events.rend(), [to](const Event& event) {
            return std::visit(
                [to](const auto& one) {
                    if constexpr (requires { one.request; }) {
                        return one.request == to;
                    } else {
                        return false;
                    }
                },
                event);
        });
    };
    (void)m_world.runUntil(answered, 60s);
}

std::vector<std::string> SimPeer::texts() const {
    std::vector<std::string> out;
    for (const auto& added : heard<MessageAdded>()) {
        if (!added.message.mine && added.message.kind == MessageKind::Text) {
            out.push_back(added.message.text);
        }
    }
    return out;
}

std::optional<Instant> SimPeer::shownAt(const std::string& text) const {
    const auto found = m_shown.find(text);
    return found == m_shown.end() ? std::nullopt : std::optional(found->second);
}

std::optional<MessageState> SimPeer::stateOf(const MessageId& message) const {
    std::optional<MessageState> state;
    for (const auto& event : m_events) {
        if (const auto* const added = std::get_if<MessageAdded>(&event); added && added->message.id == message) {
            state = added->message.state;
        } else if (const auto* const changed = std::get_if<MessageStateChanged>(&event);
                   changed && changed->message == message) {
            state = changed->state;
        }
    }
    return state;
}

Path SimPeer::path(const ContactId& contact) {
    return ask<LinkInfoAnswer>(GetLinkInfo{0, contact}).info.path;
}

CallState SimPeer::callState() const {
    const auto changes = heard<CallStateChanged>();
    return changes.empty() ? CallState::Ended : changes.back().state;
}

CallEnd SimPeer::callEnd() const {
    const auto changes = heard<CallStateChanged>();
    return changes.empty() ? CallEnd::None : changes.back().end;
}

void SimPeer::receive(const Endpoint& from, SocketNumber socket, ByteView bytes) {
    if (m_engine && !m_asleep && (socket == 0 || m_moreSockets.contains(socket))) {
        input(Datagram{from, bytes, Way::Udp, socket});
    }
}

Instant SimPeer::nextDeadline() const {
    if (!m_engine || m_asleep) {
        return never;
    }
    const auto deadline = m_engine->nextDeadline();
    return deadline == never ? never : deadline - m_ahead;
}

void SimPeer::tick() {
    input(Tick{});
}

void SimPeer::input(const Input& what) {
    if (!m_engine) {
        return;
    }
    auto outputs = m_engine->handle(clock(), what);
    if (m_dead) {
        return die();
    }
    for (auto& output : outputs) {
        if (const auto* const transmit = std::get_if<Transmit>(&output)) {
            if (transmit->way == Way::Udp) {
                if (transmit->socket != 0) {
                    m_moreSockets.insert(transmit->socket);
                }
                m_world.net().send(m_host, static_cast<std::uint16_t>(port + transmit->socket), transmit->to,
                                   transmit->bytes);
            } else {
                // No streams in this world yet: the connection is refused.
                m_streamsTried += transmit->sharing.isValid() ? 1 : 0;
                m_world.net().at(m_world.now() + 1ms, [this, way = transmit->way, to = transmit->to] {
                    input(HungUp{way, to});
                });
            }
        } else if (const auto* const closed = std::get_if<CloseSocket>(&output)) {
            m_moreSockets.erase(closed->socket);
        } else if (auto* const event = std::get_if<Event>(&output)) {
            if (const auto* const added = std::get_if<MessageAdded>(event); added && !added->message.mine) {
                m_shown.emplace(added->message.text, m_world.now());
            }
            m_events.push_back(std::move(*event));
        } else if (const auto* const question = std::get_if<Resolve>(&output)) {
            m_world.net().at(m_world.now() + 1ms, [this, host = question->host] {
                if (auto addresses = m_world.addressesOf(host); !addresses.empty()) {
                    input(Resolved{host, std::move(addresses)});
                }
            });
        } else if (const auto* const pcm = std::get_if<PlayPcm>(&output)) {
            loudspeaker.insert(loudspeaker.end(), pcm->samples.begin(), pcm->samples.end());
        } else if (const auto* const audio = std::get_if<AudioWanted>(&output)) {
            m_sound = audio->on;
            if (audio->on) {
                m_samples = 0;
                loudspeaker.clear();
                m_world.net().at(m_world.now(), [this, run = ++m_soundRun] {
                    if (run == m_soundRun) {
                        soundCard();
                    }
                });
            }
        }
    }
}

Instant SimPeer::clock() const {
    return m_world.now() + m_ahead;
}

void SimPeer::soundCard() {
    if (!m_sound) {
        return;
    }
    std::array<std::int16_t, frameSamples> frame{};
    for (auto& sample : frame) {
        sample = microphone ? microphone(m_samples) : std::int16_t{0};
        ++m_samples;
    }
    if (!m_asleep) {
        input(CapturedPcm{frame});
        input(PlaybackWanted{frameSamples});
    }
    const Duration period(static_cast<Duration::rep>(20'000.0 / (1 + drift * 1e-6)));
    m_world.net().at(m_world.now() + period, [this, run = m_soundRun] {
        if (run == m_soundRun) {
            soundCard();
        }
    });
}

}  // namespace nightjar::sim
