// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/secretchat.h"

#include <algorithm>

#include "chat/secretinvitation.h"
#include "engine/lifeterms.h"
#include "engine/parts.h"
#include "store/lives.h"
#include "store/profile.h"

namespace nightjar::engine {

namespace {

constexpr std::string_view stateKey = "secret-chat";
constexpr std::string_view linkKey = "secret-chat/link/";
constexpr std::uint8_t isGroupFlag = 1;
constexpr std::uint8_t isFounderFlag = 2;

/// A chat without a set moment of its end lives at least so long after the last word, so that it can be answered …
constexpr Duration answerTime = std::chrono::hours(1);
/// … and no longer than this.
constexpr Duration silenceLife = longestLife;
/// The queues are deleted when the end comes; whoever destroys the container leaves time for that.
constexpr Duration farewell = 3s;
/// An end that moves with every word is told when it moved so far, and as much later than it is.
constexpr Duration coarse = 1min;
constexpr Duration patience = 15s;

bool isNickname(std::string_view name) {
    const bool blank = std::all_of(name.begin(), name.end(), [](char c) { return c == ' '; });
    return !blank && name.size() <= maxNameBytes && isUtf8(asBytes(name));
}

}  // namespace

// ---- its beginning

Bytes SecretChat::encode(const State& state) {
    ByteWriter out;
    out.u8(static_cast<std::uint8_t>((state.group ? isGroupFlag : 0) | (state.founder ? isFounderFlag : 0)));
    wire::writeLifeTerm(out, toWire(state.rule));
    out.u64(static_cast<std::uint64_t>(toUnixMs(state.ends)));
    out.u64(static_cast<std::uint64_t>(toUnixMs(state.created)));
    return out.take();
}

std::optional<SecretChat::State> SecretChat::decode(ByteView bytes) {
    ByteReader in(bytes);
    const auto flags = in.u8();
    const auto term = wire::readLifeTerm(in);
    const auto ends = fromUnixMs(static_cast<std::int64_t>(in.u64()));
    const auto created = fromUnixMs(static_cast<std::int64_t>(in.u64()));
    if (!in.complete() || !term) {
        return std::nullopt;
    }
    return State{toRule(*term), (flags & isGroupFlag) != 0, (flags & isFounderFlag) != 0, ends, created};
}

bool SecretChat::isEmpty() const {
    auto& database = m_parts.context.database;
    return store::Contacts(database).count() == 0 && store::Invitations(database).open().empty();
}

bool SecretChat::begin(RequestId request, const std::string& nickname, const State& state) {
    auto& context = m_parts.context;
    m_parts.links.setInvisible({0, true});
    store::Transaction transaction(context.database);
    store::Profile profile(context.database);
    profile.setText("name", nickname);
    profile.set(stateKey, encode(state));
    m_state = state;
    m_timed = true;
    AfterCommit after;
    if (state.group && state.founder) {
        m_parts.membership.found(after);
    }
    if (!context.commit(transaction, request)) {
        m_state.reset();
        return false;
    }
    for (const auto& what : after) {
        what();
    }
    return true;
}

void SecretChat::found(const FoundSecretChat& command) {
    auto& context = m_parts.context;
    if (m_state || !isEmpty() || !isNickname(command.nickname) || !isRule(command.rule) ||
        command.rule.from == LifeFrom::Never) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    const bool timed = command.rule.from == LifeFrom::Creation;
    const auto ends = context.now + (timed ? command.rule.life : silenceLife);
    if (!begin(command.request, command.nickname, {command.rule, command.group, true, ends, {}})) {
        return;
    }
    describe({command.request});
    tellEnd();
}

void SecretChat::join(const JoinSecretChat& command) {
    auto& context = m_parts.context;
    const auto link = wire::SecretLink::parse(command.link);
    if (!link) {
        return context.fail(command.request, ErrorCode::MalformedLink);
    }
    const State state{toRule(link->terms.life), link->terms.group, false,
                      context.now + (link->terms.life.from == wire::LifeStart::Creation
                                         ? Duration(std::chrono::seconds(link->terms.life.seconds))
                                         : silenceLife),
                      link->terms.created};
    // Once more after it could not be done, with the same terms.
    const bool again = m_state && !m_state->founder && m_state->rule == state.rule && m_state->group == state.group &&
                       m_state->created == state.created && isEmpty();
    if (!isNickname(command.nickname) || (!again && (m_state || !isEmpty()))) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    if (!again) {
        if (!begin(command.request, command.nickname, state)) {
            return;
        }
        networkTold();
        tellEnd();
    }
    const auto invitation = chat::invitationOf(*link);
    if (state.group) {
        // A group lives at one server (docs/decisions/0032).
        if (const auto home = m_parts.hubs.setHome(invitation.hub); !home) {
            return context.fail(command.request, errorOf(home.error()));
        }
        store::Transaction transaction(context.database);
        m_parts.membership.expect(invitation.toString());
        if (!context.commit(transaction, command.request)) {
            return;
        }
    }
    m_parts.people.accept({command.request, invitation.toString(), {}});
}

void SecretChat::describe(const GetSecretChat& command) {
    SecretChatAnswer answer{command.request, std::nullopt};
    if (m_state) {
        answer.chat = nightjar::SecretChat{m_state->rule, m_state->ends, m_state->group, m_state->founder};
    }
    m_parts.context.emit(std::move(answer));
}

// ---- who comes in

ErrorCode SecretChat::whyNoInvitation() const {
    auto& database = m_parts.context.database;
    if (m_over) {
        return ErrorCode::InvitationExpired;
    }
    if (!m_state->founder) {
        return ErrorCode::NotFounder;
    }
    if (m_state->group) {
        return m_parts.membership.whyNoInvitation(m_asked.size());
    }
    const auto here = static_cast<std::size_t>(store::Contacts(database).count()) +
                      store::Invitations(database).open().size() + m_asked.size();
    return here < 1 ? ErrorCode::None : ErrorCode::GroupFull;
}

void SecretChat::invite(const CreateInvitation& command) {
    auto& context = m_parts.context;
    if (const auto problem = whyNoInvitation(); problem != ErrorCode::None) {
        return context.fail(command.request, problem);
    }
    // When it was made is told in the link, as hubs tell the time; ours may be wrong.
    if (m_state->rule.from == LifeFrom::Creation && m_state->created == Instant{} && !m_parts.life.clock().behind()) {
        if (!m_parts.hubs.home()) {
            return context.fail(command.request, ErrorCode::NoHub);
        }
        m_asked.push_back({command, context.now + patience});
        return;
    }
    m_parts.people.invite(command);
}

wire::SecretTerms SecretChat::terms() const {
    return {toWire(m_state->rule), m_state->group,
            m_state->rule.from == LifeFrom::Creation ? m_state->created : Instant{}};
}

Duration SecretChat::timeLeft() const {
    return std::max<Duration>(m_state->ends - m_parts.context.now, 1s);
}

void SecretChat::keepLink(const InvitationId& invitation, std::string_view link) {
    store::Profile(m_parts.context.database).setText(std::string(linkKey) + invitation.toString(), link);
}

std::string SecretChat::linkOf(const InvitationId& invitation) const {
    return store::Profile(m_parts.context.database).text(std::string(linkKey) + invitation.toString());
}

void SecretChat::forgetLink(const InvitationId& invitation) {
    store::Profile(m_parts.context.database).remove(std::string(linkKey) + invitation.toString());
}

void SecretChat::contactAdded(const ContactId& contact) {
    if (m_state) {
        m_parts.life.agree(contact, m_state->rule.from == LifeFrom::Creation ? LifeRule{} : m_state->rule);
    }
}

void SecretChat::contactRemoved() {
    if (!isGroup()) {
        over();
    }
}

void SecretChat::over() {
    if (m_state && !m_over) {
        m_state->ends = m_parts.context.now;
        save();
    }
}

// ---- its end

void SecretChat::save() {
    store::Profile(m_parts.context.database).set(stateKey, encode(*m_state));
}

void SecretChat::tellEnd() {
    const bool exact = m_state->rule.from == LifeFrom::Creation || m_over;
    const auto ends = m_state->ends + farewell + (exact ? Duration{} : coarse);
    const bool moved = m_told == never || std::chrono::abs(ends - m_told) >= coarse || ends < m_told;
    if (moved) {
        m_told = ends;
        m_parts.context.emit(SecretChatEnds{ends});
    }
}

void SecretChat::networkTold() {
    const auto behind = m_parts.life.clock().behind();
    if (!m_state || m_over || !behind || m_state->rule.from != LifeFrom::Creation) {
        return;
    }
    if (m_state->created == Instant{}) {
        m_state->created = fromUnixMs(toUnixMs(m_state->ends - m_state->rule.life + *behind));
    } else {
        m_state->ends = std::min(m_state->ends, m_state->created + m_state->rule.life - *behind);
    }
    save();
    tellEnd();
    for (const auto& asked : std::exchange(m_asked, {})) {
        m_parts.people.invite(asked.command);
    }
}

void SecretChat::shift(Duration by) {
    if (m_state && !m_timed) {
        m_state->ends += by;
        save();
        tellEnd();
    }
}

void SecretChat::reckon() {
    m_active = false;
    m_timed = true;
    if (m_state->rule.from == LifeFrom::Creation) {
        return;
    }
    const auto now = m_parts.context.now;
    const auto last = store::Lives(m_parts.context.database).lastEndMs();
    const auto ends = std::min(std::max(now + std::max(m_state->rule.life, answerTime), fromUnixMs(last.value_or(0))),
                               now + silenceLife);
    if (std::chrono::abs(ends - m_state->ends) >= 1s) {
        m_state->ends = ends;
        save();
    }
    tellEnd();
}

void SecretChat::end() {
    auto& context = m_parts.context;
    m_over = true;
    m_state->ends = std::min(m_state->ends, context.now);
    save();
    m_parts.people.leaveAll();
    m_sayAt = context.now + farewell;
}

void SecretChat::start() {
    if (const auto kept = store::Profile(m_parts.context.database).get(stateKey)) {
        m_state = decode(*kept);
    }
    if (m_state) {
        tellEnd();
    }
}

void SecretChat::tick() {
    auto& context = m_parts.context;
    if (!m_state) {
        return;
    }
    if (m_state->ends <= context.now && !m_over) {
        return end();
    }
    m_parts.life.keepClock();
    if (m_active && !m_over) {
        reckon();
    }
    if (m_sayAt <= context.now) {
        m_sayAt = never;
        m_told = context.now;
        context.emit(SecretChatEnds{context.now});
    }
    std::erase_if(m_asked, [&context](const Asked& asked) {
        if (asked.until <= context.now) {
            context.fail(asked.command.request, ErrorCode::HubUnreachable);
        }
        return asked.until <= context.now;
    });
}

Instant SecretChat::nextDeadline() const {
    if (!m_state) {
        return never;
    }
    auto next = std::min(m_over ? never : m_state->ends, m_sayAt);
    for (const auto& asked : m_asked) {
        next = std::min(next, asked.until);
    }
    return next;
}

}  // namespace nightjar::engine
