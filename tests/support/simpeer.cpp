// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "support/simpeer.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "store/migrations.h"
#include "support/simworld.h"

namespace nightjar::sim {

namespace {
constexpr std::size_t frameSamples = 320;
}

SimPeer::SimPeer(SimWorld& world, std::string name, SimNet::HostId host, std::string folder, std::uint64_t seed)
    : m_world(world), m_name(std::move(name)), m_host(host), m_folder(std::move(folder)), m_seed(seed) {
    switchOn();
}

SimPeer::~SimPeer() = default;

void SimPeer::switchOn() {
    if (m_engine) {
        return;
    }
    m_random = std::make_unique<SeededRandom>(m_seed * 1000 + ++m_starts);
    SecretBytes key(32);
    SeededRandom(m_seed).fill(key.mutableView());
    auto database = store::openIdentity(m_folder + "/" + m_name + ".db", key, store::OpenMode::CreateIfMissing);
    if (!database) {
        std::fprintf(stderr, "%s: the store does not open\n", m_name.c_str());
        std::abort();
    }
    m_engine = std::make_unique<Engine>(std::move(*database), *m_random, m_world.now());
    input(LocalAddresses{{m_world.net().addressOf(m_host, port)}});
}

void SimPeer::switchOff() {
    m_engine.reset();
    m_sound = false;
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

void SimPeer::receive(const Endpoint& from, ByteView bytes) {
    if (m_engine) {
        input(Datagram{from, bytes});
    }
}

Instant SimPeer::nextDeadline() const {
    return m_engine ? m_engine->nextDeadline() : never;
}

void SimPeer::tick() {
    input(Tick{});
}

void SimPeer::input(const Input& what) {
    if (!m_engine) {
        return;
    }
    for (auto& output : m_engine->handle(m_world.now(), what)) {
        if (const auto* const transmit = std::get_if<Transmit>(&output)) {
            m_world.net().send(m_host, port, transmit->to, transmit->bytes);
        } else if (auto* const event = std::get_if<Event>(&output)) {
            m_events.push_back(std::move(*event));
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

void SimPeer::soundCard() {
    if (!m_sound) {
        return;
    }
    std::array<std::int16_t, frameSamples> frame{};
    for (auto& sample : frame) {
        sample = microphone ? microphone(m_samples) : std::int16_t{0};
        ++m_samples;
    }
    input(CapturedPcm{frame});
    input(PlaybackWanted{frameSamples});
    const Duration period(static_cast<Duration::rep>(20'000.0 / (1 + drift * 1e-6)));
    m_world.net().at(m_world.now() + period, [this, run = m_soundRun] {
        if (run == m_soundRun) {
            soundCard();
        }
    });
}

}  // namespace nightjar::sim
