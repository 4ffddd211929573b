// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <deque>

#include "engine.h"
#include "support/simnet.h"

namespace nightjar::sim {

class SimWorld;

/// A person with a device in the simulated world: a real Engine on a real encrypted store, a socket, a microphone and a
/// loudspeaker. Switched off and on, everything but the store is gone.
class SimPeer {
public:
    SimPeer(SimWorld& world, std::string name, SimNet::HostId host, std::string folder, std::uint64_t seed);
    ~SimPeer();

    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] SimNet::HostId host() const { return m_host; }
    [[nodiscard]] bool isOn() const { return m_engine != nullptr; }
    void switchOn();
    /// As kill -9: no last words.
    void switchOff();

    // ---- what a person does

    void post(Command command);
    /// A fresh request number.
    [[nodiscard]] RequestId request() { return ++m_request; }
    /// Texts; returns the message's id.
    MessageId say(const ContactId& to, const std::string& text);

    // ---- what a person sees

    /// All events of a kind so far.
    template <class T>
    [[nodiscard]] std::vector<T> heard() const {
        std::vector<T> out;
        for (const auto& event : m_events) {
            if (const auto* const one = std::get_if<T>(&event)) {
                out.push_back(*one);
            }
        }
        return out;
    }
    /// The answer to a request of that kind, if it has come.
    template <class T>
    [[nodiscard]] std::optional<T> answer(RequestId to) const {
        for (const auto& one : heard<T>()) {
            if (one.request == to) {
                return one;
            }
        }
        return std::nullopt;
    }
    [[nodiscard]] std::optional<ErrorCode> failure(RequestId of) const;
    /// Asks and waits for the answer; an empty one if none comes in a minute.
    template <class T, class C>
    [[nodiscard]] T ask(C command) {
        command.request = request();
        const auto id = command.request;
        post(std::move(command));
        waitForAnswer(id);
        return answer<T>(id).value_or(T{});
    }
    /// Texts received from everybody, in the order in which they were shown.
    [[nodiscard]] std::vector<std::string> texts() const;
    /// The latest state of an own message.
    [[nodiscard]] std::optional<MessageState> stateOf(const MessageId& message) const;
    [[nodiscard]] Path path(const ContactId& contact);
    [[nodiscard]] CallState callState() const;
    [[nodiscard]] CallEnd callEnd() const;

    // ---- sound

    /// What the microphone hears: sample n of the call, 16 kHz.
    std::function<std::int16_t(std::uint64_t)> microphone;
    /// What the loudspeaker played since the call began.
    std::vector<std::int16_t> loudspeaker;
    /// How much faster than real time the sound card runs, in parts per million.
    double drift = 0;

    // ---- for the world

    void receive(const Endpoint& from, ByteView bytes);
    [[nodiscard]] Instant nextDeadline() const;
    void tick();
    static constexpr std::uint16_t port = 40000;

private:
    void input(const Input& what);
    void soundCard();
    void waitForAnswer(RequestId to);

    SimWorld& m_world;
    std::string m_name;
    SimNet::HostId m_host;
    std::string m_folder;
    std::uint64_t m_seed;
    std::uint64_t m_starts = 0;
    std::unique_ptr<SeededRandom> m_random;
    std::unique_ptr<Engine> m_engine;
    std::vector<Event> m_events;
    RequestId m_request = 0;
    bool m_sound = false;
    std::uint64_t m_soundRun = 0;
    std::uint64_t m_samples = 0;
};

}  // namespace nightjar::sim
