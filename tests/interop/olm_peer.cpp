// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Nightjar's ratchet as Olm, for olm.mjs. NAME is of the driver's choice, keys and messages are hexadecimal:
//   account NAME                        → IDENTITY ONETIME
//   outbound NAME IDENTITY ONETIME      → ok           we speak first, to somebody with these keys
//   inbound NAME PREKEYMESSAGE          → ok           we were spoken to; does not read the message within
//   encrypt NAME TEXT                   → TYPE MESSAGE 0 pre-key message, 1 message
//   decrypt NAME TYPE COUNT MESSAGE     → TEXT         COUNT: length of the sender's previous chain

#include "olmsuite.h"
#include "sessions.h"

using namespace nightjar;
using namespace nightjar::interop;

namespace {

using Ratchet = crypto::BasicRatchet<OlmSuite>;

constexpr std::uint8_t olmVersion = 3;

struct Account {
    crypto::KeyPair identity;
    crypto::KeyPair oneTime;
};

/// Olm starts from its triple Diffie-Hellman with the first chain already there, one step further than the
/// specification of the Double Ratchet. So the state is put together here, in its stored form (ratchetcore.h); after
/// that everything is the ratchet's own work.
struct FirstState {
    crypto::KeyPair own;
    crypto::RatchetKey root;
    std::optional<crypto::RatchetKey> sending;
    std::optional<crypto::RatchetKey> receiving;
    crypto::PublicKey peer;  ///< sender of `receiving`

    [[nodiscard]] Ratchet ratchet() const {
        namespace state = crypto::ratchetstate;
        const crypto::RatchetKey none;
        Bytes out{state::version,
                  static_cast<std::uint8_t>((sending ? state::hasSending : 0) | (receiving ? state::hasReceiving : 0)),
                  state::associatedSize};
        out.resize(out.size() + state::associatedSize);
        for (const auto part : {own.secret.view(), own.publicKey.view(), root.view(), none.view(), none.view()}) {
            append(out, part);
        }
        if (sending) {
            append(out, sending->view());
            append(out, none.view());
        }
        if (receiving) {
            append(out, receiving->view());
            append(out, peer.view());
        }
        out.resize(out.size() + 3 * 4 + 1);  // no message yet, nothing skipped
        return std::move(*Ratchet::deserialize(out));
    }
};

class Peer {
public:
    std::string answer(const Words& words) {
        const auto& command = words.front();
        if (words.size() < 2) {
            return "error no name";
        }
        const auto& name = words[1];
        if (command == "account") {
            const auto& account =
                m_accounts[name] = {crypto::generateKeyPair(m_random), crypto::generateKeyPair(m_random)};
            return toHex(account.identity.publicKey.view()) + " " + toHex(account.oneTime.publicKey.view());
        }
        if (command == "outbound") {
            return outbound(name, keyOf(words, 2), keyOf(words, 3));
        }
        if (command == "inbound") {
            return inbound(name, bytesOf(words, 2));
        }
        const auto talk = m_talks.find(name);
        if (talk == m_talks.end()) {
            return "error no such conversation";
        }
        return command == "encrypt" ? encrypt(talk->second, bytesOf(words, 2)) : decrypt(talk->second, words);
    }

private:
    std::string outbound(const std::string& name, const crypto::PublicKey& identity, const crypto::PublicKey& oneTime) {
        const auto& own = m_accounts.at(name).identity;
        const auto base = crypto::generateKeyPair(m_random);
        FirstState first{crypto::generateKeyPair(m_random), {}, {}, {}, {}};
        first.sending.emplace();
        open(agreements({{&own, &oneTime}, {&base, &identity}, {&base, &oneTime}}), first.root, *first.sending);
        ProtobufWriter fields;
        fields.bytes(1, oneTime.view());
        fields.bytes(2, base.publicKey.view());
        fields.bytes(3, own.publicKey.view());
        m_talks.insert_or_assign(name, Talk<OlmSuite>(first.ratchet(), fields.take()));
        return "ok";
    }

    std::string inbound(const std::string& name, ByteView message) {
        const auto& account = m_accounts.at(name);
        const ProtobufReader fields(message.subspan(1));
        const auto base = fields.key(2, 32);
        const auto identity = fields.key(3, 32);
        const auto inner = fields.bytes(4);
        if (!fields.ok() || message.front() != olmVersion || !base || !identity ||
            inner.size() <= 1 + OlmSuite::macSize) {
            return "error not a pre-key message";
        }
        const auto peer = ProtobufReader(inner.first(inner.size() - OlmSuite::macSize).subspan(1)).key(1, 32);
        if (!peer) {
            return "error not a message";
        }
        FirstState first{crypto::generateKeyPair(m_random), {}, {}, {}, *peer};
        first.receiving.emplace();
        open(agreements({{&account.oneTime, &*identity}, {&account.identity, &*base}, {&account.oneTime, &*base}}),
             first.root, *first.receiving);
        crypto::RatchetKey nextHeader;
        OlmSuite::kdfRoot(first.root, agreements({{&first.own, &*peer}}), first.sending.emplace(), nextHeader);
        m_talks.insert_or_assign(name, Talk<OlmSuite>(first.ratchet(), {}));
        return "ok";
    }

    /// R0 and C0,0.
    static void open(const Bytes& secret, crypto::RatchetKey& root, crypto::RatchetKey& chain) {
        const auto keys = hkdfSha256({}, secret, "OLM_ROOT", 64);
        root = crypto::RatchetKey(ByteView(keys).first(32));
        chain = crypto::RatchetKey(ByteView(keys).subspan(32));
    }

    std::string encrypt(Talk<OlmSuite>& talk, ByteView text) {
        const auto message = talk.encrypt(text, m_random);
        if (!message) {
            return "error cannot send";
        }
        if (talk.opening().empty()) {
            return "1 " + toHex(*message);
        }
        ProtobufWriter inner;
        inner.bytes(4, *message);
        Bytes out{olmVersion};
        append(out, talk.opening());
        append(out, inner.take());
        return "0 " + toHex(out);
    }

    std::string decrypt(Talk<OlmSuite>& talk, const Words& words) {
        if (words.size() != 5) {
            return "error bad command";
        }
        const auto count = static_cast<std::uint32_t>(std::stoul(words[3]));
        Bytes sealed;
        for (int shift = 24; shift >= 0; shift -= 8) {
            sealed.push_back(static_cast<std::uint8_t>(count >> shift));
        }
        const auto message = bytesOf(words, 4);
        append(sealed, words[2] == "0" ? ProtobufReader(ByteView(message).subspan(1)).bytes(4) : ByteView(message));
        const auto text = talk.decrypt(sealed, m_random);
        return text ? toHex(*text) : "error refused";
    }

    SystemRandom m_random;
    std::unordered_map<std::string, Account> m_accounts;
    Talks<OlmSuite> m_talks;
};

}  // namespace

int main() {
    Peer peer;
    return answerLines([&](const Words& words) { return peer.answer(words); });
}
