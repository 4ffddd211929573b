// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine.h"

#include <algorithm>

#include "base/overload.h"
#include "engine/parts.h"
#include "store/hubs.h"
#include "store/outbox.h"
#include "store/profile.h"

namespace nightjar {

namespace engine {

Parts::Parts(store::Database& database, RandomSource& random, Instant now, std::unique_ptr<store::BlobDisk> blobs)
    : context(database, random, now),
      age(context),
      hubs(*this),
      outgoing(*this),
      incoming(*this),
      receipts(*this),
      texts(*this),
      typing(*this),
      links(*this),
      calls(*this),
      people(*this),
      addresses(*this),
      takings(*this),
      transfers(*this, std::move(blobs)),
      mappings(*this),
      turn(*this),
      repair(*this),
      networks(*this),
      sound(context),
      recorder(*this),
      player(*this),
      containers(*this),
      life(*this),
      secret(*this),
      group(*this),
      membership(*this),
      housekeeping(*this),
      erasing(*this),
      backups(*this),
      wipeNotices(*this),
      meter(context),
      places(*this),
      cards(*this),
      forwarding(*this) {
}

}  // namespace engine

namespace {

/// One input may set off a chain of events between the parts; it always ends, but a bound costs nothing.
constexpr int maxRounds = 64;
constexpr std::size_t maxSettingKey = 64;
constexpr std::size_t maxSettingValue = 65536;

/// What would undo that a container is a secret chat, or outlive it.
template <class C>
bool undoesSecret(const C&) {
    return std::is_same_v<C, SetName> || std::is_same_v<C, SetTurnServer> || std::is_same_v<C, AcceptInvitation> ||
           std::is_same_v<C, CreatePublicAddress> || std::is_same_v<C, SetLife> || std::is_same_v<C, ExportBackup> ||
           std::is_same_v<C, CopyStore> || std::is_same_v<C, PutContainer>;
}
bool undoesSecret(const SetInvisible& command) {
    return !command.invisible;
}
bool undoesSecret(const SetRelayOnly& command) {
    return !command.relayOnly;
}

}  // namespace

class Engine::Impl {
public:
    Impl(std::unique_ptr<store::Database> database, RandomSource& random, Instant now,
         std::unique_ptr<store::BlobDisk> blobs)
        : m_database(std::move(database)), m_parts(*m_database, random, now, std::move(blobs)) {
        m_database->deferSync();
        m_parts.secret.start();
        m_parts.life.start();
        m_parts.group.start();
        m_parts.hubs.start();
        m_parts.outgoing.start();
        m_parts.incoming.start();
        m_parts.people.start();
        m_parts.addresses.start();
        m_parts.transfers.start();
        m_parts.turn.start();
        m_parts.turn.deliver = [this](const Datagram& datagram) { handle(datagram); };
        m_parts.repair.start();
        m_parts.recorder.start();
        m_parts.membership.start();
        m_parts.erasing.start();
        m_parts.backups.start();
        m_parts.meter.start();
        m_parts.places.start();
        settle();
    }

    void take(Instant now, const Input& input) {
        m_parts.context.now = std::max(now, m_parts.context.now);
        std::visit(Overload{
                       [this](const Datagram& datagram) {
                           m_parts.meter.received(datagram.from, datagram.way, datagram.bytes.size());
                           handle(datagram);
                       },
                       [this](const Command& command) { std::visit([this](const auto& c) { obey(c); }, command); },
                       [this](const CapturedPcm& pcm) {
                           m_parts.calls.captured(pcm.samples);
                           m_parts.recorder.captured(pcm.samples);
                       },
                       [this](const PlaybackWanted& wanted) {
                           if (m_parts.player.isPlaying()) {
                               m_parts.player.playbackWanted(wanted.samples);
                           } else {
                               m_parts.calls.playbackWanted(wanted.samples);
                           }
                       },
                       [this](const LocalAddresses& local) {
                           m_parts.networks.moved(local);
                           m_parts.hubs.setLocalAddresses(local.addresses);
                           m_parts.links.setMetered(local.metered);
                           m_parts.mappings.setGateway(local.gateway);
                           m_parts.turn.networkChanged();
                           m_parts.links.networkChanged();
                       },
                       [this](const Resolved& name) {
                           m_parts.hubs.resolved(name.host, name.addresses);
                           m_parts.turn.resolved(name.host, name.addresses);
                       },
                       [](const Tick&) {},
                       [this](const HungUp& over) { hungUp(over); },
                       [this](const UpnpAnswered& answer) { m_parts.mappings.upnpAnswered(answer); },
                       [this](const Leaving&) {
                           m_parts.recorder.interrupt();
                           m_parts.mappings.leave();
                           m_parts.turn.leave();
                           m_parts.life.leave();
                           m_parts.meter.leave();
                       },
                   },
                   input);
        settle();
    }

