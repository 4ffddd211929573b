// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <set>

#include "engine.h"
#include "engine/backupfile.h"
#include "link/mappinglife.h"
#include "support/memoryblobs.h"
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
    /// By how much the device's clock is wrong. A running program does not follow its being set, so this counts from
    /// the next switchOn().
    void setClockAhead(Duration ahead) { m_nextAhead = ahead; }
    /// The program is told the machine's addresses, which have changed.
    void lookAround();
    /// The machine sleeps: packets are missed, nothing happens, and the time that has passed is seen at its waking.
    void setAsleep(bool asleep) { m_asleep = asleep; }
    /// As kill -9 between two inputs: no last words.
    void switchOff();
    /// As kill -9 while an input is worked on: when the engine draws randomness for the `draws`-th time from now, what
    /// is on disk at that instant is what the next switchOn() finds, and what the engine says afterwards nobody hears.
    void crashWithin(std::size_t draws);
    /// Copies the store aside, as a backup program does.
    void backUp() const;
    /// Puts the copy in the place of the store and starts again: what came since is forgotten.
    void restoreBackup();
    /// On a new device, which is switched off and has nothing: makes the identity out of the backup of another. Why
    /// not, where that cannot be.
    [[nodiscard]] std::optional<engine::BackupError> restoreFrom(const Bytes& backup, const std::string& passphrase);
    /// Where the store lies, and what opens it.
    [[nodiscard]] std::string file() const { return m_folder + "/" + m_name + ".db"; }
    [[nodiscard]] SecretBytes key() const;
    /// The store of somebody who is switched off.
    [[nodiscard]] std::unique_ptr<store::Database> openStore() const;
    /// The machine is in another network now, and the system says so.
    void move(ByteArray<4> publicAddress);
    /// The system says that the machine woke up.
    void wake();
    /// As the system tells it from now on.
    void setMetered(bool metered);
    /// UDP sockets, but for the one that falls silent to find out how long that may be.
    [[nodiscard]] std::size_t openSockets() const {
        return 1 + m_moreSockets.size() - m_moreSockets.count(link::MappingLife::socket);
    }
    /// Datagrams that were to go by TCP to somebody who is not the hub.
    [[nodiscard]] int streamsTried() const { return m_streamsTried; }
    /// Everything in the store's files, deciphered (support/rawpages.h).
    [[nodiscard]] Bytes rawStore() const;
    /// Flips bits in every page of the store, closed, that holds this text; how many there are.
    std::size_t damagePagesWith(std::string_view text);
    /// The store may not grow any more (DiskFull), or may again.
    void setDiskFull(bool full);

    /// What lies on the device besides the database.
    DeviceFiles files;

    // ---- what a person does

    void post(Command command);
    /// A fresh request number.
    [[nodiscard]] RequestId request() { return ++m_request; }
    /// Texts; returns the message's id.
    MessageId say(const ContactId& to, const std::string& text);

    // ---- what a person sees

    /// All events of a kind so far.
    template <class T>
    [[nodiscard]] std::vector<T> heard(std::size_t since = 0) const {
        std::vector<T> out;
        for (auto i = since; i < m_events.size(); ++i) {
            if (const auto* const one = std::get_if<T>(&m_events[i])) {
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
    /// What events were heard, so far: a mark for heard().
    [[nodiscard]] std::size_t mark() const { return m_events.size(); }
    /// The mark at which the program was started last.
    [[nodiscard]] std::size_t lastStart() const { return m_lastStart; }
    /// Texts received from everybody, in the order in which they were shown.
    [[nodiscard]] std::vector<std::string> texts() const;
    /// How many different ones of them.
    [[nodiscard]] std::size_t textsShown() const { return m_shown.size(); }
    /// When a text of somebody else was first shown; nothing if it was not, or the program was killed while showing it.
    [[nodiscard]] std::optional<Instant> shownAt(const std::string& text) const;
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

    void receive(const Endpoint& from, SocketNumber socket, ByteView bytes);
    [[nodiscard]] Instant nextDeadline() const;
    void tick();
    /// The program ends of itself, and may say a last word.
    void leave();
    /// Of the first socket; the others count on from it.
    static constexpr std::uint16_t port = 40000;

private:
    class Dice;
    void input(const Input& what);
    void die();
    /// The time as this device tells it.
    [[nodiscard]] Instant clock() const;
    void soundCard();
    void waitForAnswer(RequestId to);

    SimWorld& m_world;
    std::string m_name;
    SimNet::HostId m_host;
    std::string m_folder;
    std::uint64_t m_seed;
    std::uint64_t m_starts = 0;
    std::unique_ptr<Dice> m_random;
    store::Database* m_database = nullptr;  ///< of the engine
    std::unique_ptr<Engine> m_engine;
    std::vector<Event> m_events;
    std::map<std::string, Instant> m_shown;
    std::size_t m_lastStart = 0;
    RequestId m_request = 0;
    Duration m_ahead{};
    Duration m_nextAhead{};
    bool m_asleep = false;
    bool m_metered = false;
    int m_streamsTried = 0;
    std::set<SocketNumber> m_moreSockets;
    bool m_dead = false;  ///< crashed while an input is worked on
    bool m_sound = false;
    std::uint64_t m_soundRun = 0;
    std::uint64_t m_samples = 0;
};

}  // namespace nightjar::sim
