// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QThread>
#include <atomic>
#include <functional>
#include <memory>
#include <semaphore>

#include "engine.h"
#include "runtime/identitystore.h"
#include "runtime/mailbox.h"
#include "runtime/messenger.h"
#include "runtime/ports/audioport.h"
#include "runtime/ports/clock.h"
#include "runtime/ports/datagramtransport.h"
#include "runtime/ports/streamtransport.h"
#include "runtime/ports/upnpport.h"

namespace nightjar {

class NodeCore;

/// What a Node drives: the Engine, or a test's stand-in for it.
class Machine {
public:
    virtual ~Machine() = default;
    [[nodiscard]] virtual Outputs handle(Instant now, const Input& input) = 0;
    /// The same in two halves, for inputs that come together: what comes of them is given by finish().
    virtual void take(Instant now, const Input& input) {
        for (auto& output : handle(now, input)) {
            m_taken.push_back(std::move(output));
        }
    }
    [[nodiscard]] virtual Outputs finish() { return std::exchange(m_taken, {}); }
    [[nodiscard]] virtual Instant nextDeadline() const = 0;

private:
    Outputs m_taken;
};

/// What a Node is made of. The factories are called in the Node's own thread.
struct NodeParts {
    std::function<std::unique_ptr<Machine>(Instant now)> machine;
    std::function<std::unique_ptr<DatagramTransport>()> transport;
    std::function<std::unique_ptr<StreamTransport>()> streams;  ///< none: nothing goes by TCP or TLS
    std::unique_ptr<Clock> clock;
    std::function<std::unique_ptr<UpnpPort>()> upnp{};  ///< none: every router is silent
};

/// The engine of one open identity over real sockets, in a thread of its own. Lives in the thread of its user, which
/// needs a Qt event loop; events come there, in order. Destroying it handles what was posted before, closes the store
/// and joins the thread.
class Node final : public Messenger {
    Q_OBJECT

public:
    explicit Node(IdentityStore store, QObject* parent = nullptr);
    explicit Node(NodeParts parts, QObject* parent = nullptr);
    ~Node() override;

    void post(nightjar::Command command) override;
    /// Is shown every command first; true: it has taken it over, and the engine does not get it.
    void setOverseer(std::function<bool(const nightjar::Command&)> overseer) { m_overseer = std::move(overseer); }

    /// Microphone and loudspeaker for calls; without one, calls are silent. Set before the first call. Must outlive
    /// the Node; not owned.
    void setAudioPort(nightjar::AudioPort* audio);

protected:
    /// There are deliveries.
    void customEvent(QEvent* event) override;

private:
    friend class NodeCore;
    struct End {};
    using Order = std::variant<Command, End>;           ///< to the core thread
    using Delivery = std::variant<Event, AudioWanted>;  ///< and back

    void start(NodeParts parts);
    void order(Order order);
    void switchAudio(const nightjar::AudioWanted& wanted);
    /// As far as the system knows; where it does not, nothing is metered.
    void watchMetered();

    std::function<bool(const Command&)> m_overseer;
    Mailbox<Order> m_orders;
    Mailbox<Delivery> m_deliveries;
    std::deque<Delivery> m_taken;
    AudioRings m_rings;
    AudioPort* m_audio = nullptr;
    bool m_audioOn = false;
    bool m_microphoneOn = false;
    std::atomic<bool> m_metered = false;  ///< what is sent here is paid for by the byte
    QThread m_thread;
    std::binary_semaphore m_ended{0};
    NodeCore* m_core = nullptr;
};

}  // namespace nightjar