    /// Nothing is told or sent before it is on the disk.
    Outputs finish() {
        auto& outputs = m_parts.context.outputs;
        if (const auto synced = m_database->sync(); !synced) {
            // What is sent may be lost anyway; what is to be told waits for an end of the program that finds the truth.
            std::erase_if(outputs, [](const Output& output) { return !std::holds_alternative<Event>(output); });
            const bool first = !std::exchange(m_syncFailed, true);
            return first ? Outputs{Event{Problem{engine::errorOf(synced.error())}}} : Outputs{};
        }
        m_parts.transfers.synced();
        for (const auto& output : outputs) {
            if (const auto* const sent = std::get_if<Transmit>(&output)) {
                m_parts.meter.sent(sent->to, sent->way, sent->bytes.size());
            }
        }
        return std::exchange(outputs, {});
    }

    [[nodiscard]] Instant nextDeadline() const {
        if (!m_parts.context.outputs.empty() && !m_syncFailed) {
            return m_parts.context.now;  // what the start had to say
        }
        return std::min(
            {m_parts.hubs.nextDeadline(),      m_parts.outgoing.nextDeadline(),     m_parts.incoming.nextDeadline(),
             m_parts.receipts.nextDeadline(),  m_parts.links.nextDeadline(),        m_parts.calls.nextDeadline(),
             m_parts.people.nextDeadline(),    m_parts.typing.nextDeadline(),       m_parts.transfers.nextDeadline(),
             m_parts.addresses.nextDeadline(), m_parts.takings.nextDeadline(),      m_parts.mappings.nextDeadline(),
             m_parts.turn.nextDeadline(),      m_parts.repair.nextDeadline(),       m_parts.networks.nextDeadline(),
             m_parts.life.nextDeadline(),      m_parts.secret.nextDeadline(),       m_parts.membership.nextDeadline(),
             m_parts.erasing.nextDeadline(),   m_parts.housekeeping.nextDeadline(), m_parts.backups.nextDeadline(),
             m_parts.places.nextDeadline()});
    }

private:
    /// Lets every part do what is due, until none has anything to say.
    void settle() {
        m_parts.life.tick();
        m_parts.secret.tick();
        m_parts.calls.tick();
        m_parts.links.tick();
        m_parts.incoming.tick();
        m_parts.receipts.tick();
        m_parts.typing.tick();
        m_parts.outgoing.tick();
        m_parts.people.tick();
        m_parts.membership.tick();
        m_parts.addresses.tick();
        m_parts.takings.tick();
        m_parts.transfers.tick();
        m_parts.repair.tick();
        m_parts.erasing.tick();
        m_parts.housekeeping.tick();
        m_parts.backups.tick();
        m_parts.places.tick();
        m_parts.meter.tick();
        m_parts.transfers.pump();
        for (int round = 0; round < maxRounds; ++round) {
            const bool outgoing = m_parts.outgoing.drain();
            const bool links = m_parts.links.drain();
            const bool hubs = m_parts.hubs.drain();
            const bool turn = m_parts.turn.drain();
            if (!outgoing && !links && !hubs && !turn) {
                break;
            }
        }
        m_parts.mappings.drain();
        m_parts.networks.drain();
        // A read that failed found nothing; what is wrong with the store is told once.
        if (const auto error = m_database->takeError()) {
            m_parts.context.problem(engine::errorOf(*error));
        }
        m_database->revive();
    }

