// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QPointer>
#include <QTest>
#include <atomic>

#include "runtime/node.h"
#include "runtime/ports/localaddresses.h"
#include "runtime/ports/udptransport.h"

using namespace nightjar;

namespace {

/// A machine whose behaviour the test writes down; counts and answers.
class ScriptedMachine final : public Machine {
public:
    using Script = std::function<Outputs(Instant, const Input&)>;
    explicit ScriptedMachine(Script script, std::function<Instant()> deadline = {})
        : m_script(std::move(script)), m_deadline(std::move(deadline)) {}
    [[nodiscard]] Outputs handle(Instant now, const Input& input) override { return m_script(now, input); }
    [[nodiscard]] Instant nextDeadline() const override { return m_deadline ? m_deadline() : never; }

private:
    Script m_script;
    std::function<Instant()> m_deadline;
};

NodeParts partsWith(ScriptedMachine::Script script, std::function<Instant()> deadline = {}) {
    NodeParts parts;
    parts.machine = [script = std::move(script), deadline = std::move(deadline)](Instant) {
        return std::make_unique<ScriptedMachine>(script, deadline);
    };
    parts.transport = [] { return std::make_unique<UdpTransport>(); };
    parts.clock = std::make_unique<SystemClock>();
    return parts;
}

const SetName* nameIn(const Input& input) {
    const auto* command = std::get_if<Command>(&input);
    return command ? std::get_if<SetName>(command) : nullptr;
}

/// A sound card of its own: the test moves the samples.
class ManualAudio final : public AudioPort {
public:
    void start(AudioRings& to) override {
        rings = &to;
        ++starts;
    }
    void stop() override {
        rings = nullptr;
        ++stops;
    }
    AudioRings* rings = nullptr;
    int starts = 0;
    int stops = 0;
};

}  // namespace

class NodeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void commandsAndEventsKeepTheirOrder() {
        const auto home = QThread::currentThread();
        std::atomic<QThread*> coreThread{nullptr};
        Node node(partsWith([&coreThread](Instant, const Input& input) -> Outputs {
            coreThread = QThread::currentThread();
            if (const auto* set = nameIn(input)) {
                return {Event(CommandDone{set->request}), Event(CommandDone{set->request + 1000000})};
            }
            return {};
        }));
        std::vector<RequestId> heard;
        bool hereAlways = true;
        connect(&node, &Messenger::event, this, [&](const Event& event) {
            hereAlways = hereAlways && QThread::currentThread() == home;
            heard.push_back(std::get<CommandDone>(event).request);
        });
        for (RequestId i = 1; i <= 500; ++i) {
            node.post(SetName{i, "x"});
        }
        QTRY_COMPARE(heard.size(), std::size_t{1000});
        for (std::size_t i = 0; i < 500; ++i) {
            QCOMPARE(heard[2 * i], RequestId{i + 1});
            QCOMPARE(heard[2 * i + 1], RequestId{i + 1 + 1000000});
        }
        QVERIFY(hereAlways);
        QVERIFY(coreThread.load() != home);
    }

    void orderHoldsWhenTheListenerRunsAnEventLoop() {
        Node node(partsWith([](Instant, const Input& input) -> Outputs {
            const auto* set = nameIn(input);
            return set ? Outputs{Event(CommandDone{set->request})} : Outputs{};
        }));
        std::vector<RequestId> heard;
        connect(&node, &Messenger::event, this, [&](const Event& event) {
            heard.push_back(std::get<CommandDone>(event).request);
            if (heard.size() == 1) {
                node.post(SetName{99, ""});
                QTest::qWait(50);
            }
        });
        for (RequestId i = 1; i <= 5; ++i) {
            node.post(SetName{i, "x"});
        }
        QTRY_COMPARE(heard.size(), std::size_t{6});
        QVERIFY((heard == std::vector<RequestId>{1, 2, 3, 4, 5, 99}));
    }

    void tellsAddressesAndCarriesDatagrams() {
        UdpTransport peer;
        std::vector<std::pair<Endpoint, std::string>> atPeer;
        QVERIFY(peer.open([&](const Endpoint& from, ByteView bytes) { atPeer.emplace_back(from, toText(bytes)); }));
        const auto peerAt = Endpoint::v4(127, 0, 0, 1, peer.port());
        std::mutex mutex;
        std::vector<LocalAddresses> told;
        std::string datagram;
        Node node(partsWith([&](Instant, const Input& input) -> Outputs {
            const std::lock_guard lock(mutex);
            if (const auto* addresses = std::get_if<LocalAddresses>(&input)) {
                told.push_back(*addresses);
                return told.size() == 1 ? Outputs{Transmit{peerAt, toBytes(asBytes("hello"))}} : Outputs{};
            }
            if (const auto* got = std::get_if<Datagram>(&input)) {
                datagram = toText(got->bytes);
            }
            return {};
        }));
        QTRY_COMPARE(atPeer.size(), std::size_t{1});
        QCOMPARE(atPeer[0].second, std::string("hello"));
        peer.send(atPeer[0].first, asBytes("answer"));
        const auto hasAnswer = [&] {
            const std::lock_guard lock(mutex);
            return datagram == "answer";
        };
        QTRY_VERIFY(hasAnswer());
        // The first datagram went to this very machine, so now it is told the loopback address, too.
        const auto knowsLoopback = [&] {
            const std::lock_guard lock(mutex);
            const auto& last = told.back().addresses;
            return std::any_of(last.begin(), last.end(), [](const Endpoint& e) { return e.isLoopback(); });
        };
        QTRY_VERIFY(knowsLoopback());
    }

    void ticksWhenTheDeadlineHasCome() {
        const SystemClock clock;
        const auto start = clock.now();
        std::atomic<int> ticks{0};
        std::atomic<bool> early{false};
        // Every deadline is 20 ms after the last one.
        const auto deadline = [&ticks, start] { return start + (ticks + 1) * 20ms; };
        Node node(partsWith(
            [&](Instant now, const Input& input) -> Outputs {
                if (std::holds_alternative<Tick>(input)) {
                    early = early || now < deadline();
                    ++ticks;
                }
                return {};
            },
            deadline));
        QTRY_VERIFY(ticks >= 10);
        QVERIFY(!early);
        QVERIFY(clock.now() - start >= 200ms);
    }

    void looksUpNames() {
        std::mutex mutex;
        std::optional<Resolved> answer;
        bool asked = false;
        Node node(partsWith([&](Instant, const Input& input) -> Outputs {
            const std::lock_guard lock(mutex);
            if (const auto* resolved = std::get_if<Resolved>(&input)) {
                answer = *resolved;
            }
            return std::exchange(asked, true) ? Outputs{} : Outputs{Resolve{"localhost"}};
        }));
        const auto answered = [&] {
            const std::lock_guard lock(mutex);
            return answer.has_value();
        };
        QTRY_VERIFY(answered());
        QCOMPARE(answer->host, std::string("localhost"));
        QVERIFY(!answer->addresses.empty());
        QVERIFY(answer->addresses[0].isLoopback());
    }

    void movesSoundBothWaysDuringACall() {
        std::atomic<int> captured{0};
        std::atomic<int> lastSample{0};
        Node node(partsWith([&](Instant, const Input& input) -> Outputs {
            if (const auto* set = nameIn(input)) {
                return {AudioWanted{set->name == "on"}, Event(CommandDone{set->request})};
            }
            if (const auto* pcm = std::get_if<CapturedPcm>(&input)) {
                captured += static_cast<int>(pcm->samples.size());
                lastSample = pcm->samples.back();
            }
            if (const auto* wanted = std::get_if<PlaybackWanted>(&input)) {
                return {PlayPcm{std::vector<std::int16_t>(wanted->samples, 42)}};
            }
            return {};
        }));
        ManualAudio audio;
        node.setAudioPort(&audio);
        node.post(SetName{1, "on"});
        QTRY_COMPARE(audio.starts, 1);
        std::vector<std::int16_t> spoken(500, 7);
        spoken.back() = 9;
        (void)audio.rings->captured.write(spoken);
        QTRY_COMPARE(captured.load(), 320);  // whole frames only
        (void)audio.rings->captured.write(std::span(spoken).first(140));
        QTRY_COMPARE(captured.load(), 640);
        QCOMPARE(lastSample.load(), 7);
        // It keeps the asked-for amount ready, and no more.
        QTRY_COMPARE(audio.rings->playback.available(), std::size_t{480});
        std::vector<std::int16_t> heard(480);
        QCOMPARE(audio.rings->playback.read(heard), heard.size());
        QCOMPARE(heard[479], std::int16_t{42});
        QTRY_COMPARE(audio.rings->playback.available(), std::size_t{480});
        node.post(SetName{2, "off"});
        QTRY_COMPARE(audio.stops, 1);
        QCOMPARE(audio.starts, 1);
    }

    void theLastCommandIsHandledBeforeTheEnd() {
        std::atomic<int> handled{0};
        std::atomic<bool> gone{false};
        struct Flag {
            std::atomic<bool>* gone;
            explicit Flag(std::atomic<bool>* to) : gone(to) {}
            ~Flag() { *gone = true; }
        };
        for (int round = 0; round < 20; ++round) {
            handled = 0;
            gone = false;
            {
                NodeParts parts = partsWith({});
                parts.machine = [&](Instant) {
                    const auto flag = std::make_shared<Flag>(&gone);
                    return std::make_unique<ScriptedMachine>([&handled, flag](Instant, const Input& input) -> Outputs {
                        handled += nameIn(input) ? 1 : 0;
                        // To this very machine: that calls for another look at the addresses, which comes too late.
                        return {Event(Problem{}), Transmit{Endpoint::v4(127, 0, 0, 1, 9), Bytes(1)}};
                    });
                };
                Node node(std::move(parts));
                for (int i = 0; i < 100; ++i) {
                    node.post(SetName{});
                }
            }
            QCOMPARE(handled.load(), 100);
            QVERIFY(gone.load());  // closed, not leaked: the store is free for the next
        }
    }

    void mayBeDestroyedByItsListener() {
        auto* node = new Node(partsWith([](Instant, const Input& input) -> Outputs {
            return nameIn(input) ? Outputs{Event(CommandDone{1}), Event(CommandDone{2})} : Outputs{};
        }));
        const QPointer<Node> guard(node);
        int heard = 0;
        connect(node, &Messenger::event, this, [&heard, node] {
            ++heard;
            delete node;
        });
        node->post(SetName{});
        QTRY_VERIFY(guard.isNull());
        QCOMPARE(heard, 1);
    }
};

QTEST_GUILESS_MAIN(NodeTest)
#include "tst_node.moc"
