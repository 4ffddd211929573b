// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/buffer.h"
#include "base/endpoint.h"
#include "base/ids.h"
#include "base/secret.h"
#include "wire/life.h"

namespace nightjar::wire {

/// An address line in bytes is never longer (docs/protocol.md, section 6).
inline constexpr std::size_t maxAddressLine = 255;

/// Where a hub takes TLS unless its line says otherwise: where every network lets HTTPS out.
inline constexpr std::uint16_t defaultTlsPort = 443;

/// Where a hub is and which key it must have (docs/protocol.md, section 1).
struct HubAddress {
    std::string host;        ///< lower-case name or IP address, without brackets
    std::uint16_t port = 0;  ///< UDP and TCP
    ByteArray<32> key{};     ///< its X25519 public key
    std::uint16_t tlsPort = defaultTlsPort;

    /// `nightjar-hub://HOST:PORT/KEY` or `nightjar-hub://HOST:PORT+TLSPORT/KEY`, with white space around it. Nothing on
    /// anything else: a host that is neither an address nor a name by RFC 1123, port 0, a key that is not 43 characters
    /// of base64url.
    [[nodiscard]] static std::optional<HubAddress> parse(std::string_view text);
    [[nodiscard]] std::string toString() const;
    /// The address without a look-up, when the host is one.
    [[nodiscard]] std::optional<Endpoint> endpoint() const;
    bool operator==(const HubAddress&) const = default;
};

/// Where an envelope for one queue is put, and what allows it (section 6). Whoever has it can write to its owner.
struct QueueAddress {
    HubAddress hub;
    QueueId queue;
    SecretBytes senderSecret;  ///< X25519, 32 bytes

    [[nodiscard]] QueueAddress clone() const { return {hub, queue, senderSecret.clone()}; }
};
void encodeQueueAddress(ByteWriter& out, const QueueAddress& address);
/// Reads one from the middle of a message.
[[nodiscard]] std::optional<QueueAddress> readQueueAddress(ByteReader& in);

/// What an invitation carries from hand to hand (section 6).
struct InvitationLink {
    HubAddress hub;
    SecretBytes secret;  ///< k, 32 bytes

    /// `nightjar:1/HOST:PORT/KEY/SECRET`, with white space around it (links get pasted). Nothing on anything else.
    [[nodiscard]] static std::optional<InvitationLink> parse(std::string_view text);
    [[nodiscard]] std::string toString() const;
};

/// What a public address looks like when it is passed on (section 12).
struct AddressLink {
    HubAddress hub;
    ByteArray<32> key{};  ///< P: Ed25519, signs what the address hands out

    /// `nightjar:1p/HOST:PORT/KEY/P`, with white space around it. Nothing on anything else.
    [[nodiscard]] static std::optional<AddressLink> parse(std::string_view text);
    [[nodiscard]] std::string toString() const;
};

/// What makes a secret chat what it is; whoever has the link knows it before they join (section 16).
struct SecretTerms {
    LifeTerm life;       ///< never LifeStart::Never
    bool group = false;  ///< more than two may join
    Instant created;     ///< as hubs tell the time; the epoch unless the life is counted from Creation

    /// 12 bytes.
    void write(ByteWriter& out) const;
    bool operator==(const SecretTerms&) const = default;
};

/// An invitation into a secret chat (section 16).
struct SecretLink {
    HubAddress hub;
    SecretBytes secret;  ///< 32 bytes; with the terms they give k of section 6
    SecretTerms terms;

    /// `nightjar:1s/HOST:PORT/KEY/SECRET/TERMS`, with white space around it. Nothing on anything else.
    [[nodiscard]] static std::optional<SecretLink> parse(std::string_view text);
    [[nodiscard]] std::string toString() const;
};

}  // namespace nightjar::wire
