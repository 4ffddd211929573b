// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <set>

#include "chat/publicaddress.h"
#include "engine/context.h"
#include "link/hubsession.h"

namespace nightjar::engine {

struct Parts;

/// Our public addresses (docs/protocol.md section 12): made, changed and deleted on command, and kept in stock with
/// invitations while we are there. Whoever comes through one is a contact who is Requested.
class Addresses {
public:
    explicit Addresses(Parts& parts) : m_parts(parts) {}

    void create(const CreatePublicAddress& command);
    void list(const ListPublicAddresses& command);
    void change(const ChangePublicAddress& command);
    void remove(const DeletePublicAddress& command);

    [[nodiscard]] bool isOwn(const wire::AddressLink& link) const;
    /// Somebody came through it.
    void used(const AddressId& address) { check(address); }

    void start();
    void hubCameOnline(const std::string& hub);
    void tick();
    [[nodiscard]] Instant nextDeadline() const;

private:
    using Standing = std::function<void(const link::HubAnswer&)>;

    /// Tells the hub its rules and hears how it stands.
    void tell(const store::AddressRecord& address, const wire::AddressRules& rules, Duration patience, Standing then);
    /// Looks whether invitations have to be added.
    void check(const AddressId& address);
    void told(const AddressId& address, const link::HubAnswer& answer);
    void refill(const AddressId& address, std::uint32_t inStock);
    void addToStock(const AddressId& address, const std::shared_ptr<chat::NewInvitation>& made);
    /// The hub does not have it any more.
    void lost(const AddressId& address);
    [[nodiscard]] Result<void, store::StoreError> bury(const store::AddressRecord& address);
    void deleteAtHub(const store::AddressRecord& address, Duration patience, std::function<void()> then);
    void again(const AddressId& address, Duration after);

    Parts& m_parts;
    std::set<AddressId> m_busy;  ///< is being checked or refilled
    std::map<AddressId, Instant> m_checkAt;
};

}  // namespace nightjar::engine