    void handle(const Datagram& datagram) {
        if (datagram.socket == link::PortMapper::socket) {
            return m_parts.mappings.handle(datagram);
        }
        if (datagram.socket == link::TurnClient::socket || isTurn(datagram.way)) {
            return m_parts.turn.handle(datagram);
        }
        switch (wire::kindOf(datagram.bytes)) {
            case wire::DatagramKind::Voice:
                m_parts.calls.voiceArrivedDirect({datagram.from, datagram.way, datagram.socket}, datagram.bytes);
                break;
            case wire::DatagramKind::Stun:
                if (!m_parts.networks.handle(datagram)) {
                    (void)m_parts.hubs.handle(datagram.from, datagram.bytes, datagram.way);
                }
                break;
            case wire::DatagramKind::HubWelcome:
            case wire::DatagramKind::HubCookie:
            case wire::DatagramKind::ChannelUnknown:
                (void)m_parts.hubs.handle(datagram.from, datagram.bytes, datagram.way);
                break;
            case wire::DatagramKind::ChannelPacket:
                if (!m_parts.hubs.handle(datagram.from, datagram.bytes, datagram.way)) {
                    (void)m_parts.links.handleDirect({datagram.from, datagram.way, datagram.socket}, datagram.bytes);
                }
                break;
            case wire::DatagramKind::PortProbe:
                m_parts.links.portProbeArrived(datagram.from, datagram.socket);
                break;
            default:
                break;
        }
    }

    static bool isTurn(Way way) { return way == Way::TurnTcp || way == Way::TurnTls; }
    void hungUp(const HungUp& over) {
        if (isTurn(over.way)) {
            m_parts.turn.hungUp(over.way, over.to);
        } else {
            m_parts.hubs.hungUp(over.way, over.to);
            m_parts.links.hungUp(over.way, over.to);
        }
    }

    template <class C>
    void obey(const C& command) {
        if constexpr (requires { command.request; }) {
            if (m_parts.secret.is() && undoesSecret(command)) {
                return m_parts.context.fail(command.request, ErrorCode::BadArgument);
            }
        }
        handle(command);
    }

    // ---- oneself

    void handle(const GetStatus& command) {
        StatusAnswer answer{command.request, {}};
        answer.status.name = store::Profile(*m_database).text("name");
        m_parts.hubs.describe(answer.status);
        m_parts.mappings.describe(answer.status);
        m_parts.turn.describe(answer.status);
        m_parts.networks.describe(answer.status);
        answer.status.invisible = m_parts.links.isInvisible();
        answer.status.metered = m_parts.links.isMetered();
        answer.status.waiting = store::Outbox(*m_database).countWaiting();
        answer.status.buried = static_cast<std::int64_t>(store::DeadQueues(*m_database).all().size());
        m_parts.context.emit(std::move(answer));
    }
    void handle(const SetName& command) {
        if (command.name.size() > maxNameBytes || !isUtf8(asBytes(command.name))) {
            return m_parts.context.fail(command.request, ErrorCode::BadArgument);
        }
        write(command.request, [&] { store::Profile(*m_database).setText("name", command.name); });
    }
    void handle(const SetHub& command) {
        const auto address = wire::HubAddress::parse(command.address);
        if (!address) {
            return m_parts.context.fail(command.request, ErrorCode::MalformedHubAddress);
        }
        if (m_parts.group.exists()) {
            // Who is coming in and who is going out is told through the server at which it was made.
            return m_parts.context.fail(command.request, ErrorCode::NotInGroups);
        }
        if (const auto set = m_parts.hubs.setHome(*address); !set) {
            return m_parts.context.fail(command.request, engine::errorOf(set.error()));
        }
        m_parts.context.done(command.request);
    }
    void handle(const SetSetting& command) {
        if (command.key.empty() || command.key.size() > maxSettingKey || command.value.size() > maxSettingValue) {
            return m_parts.context.fail(command.request, ErrorCode::BadArgument);
        }
        write(command.request, [&] { store::Profile(*m_database).setText("setting/" + command.key, command.value); });
        if (command.key == engine::Mappings::settingKey) {
            m_parts.mappings.reconsider();
        } else if (command.key == "read-receipts") {
            m_parts.life.privacyChanged();
        }
    }
    void handle(const GetSetting& command) {
        m_parts.context.emit(
            SettingAnswer{command.request, command.key, store::Profile(*m_database).text("setting/" + command.key)});
    }
    template <class F>
    void write(RequestId request, F change) {
        store::Transaction transaction(*m_database);
        change();
        if (m_parts.context.commit(transaction, request)) {
            m_parts.context.done(request);
        }
    }

