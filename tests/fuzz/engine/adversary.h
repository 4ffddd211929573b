// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <deque>
#include <map>

#include "channel/channel.h"
#include "chat/pairing.h"
#include "crypto/keys.h"
#include "engine.h"
#include "hub/greeting.h"

namespace nightjar::fuzz {

/// A victim's engine on a real store, the hub it speaks to and a contact it has, both of whom have every key that they
/// would have and none of the manners.
class Adversary {
public:
    Adversary();
    ~Adversary();

    // ---- what the hub may do; the victim's session with it stands

    /// Any bytes as a reliable message, or as a datagram.
    void message(ByteView bytes) { m_toSend.push_back(toBytes(bytes)); }
    void datagram(ByteView bytes);
    /// Out of one of the victim's queues.
    void deliver(bool fromInvitation, std::uint64_t number, ByteView envelope);
    void relay(ByteView payload);
    void forgetSession() { m_session.reset(); }
    void setSilent(bool silent) { m_silent = silent; }

    // ---- what the contact may do

    /// Any bytes as the content of an envelope that opens.
    [[nodiscard]] Bytes seal(ByteView content);
    /// An envelope as whoever has the victim's open invitation writes it.
    [[nodiscard]] Bytes sealFirst(ByteView inside);
    /// Offers a link; the answer makes it stand.
    void offerLink();
    /// Any bytes as a message on the link.
    void linkMessage(ByteView bytes);

    // ---- the world

    void input(const Input& input);
    /// A datagram from anywhere.
    void stray(std::uint8_t from, ByteView bytes);
    void pass(Duration time);
    void restart();
    [[nodiscard]] const ContactId& contact() const { return m_contact; }
    [[nodiscard]] const CallId& lastCall() const { return m_lastCall; }
    [[nodiscard]] const MessageId& lastMessage() const { return m_lastMessage; }
    /// Lets everybody say what they have to say.
    void settle();

private:
    void start();
    void take(Output& output);
    void hubReceives(ByteView datagram);
    void answer(const wire::HubRequest& request);
    void contactReceives(ByteView envelope);
    void raiseLink(const wire::LinkProposal& theirs, const crypto::KeyPair& own, const wire::ChannelId& channel,
                   bool offered);
    void flush();

    Instant m_now;
    SeededRandom m_random{4};
    std::unique_ptr<SeededRandom> m_victimsRandom;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<store::Database> m_contactStore;
    ContactId m_contact;
    CallId m_lastCall;
    MessageId m_lastMessage;
    std::deque<Bytes> m_datagrams;  ///< from the hub to the victim
    std::size_t m_said = 0;

    std::unique_ptr<hub::Session> m_session;
    std::vector<Bytes> m_toSend;
    std::map<QueueId, wire::QueueHandle> m_handles;
    wire::QueueHandle m_lastHandle = 63;
    bool m_silent = false;

    struct Offer {
        wire::LinkId link;
        crypto::KeyPair ephemeral;
        wire::ChannelId channel;
    };
    std::optional<Offer> m_offer;
    std::optional<channel::Channel> m_link;
};

}  // namespace nightjar::fuzz
