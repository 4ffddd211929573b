// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "hub/publicaddresses.h"

#include <algorithm>

#include "base/buffer.h"
#include "crypto/kdf.h"
#include "crypto/queueauth.h"
#include "crypto/work.h"

namespace nightjar::hub {

namespace {

using wire::HubError;

/// How long a ticket can be used: what a slow phone needs, and a reconnection.
constexpr std::uint32_t ticketSeconds = 15 * 60;
/// The bits that are added while the quota of an hour is used up: the last taker works 64 times as long as the first.
constexpr std::uint32_t loadBits = 6;
/// What a ticket may be behind: others took some while its holder worked.
constexpr int behindBits = 1;
/// The role that an owner proves, beside those of a queue (docs/protocol.md section 5).
constexpr std::uint8_t ownerRole = 3;

[[nodiscard]] PublicAddresses::Reply refusal(std::uint64_t req, HubError error) {
    return {wire::ErrorReply{req, error}};
}

[[nodiscard]] std::uint8_t bitsWanted(const AddressRecord& record) {
    const auto load = std::min(loadBits, loadBits * record.takenLastHour / std::max(record.rules.perHour, 1u));
    return static_cast<std::uint8_t>(std::min<std::uint32_t>(record.rules.bits + load, wire::maxWorkBits));
}

[[nodiscard]] std::uint32_t secondsOf(Instant now) {
    return static_cast<std::uint32_t>(toUnixMs(now) / 1000);
}

}  // namespace

PublicAddresses::PublicAddresses(const crypto::KeyPair& hubKeys, AddressStore& store, RandomSource& random)
    : m_hubKeys(hubKeys), m_store(store) {
    random.fill(m_ticketKey);
}

// ---- for the owner

bool PublicAddresses::isOwner(const Session& session, const crypto::PublicKey& owner, const wire::AddressId& address,
                              ByteView mac) const {
    const auto auth = crypto::QueueAuth::atHub(m_hubKeys.secret.view(), owner);
    return auth && auth->verify(session.handshakeHash, {address.value}, ownerRole, mac);
}

PublicAddresses::Reply PublicAddresses::standing(Instant now, std::uint64_t req, const wire::AddressId& address) {
    AddressRecord record;
    (void)m_store.findAddress(address, now, record);
    return {wire::StockReply{req, record.inStock, record.takenLastDay}};
}

PublicAddresses::Reply PublicAddresses::set(Instant now, const Session& session,
                                            const wire::AddressSetRequest& request) {
    if (!isOwner(session, {request.owner}, request.address, request.mac)) {
        return refusal(request.req, HubError::NotAuthorised);
    }
    switch (m_store.setAddress(request.address, {request.owner}, request.rules, now)) {
        case AddressSetOutcome::Done:
            break;
        case AddressSetOutcome::KeyConflict:
            return refusal(request.req, HubError::KeyConflict);
        case AddressSetOutcome::Gone:
            return refusal(request.req, HubError::Gone);
        case AddressSetOutcome::LimitReached:
            return refusal(request.req, HubError::LimitReached);
    }
    return standing(now, request.req, request.address);
}

PublicAddresses::Reply PublicAddresses::stock(Instant now, const Session& session,
                                              const wire::AddressStockRequest& request) {
    if (request.item.size() > wire::maxStockItemSize) {
        return refusal(request.req, HubError::TooLarge);
    }
    const auto life = std::chrono::seconds(request.secondsToLive);
    if (request.item.empty() || life.count() == 0 || life > maxStockLife) {
        return refusal(request.req, HubError::Malformed);
    }
    AddressRecord record;
    const auto found = m_store.findAddress(request.address, now, record);
    if (found != AddressFound::Found) {
        return refusal(request.req, found == AddressFound::Gone ? HubError::Gone : HubError::UnknownQueue);
    }
    if (!isOwner(session, record.owner, request.address, request.mac)) {
        return refusal(request.req, HubError::NotAuthorised);
    }
    switch (m_store.addToStock(request.address, request.item, now, now + life)) {
        case StockOutcome::Done:
            break;
        case StockOutcome::Full:
            return refusal(request.req, HubError::Full);
        case StockOutcome::Unknown:
            return refusal(request.req, HubError::UnknownQueue);
        case StockOutcome::LimitReached:
            return refusal(request.req, HubError::LimitReached);
    }
    return standing(now, request.req, request.address);
}

PublicAddresses::Reply PublicAddresses::remove(Instant now, const Session& session,
                                               const wire::AddressDeleteRequest& request) {
    AddressRecord record;
    switch (m_store.findAddress(request.address, now, record)) {
        case AddressFound::Unknown:
            return refusal(request.req, HubError::UnknownQueue);
        case AddressFound::Gone:
            return {wire::OkReply{request.req}};  // its owner had no answer the first time
        case AddressFound::Found:
            break;
    }
    if (!isOwner(session, record.owner, request.address, request.mac)) {
        return refusal(request.req, HubError::NotAuthorised);
    }
    m_store.deleteAddress(request.address, now);
    return {wire::OkReply{request.req}};
}

// ---- for whoever has the link

/// Bound to nothing but the address and the time: a session that is lost costs no second proof.
ByteArray<16> PublicAddresses::seedOf(const wire::AddressId& address, std::uint32_t issued, std::uint8_t bits) const {
    ByteWriter claim;
    claim.bytes(address.value);
    claim.u32(issued);
    claim.u8(bits);
    return toArray<16>(ByteView(crypto::hash256(claim.view(), m_ticketKey)).first(16));
}

PublicAddresses::Reply PublicAddresses::ask(Instant now, const wire::AddressAskRequest& request) {
    AddressRecord record;
    const auto found = m_store.findAddress(request.address, now, record);
    if (found != AddressFound::Found) {
        return refusal(request.req, found == AddressFound::Gone ? HubError::Gone : HubError::BlobUnknown);
    }
    // Nobody works for nothing. Whoever took one before and repeats the question needs a ticket all the same.
    const auto bits = bitsWanted(record);
    const auto issued = secondsOf(now);
    return {wire::TicketReply{request.req, {issued, bits, seedOf(request.address, issued, bits)}}};
}

bool PublicAddresses::isGood(Instant now, const wire::AddressId& address, const AddressRecord& record,
                             const wire::WorkTicket& ticket) const {
    const auto age = secondsOf(now) - ticket.issued;  // wraps around when it is from the future
    return age <= ticketSeconds && ticket.bits + behindBits >= bitsWanted(record) &&
           constantTimeEqual(ticket.seed, seedOf(address, ticket.issued, ticket.bits));
}

PublicAddresses::Reply PublicAddresses::take(Instant now, const wire::AddressTakeRequest& request) {
    AddressRecord record;
    const auto found = m_store.findAddress(request.address, now, record);
    if (found != AddressFound::Found) {
        return refusal(request.req, found == AddressFound::Gone ? HubError::Gone : HubError::BlobUnknown);
    }
    if (!isGood(now, request.address, record, request.ticket) ||
        !crypto::isSolvedBy({request.ticket.seed, request.token.value, request.ticket.bits}, request.nonce)) {
        return refusal(request.req, HubError::WorkWanted);
    }
    Bytes item;
    switch (m_store.takeFromStock(request.address, request.token, now, item)) {
        case AddressTakeOutcome::Taken:
            return {wire::BlobReply{request.req, {}}, std::move(item)};
        case AddressTakeOutcome::UsedUp:
            return refusal(request.req, HubError::UsedUp);
        case AddressTakeOutcome::Gone:
            return refusal(request.req, HubError::Gone);
        case AddressTakeOutcome::Unknown:
            break;
    }
    return refusal(request.req, HubError::BlobUnknown);
}

}  // namespace nightjar::hub
