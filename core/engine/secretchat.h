// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"
#include "store/invitations.h"
#include "wire/address.h"

namespace nightjar::engine {

struct Parts;

/// What an engine does besides when its container is a secret chat (docs/protocol.md section 16): it is relay only,
/// lets in whom it is meant for, and has an end, at which everything in it goes. Whoever opened the container destroys
/// it then (SecretChatEnds), whether it is open or not.
class SecretChat {
public:
    explicit SecretChat(Parts& parts) : m_parts(parts) {}

    void found(const FoundSecretChat& command);
    void join(const JoinSecretChat& command);
    void describe(const GetSecretChat& command);
    /// Makes an invitation, once it is known what time it is.
    void invite(const CreateInvitation& command);

    [[nodiscard]] bool is() const { return m_state.has_value(); }
    [[nodiscard]] bool isGroup() const { return m_state && m_state->group; }
    [[nodiscard]] bool isFounder() const { return m_state && m_state->founder; }
    /// What whoever is invited is told.
    [[nodiscard]] wire::SecretTerms terms() const;
    /// An invitation is worth nothing after the end.
    [[nodiscard]] Duration timeLeft() const;
    /// Links are kept while they can be used, to be shown again. In the caller's transaction.
    void keepLink(const InvitationId& invitation, std::string_view link);
    [[nodiscard]] std::string linkOf(const InvitationId& invitation) const;
    void forgetLink(const InvitationId& invitation);
    /// Somebody came in: the rule holds from the first word. In the caller's transaction.
    void contactAdded(const ContactId& contact);
    /// They left, or we removed them: in a chat of two nobody is left.
    void contactRemoved();
    /// We leave it: there is nothing more to wait for.
    void over();
    /// Something was said or read.
    void active() { m_active = true; }
    void networkTold();
    /// The clock was set; in the caller's transaction.
    void shift(Duration by);

    void start();
    void tick();
    [[nodiscard]] Instant nextDeadline() const;

private:
    struct State {
        LifeRule rule;
        bool group = false;
        bool founder = false;
        Instant ends;     ///< by our clock
        Instant created;  ///< the same, as hubs tell the time; the epoch: by our clock only
    };
    struct Asked {
        CreateInvitation command;
        Instant until;
    };

    [[nodiscard]] static Bytes encode(const State& state);
    [[nodiscard]] static std::optional<State> decode(ByteView bytes);
    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] ErrorCode whyNoInvitation() const;
    /// Makes this container one; false when the disk refused, and the command is answered.
    [[nodiscard]] bool begin(RequestId request, const std::string& nickname, const State& state);
    void save();
    void tellEnd();
    void reckon();
    void end();

    Parts& m_parts;
    std::optional<State> m_state;
    bool m_active = false;
    bool m_over = false;
    bool m_timed = false;        ///< its end was reckoned since the program started, by a clock that stood right
    Instant m_told = never;      ///< the end that was told last
    Instant m_sayAt = never;     ///< the end has come: it is told once more then
    std::vector<Asked> m_asked;  ///< invitations that wait until the time is known
};

}  // namespace nightjar::engine
