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
    if (!contact) {
        return;
    }
    if (m_calls.live()) {
        return context.fail(command.request, ErrorCode::AlreadyInCall);
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
    m_activeSince.reset();
    m_keying.insert_or_assign(id, std::move(keying));
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
    auto actions = m_calls.end(m_parts.context.now, command.call);
    if (!actions) {
        return m_parts.context.fail(command.request, ErrorCode::UnknownCall);
    }
    m_parts.context.done(command.request);
    perform(std::move(*actions));
}

void Calls::mute(const MuteCall& command) {
    if (m_media && m_media->call == command.call) {
        m_media->session.mute(command.muted);
    }
}

void Calls::getStats(const GetCallStats& command) {
    auto& context = m_parts.context;
    if (m_media && m_media->call == command.call) {
        auto stats = describe(*m_media, m_media->session.stats(context.now), m_parts.links.stats(m_media->contact));
        if (m_activeSince) {
            stats.length = context.now - *m_activeSince;
        }
        context.emit(CallStatsAnswer{command.request, stats});
    } else if (const auto live = m_calls.live(); live && live->call == command.call) {
        context.emit(CallStatsAnswer{command.request, {}});
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
    if (const auto live = m_calls.live(); !live || live->wire != offer.call) {
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
            stopMedia();
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
        m_accepted = action;
        sendAccept(action);
    } else if (const auto* const decline = std::get_if<voice::Decline>(&signal)) {
        end(decline->reason == voice::DeclineReason::Busy ? wire::CallEndReason::Busy : wire::CallEndReason::Declined);
    } else if (std::holds_alternative<voice::Hangup>(signal)) {
        end(wire::CallEndReason::HungUp);
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
    m_acceptAgain = m_parts.context.now + acceptEvery;
}

void Calls::stateChanged(const voice::CallAction& action, const voice::StateChanged& change) {
    auto& context = m_parts.context;
    const auto state = toState(change.state);
    const auto end = toEnd(change.reason);
    const auto live = m_calls.live();
    if (live && live->call != action.call) {
        // Turned away (busy) while another goes on, or come too late: nobody heard of it, so only the record tells.
        record(action, end, {});
        return;
    }
    if (state == CallState::Incoming) {
        m_activeSince.reset();
        m_parts.links.setVoiceActive(action.contact, true);
        context.emit(CallIncoming{action.call, action.contact});
    }
    if (state == CallState::Active) {
        m_acceptAgain = never;
        if (!m_activeSince) {
            m_activeSince = context.now;
        }
    }
    context.emit(CallStateChanged{action.call, action.contact, state, end});
    if (state == CallState::Ended) {
        m_acceptAgain = never;
        m_parts.links.setVoiceActive(action.contact, false);
        const auto length = m_activeSince ? Duration(context.now - *m_activeSince) : Duration{};
        m_activeSince.reset();
        m_lastCall = action.call;
        m_lastStats = std::exchange(m_endedStats, {});
        m_lastStats.length = length;
        record(action, end, length);
        m_keying.erase(action.wire);
        m_keying.erase(action.call);  // another name where both called each other
    }
}

void Calls::record(const voice::CallAction& action, CallEnd end, Duration length) {
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
    store::Transaction transaction(context.database);
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
    m_media.reset(new Media{action.call, action.contact, crypto::VoiceKey(secrets->send.view()),
                            crypto::VoiceKey(secrets->receive.view()),
                            voice::VoiceSession(voice::VoiceConfig{start.codecs}), 0, 0, context.now});
    context.outputs.emplace_back(AudioWanted{true});
}

void Calls::stopMedia() {
    if (m_media) {
        m_endedStats =
            describe(*m_media, m_media->session.stats(m_parts.context.now), m_parts.links.stats(m_media->contact));
        m_media.reset();
        m_parts.context.outputs.emplace_back(AudioWanted{false});
    }
}

void Calls::captured(std::span<const std::int16_t> samples) {
    if (!m_media) {
        return;
    }
    auto& context = m_parts.context;
    auto packets = m_media->session.capture(context.now, samples);
    if (packets.empty()) {
        return;
    }
    const auto route = m_parts.links.voiceRoute(m_media->contact);
    const auto contact = route ? std::nullopt : store::Contacts(context.database).find(m_media->contact);
    for (const auto& packet : packets) {
        const auto header = voice::encodeVoiceHeader(packet.rung, false, packet.sequence);
        Bytes bytes = toBytes(header);
        append(bytes, m_media->sendKey.seal(packet.sequence, header, packet.payload));
        m_media->sentBytes += static_cast<std::int64_t>(bytes.size()) + 28;
        if (route) {
            m_parts.links.transmit(*route, std::move(bytes));
        } else if (contact && contact->send) {
            m_parts.hubs.relay(*contact->send, std::move(bytes));
        }
    }
}

void Calls::voiceArrivedDirect(const link::Route& from, ByteView packet) {
    if (m_media) {
        voiceArrived(m_media->contact, from, packet);
    }
}

void Calls::voiceArrived(const ContactId& contact, std::optional<link::Route> from, ByteView packet) {
    if (!m_media || m_media->contact != contact) {
        return;
    }
    auto& context = m_parts.context;
    const auto header = voice::decodeVoiceHeader(packet);
    if (!header) {
        return;
    }
    const auto sealed = packet.subspan(voice::voiceHeaderSize);
    for (const auto sequence : voice::sequenceCandidates(*header, m_media->session.expectedSequence(context.now))) {
        const auto payload = m_media->receiveKey.open(sequence, packet.first(voice::voiceHeaderSize), sealed);
        if (!payload) {
            continue;
        }
        if (!m_media->session.received(context.now, *header, sequence, *payload)) {
            return;  // a copy: it proves nothing about where the other side is now
        }
        m_media->receivedBytes += static_cast<std::int64_t>(packet.size()) + 28;
        m_parts.links.noteVoice(contact, from);
        perform(m_calls.packetReceived(context.now));
        return;
    }
}

void Calls::playbackWanted(std::size_t samples) {
    if (m_media) {
        m_parts.context.outputs.emplace_back(PlayPcm{m_media->session.playback(m_parts.context.now, samples)});
    } else {
        m_parts.context.outputs.emplace_back(PlayPcm{std::vector<std::int16_t>(samples, 0)});
    }
}

CallStats Calls::describe(const Media& media, const voice::VoiceSession::Stats& stats, const channel::Stats& path) {
    CallStats out;
    out.rung = "L" + std::to_string(static_cast<int>(stats.rung));
    out.sentBytes = media.sentBytes;
    out.receivedBytes = media.receivedBytes;
    out.wireKbitUp = stats.wireKbitUp;
    out.wireKbitDown = stats.wireKbitDown;
    out.bitrateKbit = stats.wireKbitUp;
    out.lossPercent = stats.lossPercent;
    out.jitterMs = stats.jitterMs;
    out.rttMs = static_cast<double>(path.rtt.count()) / 1000.0;
    out.delayMs = stats.delayMs + out.rttMs / 2;
    out.levelIn = stats.levelIn;
    out.levelOut = stats.levelOut;
    return out;
}

// ---- around

void Calls::contactRemoved(const ContactId& contact) {
    if (const auto live = m_calls.live(); live && live->contact == contact) {
        end({0, live->call});
    }
}

void Calls::tick() {
    auto& context = m_parts.context;
    if (m_media && m_media->reportAt <= context.now) {
        m_media->reportAt = context.now + reportEvery;
        const auto stats = m_parts.links.stats(m_media->contact);
        m_media->session.report(context.now, {stats.linkClass, stats.rtt});
    }
    if (m_acceptAgain <= context.now && m_accepted) {
        sendAccept(*m_accepted);
    }
    if (m_calls.deadline() <= context.now) {
        perform(m_calls.tick(context.now));
    }
}

Instant Calls::nextDeadline() const {
    return std::min({m_acceptAgain, m_calls.deadline(), m_media ? m_media->reportAt : never});
}

}  // namespace nightjar::engine
