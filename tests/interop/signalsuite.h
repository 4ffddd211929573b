// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "crypto/ratchetsuite.h"
#include "primitives.h"

namespace nightjar::interop {

/// The parameters of the Signal protocol, messages of version 3 (WhisperMessage). The associated data are our identity
/// key (32 bytes), then theirs.
struct SignalSuite : PlainHeaders {
    static constexpr std::size_t macSize = 8;
    static constexpr std::uint32_t maxNumber = 0xffffffff;
    static constexpr std::size_t overhead = 1 + macSize;
    /// Version of the message and newest one spoken.
    static constexpr std::uint8_t version = 0x33;

    static void kdfRoot(crypto::RatchetKey& root, ByteView dh, crypto::RatchetKey& chain,
                        crypto::RatchetKey& nextHeader) {
        PlainHeaders::kdfRoot(root, dh, "WhisperRatchet", chain, nextHeader);
    }

    [[nodiscard]] static Bytes seal(const crypto::RatchetKey&, const crypto::RatchetHeader& header,
                                    const crypto::RatchetKey& message, ByteView identities, ByteView plaintext,
                                    RandomSource&) {
        const Keys keys(message);
        ProtobufWriter fields;
        fields.bytes(1, typed(header.dh.view()));
        fields.number(2, header.number);
        // Signal writes the last number of the previous chain where the specification has its length, and 0 for none.
        fields.number(3, header.previousCount == 0 ? 0 : header.previousCount - 1);
        fields.bytes(4, aesCbcEncrypt(keys.aes(), keys.iv(), plaintext));
        Bytes out{version};
        append(out, fields.take());
        append(out, mac(keys, identities.first(32), identities.last(32), out));
        return out;
    }

    [[nodiscard]] static std::optional<crypto::RatchetHeader> openHeader(const crypto::RatchetKey& headerKey,
                                                                         ByteView sealed) {
        const ProtobufReader fields(fieldsOf(sealed));
        const auto sender = fields.key(1, 33);
        if (!fields.ok() || sealed.front() != version || !sender || !fits(headerKey, *sender)) {
            return std::nullopt;
        }
        return crypto::RatchetHeader{*sender, static_cast<std::uint32_t>(fields.number(3) + 1),
                                     static_cast<std::uint32_t>(fields.number(2))};
    }

    [[nodiscard]] static std::optional<Bytes> openBody(const crypto::RatchetKey& key, ByteView identities,
                                                       ByteView sealed) {
        const Keys keys(key);
        const auto expected =
            mac(keys, identities.last(32), identities.first(32), sealed.first(sealed.size() - macSize));
        if (!constantTimeEqual(expected, sealed.last(macSize))) {
            return std::nullopt;
        }
        return aesCbcDecrypt(keys.aes(), keys.iv(), ProtobufReader(fieldsOf(sealed)).bytes(4));
    }

    /// A key as Signal writes it: with its type, 5, in front.
    [[nodiscard]] static Bytes typed(ByteView key) {
        Bytes out{5};
        append(out, key);
        return out;
    }

private:
    struct Keys {
        Bytes all;
        explicit Keys(const crypto::RatchetKey& message)
            : all(hkdfSha256(Bytes(32), message.view(), "WhisperMessageKeys", 80)) {}
        [[nodiscard]] ByteView aes() const { return ByteView(all).first(32); }
        [[nodiscard]] ByteView mac() const { return ByteView(all).subspan(32, 32); }
        [[nodiscard]] ByteView iv() const { return ByteView(all).subspan(64); }
    };
    [[nodiscard]] static Bytes mac(const Keys& keys, ByteView sender, ByteView receiver, ByteView message) {
        Bytes input = typed(sender);
        append(input, typed(receiver));
        append(input, message);
        auto out = hmacSha256(keys.mac(), input);
        out.resize(macSize);
        return out;
    }
    /// Without version byte and MAC.
    [[nodiscard]] static ByteView fieldsOf(ByteView message) {
        return message.first(message.size() - macSize).subspan(1);
    }
};

}  // namespace nightjar::interop
