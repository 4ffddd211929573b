// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/calls.h"

#include <algorithm>

#include "crypto/directionsecrets.h"
#include "engine/parts.h"

namespace nightjar::engine {

namespace {

/// CALL_ACCEPT is transient and may be lost: it is said again until voice comes.
constexpr Duration acceptEvery = 2s;
/// How often the voice session hears about the path.
constexpr Duration reportEvery = 500ms;
/// From where on a person hears it, and wants to know why.
constexpr double muchLoss = 5;
constexpr double muchDelayMs = 800;
/// A call begins on a low rung; that is no sign of a narrow link before it had time to climb.
constexpr Duration timeToClimb = 8s;
constexpr voice::Rung narrowRung = voice::Rung::L3;
constexpr std::uint32_t maxPage = 500;
/// IPv4 and UDP.
constexpr std::int64_t packetHeads = 28;

CallState toState(voice::CallState state) {
    switch (state) {
        case voice::CallState::OutgoingRinging:
            return CallState::Ringing;
        case voice::CallState::IncomingRinging:
            return CallState::Incoming;
        case voice::CallState::Connecting:
            return CallState::Connecting;
        case voice::CallState::Active:
            return CallState::Active;
        case voice::CallState::Reconnecting:
            return CallState::Reconnecting;
        case voice::CallState::Stalled:
            return CallState::Stalled;
        default:
            return CallState::Ended;
    }
}

CallEnd toEnd(voice::EndReason reason) {
    switch (reason) {
        case voice::EndReason::None:
            return CallEnd::None;
        case voice::EndReason::HungUp:
            return CallEnd::HungUp;
        case voice::EndReason::RemoteHungUp:
            return CallEnd::RemoteHungUp;
        case voice::EndReason::Declined:
            return CallEnd::Declined;
        case voice::EndReason::Busy:
            return CallEnd::Busy;
        case voice::EndReason::NoAnswer:
            return CallEnd::NoAnswer;
        case voice::EndReason::LostLink:
            return CallEnd::LostLink;
        case voice::EndReason::Failed:
            return CallEnd::Failed;
    }
    return CallEnd::Failed;
}

}  // namespace

void Calls::start(const StartCall& command) {
    auto& context = m_parts.context;
    const auto contact = context.recipient(command.request, command.contact);
    if (!contact || m_parts.group.refuses(command.request, command.contact)) {
        return;
    }
    if (m_calls.live()) {
        return context.fail(command.request, ErrorCode::AlreadyInCall);
    }
    if (m_parts.meter.isSpent() && !command.anyway) {
        return context.fail(command.request, ErrorCode::CapSpent);
    }
    const auto id = CallId::draw(context.random);
    Keying keying{command.contact, true, SecretBytes(32), crypto::generateKeyPair(context.random), std::nullopt};
    context.random.fill(keying.secret.mutableView());
    store::Transaction transaction(context.database);
    const bool posted = m_parts.outgoing.post(
        command.contact,
        wire::CallOfferContent{id, voice::codecDred15, keying.secret.clone(), keying.own.publicKey.value});
    if (!posted && !context.database.error()) {
        return context.fail(command.request, ErrorCode::Internal);
    }
    if (!context.commit(transaction, command.request)) {
        return;
    }
    m_parts.outgoing.wake(command.contact);
    auto actions = m_calls.start(context.now, command.contact, id);
    m_ones.insert_or_assign(id, One{command.contact});
    m_keying.insert_or_assign(id, std::move(keying));
    m_parts.recorder.interrupt();
    m_parts.player.stop();
    context.emit(CallAnswer{command.request, id});
    m_parts.links.setVoiceActive(command.contact, true);
    if (actions) {
        perform(std::move(*actions));
    }
}

void Calls::accept(const AcceptCall& command) {
    auto actions = m_calls.accept(m_parts.context.now, command.call);
    if (!actions) {
        return m_parts.context.fail(command.request, ErrorCode::UnknownCall);
    }
    m_parts.context.done(command.request);
    perform(std::move(*actions));
}

void Calls::end(const EndCall& command) {
    auto& context = m_parts.context;
    if (command.text.size() > maxTextBytes || !isUtf8(asBytes(command.text))) {
        return context.fail(command.request,
                            command.text.size() > maxTextBytes ? ErrorCode::MessageTooLong : ErrorCode::BadArgument);
    }
    const auto live = m_calls.find(command.call);
    auto actions = m_calls.end(context.now, command.call);
    if (!live || !actions) {
        return context.fail(command.request, ErrorCode::UnknownCall);
    }
    if (live->state == voice::CallState::IncomingRinging && !command.text.empty()) {
        m_parts.texts.send(SendText{0, live->contact, command.text});
    }
    context.done(command.request);
    perform(std::move(*actions));
}

void Calls::mute(const MuteCall& command) {
    if (const auto one = m_ones.find(command.call); one != m_ones.end()) {
        one->second.muted = command.muted;
    }
}

void Calls::hold(const HoldCall& command) {
    auto actions = m_calls.hold(command.call, command.held);
    if (!actions) {
        return m_parts.context.fail(command.request, ErrorCode::UnknownCall);
    }
    m_parts.context.done(command.request);
    perform(std::move(*actions));
}

void Calls::setPushToTalk(const SetPushToTalk& command) {
    const auto one = m_ones.find(command.call);
    if (one == m_ones.end()) {
        return m_parts.context.fail(command.request, ErrorCode::UnknownCall);
    }
    one->second.pushToTalk = command.on;
    if (one->second.media) {
        one->second.media->session.limit(command.on ? voice::Rung::L0 : voice::Rung::L6);
    }
    m_parts.context.done(command.request);
}

void Calls::pressToTalk(const PressToTalk& command) {
    if (const auto one = m_ones.find(command.call); one != m_ones.end()) {
        one->second.talking = command.down;
        followBurst(command.call);
    }
}

void Calls::followBurst(const CallId& call) {
    auto& one = m_ones.at(call);
    const auto live = m_calls.find(call);
    const bool wanted = one.talking && live && live->state == voice::CallState::Stalled;
    if (wanted == one.burst) {
        return;
    }
    one.burst = wanted;
    if (wanted) {
        m_parts.recorder.beginBurst(one.contact);
    } else {
        m_parts.recorder.endBurst();
    }
}

void Calls::list(const ListCalls& command) {
    auto& context = m_parts.context;
    const auto limit = std::clamp<std::uint32_t>(command.limit, 1, maxPage);
    auto records = store::Messages(context.database).calls(command.contact, command.before, limit + 1);
    if (const auto error = context.database.takeError()) {
        return context.fail(command.request, engine::errorOf(*error));
    }
    MessagesAnswer answer{command.request, {}, records.size() > limit};
    records.resize(std::min<std::size_t>(records.size(), limit));
    for (const auto& record : records) {
        answer.messages.push_back(toMessage(context.database, record));
    }
    context.emit(std::move(answer));
}

void Calls::getStats(const GetCallStats& command) {
    auto& context = m_parts.context;
    if (const auto one = m_ones.find(command.call); one != m_ones.end()) {
        context.emit(CallStatsAnswer{command.request, describe(command.call, one->second)});
    } else if (command.call == m_lastCall && !m_lastCall.isNull()) {
        context.emit(CallStatsAnswer{command.request, m_lastStats});
    } else {
        context.fail(command.request, ErrorCode::UnknownCall);
    }
}

// ---- signalling

void Calls::signalArrived(const ContactId& contact, const wire::Content& content, AfterCommit& after) {
    const auto pass = [this, &after, contact](const CallId& call, voice::Signal signal) {
        after.push_back(
            [this, contact, call, signal] { perform(m_calls.signalled(m_parts.context.now, contact, call, signal)); });
    };
    if (const auto* const offer = std::get_if<wire::CallOfferContent>(&content.body)) {
        const auto shared = std::make_shared<wire::CallOfferContent>(
            wire::CallOfferContent{offer->call, offer->codecs, offer->secret.clone(), offer->ephemeral});
        const auto age = std::max(Duration{}, Duration(m_parts.context.now - content.time));
        after.push_back([this, contact, shared, age] { offered(contact, *shared, age); });
    } else if (const auto* const ringing = std::get_if<wire::CallRingingContent>(&content.body)) {
        pass(ringing->call, voice::Ringing{});
    } else if (const auto* const accept = std::get_if<wire::CallAcceptContent>(&content.body)) {
        after.push_back([this, contact, call = accept->call, key = crypto::PublicKey{accept->ephemeral}] {
            const auto found = m_keying.find(call);
            if (found != m_keying.end() && found->second.contact == contact && !found->second.peer) {
                found->second.peer = key;
            }
        });
        pass(accept->call, voice::Accept{accept->codecs});
    } else if (const auto* const hold = std::get_if<wire::CallHoldContent>(&content.body)) {
        pass(hold->call, voice::Hold{hold->turn, hold->held});
    } else if (const auto* const end = std::get_if<wire::CallEndContent>(&content.body)) {
        switch (end->reason) {
            case wire::CallEndReason::Declined:
                pass(end->call, voice::Decline{voice::DeclineReason::Declined});
                break;
            case wire::CallEndReason::Busy:
                pass(end->call, voice::Decline{voice::DeclineReason::Busy});
                break;
            default:
                pass(end->call, voice::Hangup{});
        }
    }
}

void Calls::offered(const ContactId& contact, const wire::CallOfferContent& offer, Duration age) {
    auto& context = m_parts.context;
    const auto [keying, isNew] = m_keying.try_emplace(
        offer.call, Keying{contact, false, offer.secret.clone(), crypto::generateKeyPair(context.random),
                           crypto::PublicKey{offer.ephemeral}});
    if (!isNew) {
        return;  // the same offer once more, or somebody who took its name
    }
    perform(m_calls.signalled(context.now, contact, offer.call, voice::Offer{offer.codecs}, age));
    // Only a call that became the live one needs its keys: nobody else can push those out.
    const auto live = m_calls.all();
    if (std::none_of(live.begin(), live.end(), [&](const auto& one) { return one.wire == offer.call; })) {
        m_keying.erase(offer.call);
    }
}

void Calls::perform(voice::Calls::Actions actions) {
    for (const auto& action : actions) {
        if (const auto* const signal = std::get_if<voice::SendSignal>(&action.step)) {
            sendSignal(action, signal->signal);
        } else if (const auto* const change = std::get_if<voice::StateChanged>(&action.step)) {
            stateChanged(action, *change);
        } else if (const auto* const begin = std::get_if<voice::StartMedia>(&action.step)) {
            startMedia(action, *begin);
        } else if (std::holds_alternative<voice::StopMedia>(action.step)) {
            stopMedia(action.call);
        } else if (const auto* const hold = std::get_if<voice::HoldChanged>(&action.step)) {
            holdChanged(action, *hold);
        }
    }
}

void Calls::sendSignal(const voice::CallAction& action, const voice::Signal& signal) {
    auto& context = m_parts.context;
    const auto end = [&](wire::CallEndReason reason) {
        store::Transaction transaction(context.database);
        if (m_parts.outgoing.post(action.contact, wire::CallEndContent{action.wire, reason}) &&
            context.commit(transaction)) {
            m_parts.outgoing.wake(action.contact);
        }
    };
    if (std::holds_alternative<voice::Ringing>(signal)) {
        m_parts.outgoing.sendTransient(action.contact, wire::CallRingingContent{action.wire});
    } else if (std::holds_alternative<voice::Accept>(signal)) {
        m_ones.at(action.call).accepted = action;
        sendAccept(action);
    } else if (const auto* const decline = std::get_if<voice::Decline>(&signal)) {
        end(decline->reason == voice::DeclineReason::Busy ? wire::CallEndReason::Busy : wire::CallEndReason::Declined);
    } else if (std::holds_alternative<voice::Hangup>(signal)) {
        end(wire::CallEndReason::HungUp);
    } else if (const auto* const hold = std::get_if<voice::Hold>(&signal)) {
        store::Transaction transaction(context.database);
        if (m_parts.outgoing.post(action.contact, wire::CallHoldContent{action.wire, hold->turn, hold->held}) &&
            context.commit(transaction)) {
            m_parts.outgoing.wake(action.contact);
        }
    }
    // An Offer was accepted together with the command (start()).
}

void Calls::sendAccept(const voice::CallAction& action) {
    const auto keying = m_keying.find(action.wire);
    if (keying != m_keying.end()) {
        const auto* const signal = std::get_if<voice::SendSignal>(&action.step);
        const auto* const accept = signal != nullptr ? std::get_if<voice::Accept>(&signal->signal) : nullptr;
        m_parts.outgoing.sendTransient(
            action.contact,
            wire::CallAcceptContent{action.wire, accept != nullptr ? accept->codecs : voice::codecDred15,
                                    keying->second.own.publicKey.value});
    }
    m_ones.at(action.call).acceptAgain = m_parts.context.now + acceptEvery;
}

void Calls::stateChanged(const voice::CallAction& action, const voice::StateChanged& change) {
    auto& context = m_parts.context;
    const auto state = toState(change.state);
    const auto end = toEnd(change.reason);
    if (state == CallState::Incoming) {
        const bool waiting = !m_ones.empty();
        m_ones.insert_or_assign(action.call, One{action.contact});
        m_parts.links.setVoiceActive(action.contact, true);
        m_parts.recorder.interrupt();
        m_parts.player.stop();
        context.emit(CallIncoming{action.call, action.contact, waiting});
    }
    const auto found = m_ones.find(action.call);
    if (found == m_ones.end()) {
        // Turned away (busy) while others go on, or come too late.
        if (m_ones.empty()) {
            context.emit(CallStateChanged{action.call, action.contact, state, end});
            m_lastCall = action.call;
            m_lastStats = {};
        }
        record(action, end, {}, 0);
        return;
    }
    auto& one = found->second;
    if (state == CallState::Active) {
        one.acceptAgain = never;
        if (!one.activeSince) {
            one.activeSince = context.now;
        }
    }
    context.emit(CallStateChanged{action.call, action.contact, state, end});
    followBurst(action.call);
    if (state != CallState::Ended) {
        return;
    }
    const auto length = one.activeSince ? Duration(context.now - *one.activeSince) : Duration{};
    m_lastCall = action.call;
    m_lastStats = std::move(one.endedStats);
    m_lastStats.length = length;
    m_ones.erase(found);
    m_parts.links.setVoiceActive(action.contact, false);
    for (const auto& other : m_calls.all()) {
        m_parts.links.setVoiceActive(other.contact, true);
    }
    record(action, end, length, m_lastStats.sentBytes + m_lastStats.receivedBytes);
    m_keying.erase(action.wire);
    m_keying.erase(action.call);  // another name where both called each other
}

void Calls::holdChanged(const voice::CallAction& action, const voice::HoldChanged& change) {
    m_parts.context.emit(CallHoldChanged{action.call, action.contact, change.byUs, change.byThem});
}

void Calls::record(const voice::CallAction& action, CallEnd end, Duration length, std::int64_t bytes) {
    auto& context = m_parts.context;
    const auto keying = m_keying.find(action.wire);
    const bool weCalled = keying != m_keying.end() && keying->second.weCalled;
    const bool missed = !weCalled && length == Duration{} &&
                        (end == CallEnd::NoAnswer || end == CallEnd::RemoteHungUp || end == CallEnd::Busy);
    store::MessageRecord message;
    message.id = {action.wire.value};
    message.contact = action.contact;
    message.kind = store::MessageKind::Call;
    message.mine = weCalled;
    message.text = missed ? "missed" : std::string(endName(end));
    message.timeMs = context.nowMs();
    message.receivedMs = context.nowMs();
    message.state = weCalled ? store::MessageState::Delivered : store::MessageState::Received;
    message.unread = missed;
    message.callMs = toMs(length);
    message.callBytes = bytes;
    store::Transaction transaction(context.database);
    m_parts.life.give(message);
    const bool added = store::Messages(context.database).add(message);
    if (context.commit(transaction) && added) {
        context.emit(MessageAdded{toMessage(context.database, message)});
        context.contactChanged(action.contact);
    }
}

// ---- sound

void Calls::startMedia(const voice::CallAction& action, const voice::StartMedia& start) {
    auto& context = m_parts.context;
    const auto keying = m_keying.find(action.wire);
    if (keying == m_keying.end() || !keying->second.peer) {
        return;  // no packet will ever open: the call machine ends it
    }
    const auto& keys = keying->second;
    const auto secrets = crypto::mediaSecrets(keys.own, *keys.peer, keys.secret.view(), action.wire, start.caller);
    if (!secrets) {
        return;
    }
    auto& one = m_ones.at(action.call);
    one.media.reset(new Media{crypto::VoiceKey(secrets->send.view()), crypto::VoiceKey(secrets->receive.view()),
                              voice::VoiceSession(voice::VoiceConfig{start.codecs}), 0, 0, context.now});
    if (one.pushToTalk) {
        one.media->session.limit(voice::Rung::L0);
    }
    m_parts.recorder.interrupt();
    m_parts.player.stop();
    m_parts.sound.want(Sound::User::Call, true);
}

void Calls::stopMedia(const CallId& call) {
    const auto found = m_ones.find(call);
    if (found == m_ones.end() || !found->second.media) {
        return;
    }
    found->second.endedStats = describe(call, found->second);
    found->second.media.reset();
    const bool others =
        std::any_of(m_ones.begin(), m_ones.end(), [](const auto& entry) { return entry.second.media != nullptr; });
    m_parts.sound.want(Sound::User::Call, others);
}

bool Calls::isHeard(const CallId& call, const One& one) const {
    const auto live = m_calls.find(call);
    return live && !live->heldHere && !live->heldThere && !one.muted && !one.burst && (!one.pushToTalk || one.talking);
}

void Calls::captured(std::span<const std::int16_t> samples) {
    auto& context = m_parts.context;
    for (auto& [call, one] : m_ones) {
        if (!one.media) {
            continue;
        }
        // Whoever is not heard gives silence: that is the clock of the keep-alives.
        one.media->session.mute(!isHeard(call, one));
        auto packets = one.media->session.capture(context.now, samples);
        if (packets.empty()) {
            continue;
        }
        const auto route = m_parts.links.voiceRoute(one.contact);
        const auto contact = route ? std::nullopt : store::Contacts(context.database).find(one.contact);
        for (const auto& packet : packets) {
            const auto header = voice::encodeVoiceHeader(packet.rung, false, packet.sequence);
            Bytes bytes = toBytes(header);
            append(bytes, one.media->sendKey.seal(packet.sequence, header, packet.payload));
            one.media->sentBytes += static_cast<std::int64_t>(bytes.size()) + packetHeads;
            m_parts.meter.wasFor(TrafficKind::Calls, static_cast<std::int64_t>(bytes.size()) + packetHeads, 0);
            if (route) {
                m_parts.links.transmit(*route, std::move(bytes));
            } else if (contact && contact->send) {
                m_parts.hubs.relay(*contact->send, std::move(bytes));
            }
        }
    }
}

void Calls::voiceArrivedDirect(const link::Route& from, ByteView packet) {
    for (auto& [call, one] : m_ones) {
        if (open(call, one, from, packet)) {
            return;
        }
    }
}

void Calls::voiceArrived(const ContactId& contact, std::optional<link::Route> from, ByteView packet) {
    for (auto& [call, one] : m_ones) {
        if (one.contact == contact && open(call, one, from, packet)) {
            return;
        }
    }
}

/// True when it was of this call.
bool Calls::open(const CallId& call, One& one, std::optional<link::Route> from, ByteView packet) {
    auto& context = m_parts.context;
    const auto header = one.media ? voice::decodeVoiceHeader(packet) : std::nullopt;
    if (!header) {
        return false;
    }
    auto& media = *one.media;
    const auto sealed = packet.subspan(voice::voiceHeaderSize);
    for (const auto sequence : voice::sequenceCandidates(*header, media.session.expectedSequence(context.now))) {
        const auto payload = media.receiveKey.open(sequence, packet.first(voice::voiceHeaderSize), sealed);
        if (!payload) {
            continue;
        }
        if (media.session.received(context.now, *header, sequence, *payload)) {
            media.receivedBytes += static_cast<std::int64_t>(packet.size()) + packetHeads;
            m_parts.meter.wasFor(TrafficKind::Calls, 0, static_cast<std::int64_t>(packet.size()) + packetHeads);
            m_parts.links.noteVoice(one.contact, from);
            perform(m_calls.packetReceived(context.now, CallId(call)));
        }
        return true;  // a copy proves nothing about where the other side is now
    }
    return false;
}

void Calls::playbackWanted(std::size_t samples) {
    const auto live = m_calls.live();
    std::vector<std::int16_t> out(samples, 0);
    for (auto& [call, one] : m_ones) {
        if (!one.media) {
            continue;
        }
        auto pcm = one.media->session.playback(m_parts.context.now, samples);
        if (live && live->call == call && !live->heldHere && !live->heldThere) {
            out = std::move(pcm);
        }
    }
    m_parts.context.outputs.emplace_back(PlayPcm{std::move(out)});
}

CallStats Calls::describe(const CallId& call, const One& one) const {
    CallStats out;
    const auto live = m_calls.find(call);
    const auto now = m_parts.context.now;
    out.heldHere = live && live->heldHere;
    out.heldThere = live && live->heldThere;
    out.pushToTalk = one.pushToTalk;
    out.relayOnly = m_parts.links.isRelayOnly(one.contact);
    if (one.activeSince) {
        out.length = now - *one.activeSince;
    }
    if (!one.media) {
        return out;
    }
    const auto stats = one.media->session.stats(now);
    const auto path = m_parts.links.stats(one.contact);
    out.rung = "L" + std::to_string(static_cast<int>(stats.rung));
    out.sentBytes = one.media->sentBytes;
    out.receivedBytes = one.media->receivedBytes;
    out.wireKbitUp = stats.wireKbitUp;
    out.wireKbitDown = stats.wireKbitDown;
    out.bitrateKbit = stats.wireKbitUp;
    out.lossPercent = stats.lossPercent;
    out.remoteLossPercent = stats.remoteLossPercent;
    out.jitterMs = stats.jitterMs;
    out.rttMs = static_cast<double>(path.rtt.count()) / 1000.0;
    out.delayMs = stats.delayMs + out.rttMs / 2;
    out.levelIn = stats.levelIn;
    out.levelOut = stats.levelOut;
    const bool silent =
        live && (live->state == voice::CallState::Reconnecting || live->state == voice::CallState::Stalled);
    const bool narrow = out.length >= timeToClimb && stats.rung <= narrowRung && !one.pushToTalk;
    out.cause = silent                                ? "silent"
                : stats.lossPercent >= muchLoss       ? "loss-here"
                : stats.remoteLossPercent >= muchLoss ? "loss-there"
                : narrow                              ? "narrow"
                : out.delayMs >= muchDelayMs          ? "delay"
                                                      : "";
    return out;
}

// ---- around

void Calls::contactRemoved(const ContactId& contact) {
    for (const auto& live : m_calls.all()) {
        if (live.contact == contact) {
            end({0, live.call});
        }
    }
}

void Calls::tick() {
    auto& context = m_parts.context;
    for (auto& [call, one] : m_ones) {
        if (one.media && one.media->reportAt <= context.now) {
            one.media->reportAt = context.now + reportEvery;
            const auto stats = m_parts.links.stats(one.contact);
            one.media->session.report(context.now, {stats.linkClass, stats.rtt});
        }
        if (one.acceptAgain <= context.now && one.accepted) {
            sendAccept(*one.accepted);
        }
    }
    if (m_calls.deadline() <= context.now) {
        perform(m_calls.tick(context.now));
    }
}

Instant Calls::nextDeadline() const {
    auto next = m_calls.deadline();
    for (const auto& [call, one] : m_ones) {
        next = std::min({next, one.acceptAgain, one.media ? one.media->reportAt : never});
    }
    return next;
}

}  // namespace nightjar::engine