    // ---- what the parts do

    void handle(const SetWipeNotice& command) { m_parts.wipeNotices.set(command); }
    void handle(const CreateInvitation& command) {
        m_parts.secret.is() ? m_parts.secret.invite(command) : m_parts.people.invite(command);
    }
    void handle(const ListInvitations& command) { m_parts.people.listInvitations(command); }
    void handle(const RevokeInvitation& command) { m_parts.people.revoke(command); }
    void handle(const AcceptInvitation& command) { m_parts.people.accept(command); }
    void handle(const CreatePublicAddress& command) { m_parts.addresses.create(command); }
    void handle(const ListPublicAddresses& command) { m_parts.addresses.list(command); }
    void handle(const ChangePublicAddress& command) { m_parts.addresses.change(command); }
    void handle(const DeletePublicAddress& command) { m_parts.addresses.remove(command); }
    void handle(const ListContacts& command) { m_parts.people.list(command); }
    void handle(const RenameContact& command) { m_parts.people.rename(command); }
    void handle(const DeleteContact& command) { m_parts.people.remove(command); }
    void handle(const GetSafetyNumber& command) { m_parts.people.safetyNumber(command); }
    void handle(const AcceptContact& command) { m_parts.people.acceptRequest(command); }
    void handle(const RefuseContact& command) { m_parts.people.refuseRequest(command); }
    void handle(const BlockContact& command) { m_parts.people.block(command); }
    void handle(const UnblockContact& command) { m_parts.people.unblock(command); }
    void handle(const SetContactPrivacy& command) { m_parts.people.setPrivacy(command); }
    void handle(const EditMessage& command) { m_parts.texts.edit(command); }
    void handle(const GetMessageHistory& command) { m_parts.texts.history(command); }
    void handle(const ForwardMessage& command) { m_parts.forwarding.forward(command); }
    void handle(const ReactToMessage& command) { m_parts.texts.react(command); }
    void handle(const ResendMessage& command) { m_parts.texts.resend(command); }
    void handle(const SetTyping& command) { m_parts.typing.say(command); }
    void handle(const SetDraft& command) { m_parts.texts.setDraft(command); }
    void handle(const SendText& command) { m_parts.texts.send(command); }
    void handle(const ListMessages& command) { m_parts.texts.list(command); }
    void handle(const SearchMessages& command) { m_parts.texts.search(command); }
    void handle(const DeleteMessage& command) { m_parts.erasing.remove(command); }
    void handle(const MarkRead& command) { m_parts.texts.markRead(command); }
    void handle(const StartCall& command) { m_parts.calls.start(command); }
    void handle(const AcceptCall& command) { m_parts.calls.accept(command); }
    void handle(const EndCall& command) { m_parts.calls.end(command); }
    void handle(const MuteCall& command) { m_parts.calls.mute(command); }
    void handle(const GetCallStats& command) { m_parts.calls.getStats(command); }
    void handle(const HoldCall& command) { m_parts.calls.hold(command); }
    void handle(const SetPushToTalk& command) { m_parts.calls.setPushToTalk(command); }
    void handle(const PressToTalk& command) { m_parts.calls.pressToTalk(command); }
    void handle(const ListCalls& command) { m_parts.calls.list(command); }
    void handle(const GetLinkInfo& command) { m_parts.links.getInfo(command); }
    void handle(const SendFile& command) { m_parts.transfers.send(command); }
    void handle(const FetchFile& command) { m_parts.transfers.fetch(command); }
    void handle(const PauseTransfer& command) { m_parts.transfers.pause(command); }
    void handle(const ResumeTransfer& command) { m_parts.transfers.resume(command); }
    void handle(const CancelTransfer& command) { m_parts.transfers.cancel(command); }
    void handle(const SaveFile& command) { m_parts.transfers.save(command); }
    void handle(const RecordNote& command) { m_parts.recorder.record(command); }
    void handle(const PauseRecording& command) { m_parts.recorder.pause(command); }
    void handle(const DiscardRecording& command) { m_parts.recorder.discard(command); }
    void handle(const SendRecording& command) { m_parts.recorder.send(command); }
    void handle(const SendNote& command) { m_parts.transfers.send(command); }
    void handle(const PlayNote& command) { m_parts.player.play(command); }
    void handle(const StopNote& command) { m_parts.player.stop(command); }
    void handle(const SaveNote& command) { m_parts.transfers.save(command); }
    void handle(const ReadFile& command) { m_parts.transfers.read(command); }
    void handle(const ListFiles& command) { m_parts.transfers.list(command); }
    void handle(const SetInvisible& command) { m_parts.links.setInvisible(command); }
    void handle(const SetTurnServer& command) { m_parts.turn.set(command); }
    void handle(const SetRelayOnly& command) { m_parts.links.setRelayOnly(command); }
    void handle(const ListContainers& command) { m_parts.containers.list(command); }
    void handle(const PutContainer& command) { m_parts.containers.put(command); }
    void handle(const GetContainerKey& command) { m_parts.containers.getKey(command); }
    void handle(const ForgetContainer& command) { m_parts.containers.forget(command); }
    void handle(const SetLife& command) { m_parts.life.set(command); }
    void handle(const FoundSecretChat& command) { m_parts.secret.found(command); }
    void handle(const JoinSecretChat& command) { m_parts.secret.join(command); }
    void handle(const GetSecretChat& command) { m_parts.secret.describe(command); }
    void handle(const RemoveMember& command) { m_parts.membership.remove(command); }
    void handle(const GetMessageStates& command) { m_parts.group.states(command); }
    void handle(const DeleteChat& command) { m_parts.erasing.clear(command); }
    void handle(const ClearStorage& command) { m_parts.erasing.clear(command); }
    void handle(const ExportBackup& command) { m_parts.backups.begin(command); }
    void handle(const CopyStore& command) { m_parts.backups.copy(command); }
    void handle(const GetStorage& command) { m_parts.housekeeping.tell(command); }
    void handle(const CompactStore& command) { m_parts.housekeeping.compact(command); }
    void handle(const SendLocation& command) { m_parts.places.send(command); }
    void handle(const MoveLocation& command) { m_parts.places.move(command); }
    void handle(const StopLocation& command) { m_parts.places.stop(command); }
    void handle(const ListLive& command) { m_parts.places.list(command); }
    void handle(const SendCard& command) { m_parts.cards.send(command); }
    void handle(const GetMeter& command) { m_parts.meter.get(command); }
    void handle(const SetMeterCap& command) { m_parts.meter.setCap(command); }

    std::unique_ptr<store::Database> m_database;
    engine::Parts m_parts;
    bool m_syncFailed = false;
};

Engine::Engine(std::unique_ptr<store::Database> database, RandomSource& random, Instant now)
    : Engine(std::move(database), random, now, nullptr) {
}

Engine::Engine(std::unique_ptr<store::Database> database, RandomSource& random, Instant now,
               std::unique_ptr<store::BlobDisk> blobs)
    : m_impl(std::make_unique<Impl>(std::move(database), random, now, std::move(blobs))) {
}

Engine::~Engine() = default;

Outputs Engine::handle(Instant now, const Input& input) {
    m_impl->take(now, input);
    return m_impl->finish();
}

void Engine::take(Instant now, const Input& input) {
    m_impl->take(now, input);
}

Outputs Engine::finish() {
    return m_impl->finish();
}

Instant Engine::nextDeadline() const {
    return m_impl->nextDeadline();
}

}  // namespace nightjar
