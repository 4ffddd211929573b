// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// A conversation whose course the input decides: bursts, losses, repetitions, foreign bytes, and headers that a peer
// with all keys could have made.

#include <algorithm>

#include "base/buffer.h"
#include "session.h"

using namespace nightjar;
using namespace nightjar::crypto;
using fuzz::require;

namespace {

/// Enough to fill and overflow every bound without taking seconds per input.
constexpr int maxSteps = 48;
/// A burst byte from here on asks for a burst about as long as the jump limit.
constexpr std::size_t fewest = 250;

class Conversation {
public:
    explicit Conversation(ByteView input) : m_input(input) {}

    void run() {
        for (int step = 0; step < maxSteps && m_input.remaining() > 0; ++step) {
            const auto what = m_input.u8();
            Ratchet& end = (what & 1) != 0 ? m_inviter : m_accepter;
            Ratchet& peer = (what & 1) != 0 ? m_accepter : m_inviter;
            switch (what >> 1 & 3) {
                case 0:
                    send(end, peer);
                    break;
                case 1:
                    repeat(end);
                    break;
                case 2:
                    receiveForeign(end);
                    break;
                default:
                    forge();
            }
        }
    }

private:
    /// A burst of which only the last message arrives.
    void send(Ratchet& from, Ratchet& to) {
        const std::size_t choice = m_input.u8();
        const std::size_t burst = choice < fewest ? choice + 1 : ratchetMaxSkip + (choice - fewest);
        std::optional<Bytes> last;
        for (std::size_t i = 0; i < burst; ++i) {
            const auto sealed = from.encrypt(asBytes("text"), m_random);
            require(sealed.has_value() == from.canSend());
            if (!sealed) {
                return;
            }
            last = *sealed;
            if (i == 0) {
                m_old = *last;
            }
        }
        receive(to, *last);
    }

    void repeat(Ratchet& to) { receive(to, m_old); }

    void receiveForeign(Ratchet& to) {
        const std::size_t length = m_input.u8();
        receive(to, m_input.bytes(std::min(length, m_input.remaining())));
    }

    void forge() {
        const RatchetHeader header{PublicKey{m_input.array<32>()}, m_input.u32(), m_input.u32()};
        receive(m_inviter, Nj1Suite::seal(m_session.headerKeyAccepter, header, RatchetKey(), Bytes(64), asBytes("text"),
                                          m_random));
    }

    void receive(Ratchet& end, ByteView message) {
        const auto before = end.serialize();
        const auto read = end.decrypt(message, m_now, m_random);
        require(read.has_value() || end.serialize() == before);
        require(!read || *read == toBytes(asBytes("text")));
        require(end.skippedCount() <= ratchetMaxSkip);
        const auto restored = Ratchet::deserialize(end.serialize());
        require(restored.has_value() && restored->serialize() == end.serialize());
        m_now += std::chrono::hours(5);
        end.expire(m_now);
    }

    ByteReader m_input;
    fuzz::KnownSession m_session;
    SeededRandom m_random{2};
    Ratchet m_inviter = m_session.inviter();
    Ratchet m_accepter = m_session.accepter();
    Instant m_now{};
    Bytes m_old;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Conversation(ByteView(data, size)).run();
    return 0;
}
