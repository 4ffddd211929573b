// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "crypto/ratchetsuite.h"
#include "primitives.h"

namespace nightjar::interop {

/// The parameters of Olm ("Olm: A Cryptographic Ratchet", version 1 messages of format 3).
///
/// An Olm header has no length of the previous chain; libolm keeps the old chains instead. Whoever hands a message to
/// this suite for reading puts that number in front of it, 4 bytes, big-endian. What seal() makes is Olm as it is.
struct OlmSuite : PlainHeaders {
    static constexpr std::size_t countSize = 4;
    static constexpr std::size_t macSize = 8;
    static constexpr std::uint32_t maxNumber = 0xffffffff;
    static constexpr std::size_t overhead = countSize + macSize;

    static void kdfRoot(crypto::RatchetKey& root, ByteView dh, crypto::RatchetKey& chain,
                        crypto::RatchetKey& nextHeader) {
        PlainHeaders::kdfRoot(root, dh, "OLM_RATCHET", chain, nextHeader);
    }

    [[nodiscard]] static Bytes seal(const crypto::RatchetKey&, const crypto::RatchetHeader& header,
                                    const crypto::RatchetKey& message, ByteView, ByteView plaintext, RandomSource&) {
        const Keys keys(message);
        ProtobufWriter fields;
        fields.bytes(1, header.dh.view());
        fields.number(2, header.number);
        fields.bytes(4, aesCbcEncrypt(keys.aes(), keys.iv(), plaintext));
        Bytes out{3};
        append(out, fields.take());
        append(out, ByteView(hmacSha256(keys.mac(), out)).first(macSize));
        return out;
    }

    [[nodiscard]] static std::optional<crypto::RatchetHeader> openHeader(const crypto::RatchetKey& headerKey,
                                                                         ByteView sealed) {
        const auto message = sealed.subspan(countSize);
        const ProtobufReader fields(fieldsOf(message));
        const auto sender = fields.key(1, 32);
        if (!fields.ok() || message.front() != 3 || !sender || !fits(headerKey, *sender)) {
            return std::nullopt;
        }
        std::uint32_t previousCount = 0;
        for (const auto byte : sealed.first(countSize)) {
            previousCount = previousCount << 8 | byte;
        }
        return crypto::RatchetHeader{*sender, previousCount, static_cast<std::uint32_t>(fields.number(2))};
    }

    [[nodiscard]] static std::optional<Bytes> openBody(const crypto::RatchetKey& key, ByteView, ByteView sealed) {
        const auto message = sealed.subspan(countSize);
        const Keys keys(key);
        const auto mac = hmacSha256(keys.mac(), message.first(message.size() - macSize));
        if (!constantTimeEqual(ByteView(mac).first(macSize), message.last(macSize))) {
            return std::nullopt;
        }
        return aesCbcDecrypt(keys.aes(), keys.iv(), ProtobufReader(fieldsOf(message)).bytes(4));
    }

private:
    struct Keys {
        Bytes all;
        explicit Keys(const crypto::RatchetKey& message) : all(hkdfSha256({}, message.view(), "OLM_KEYS", 80)) {}
        [[nodiscard]] ByteView aes() const { return ByteView(all).first(32); }
        [[nodiscard]] ByteView mac() const { return ByteView(all).subspan(32, 32); }
        [[nodiscard]] ByteView iv() const { return ByteView(all).subspan(64); }
    };
    /// Without version byte and MAC; nothing when there is no more than those.
    [[nodiscard]] static ByteView fieldsOf(ByteView message) {
        return message.size() <= macSize ? ByteView{} : message.first(message.size() - macSize).subspan(1);
    }
};

}  // namespace nightjar::interop
