// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/addresses.h"

#include <algorithm>

#include "crypto/addresskeys.h"
#include "engine/parts.h"
#include "store/profile.h"
#include "store/publicaddresses.h"

namespace nightjar::engine {

namespace {

/// How long a person waits for the server before being told that it does not answer.
constexpr Duration patience = 15s;
/// How long what goes on in the background does.
constexpr Duration backgroundPatience = 10min;
/// So many may come while we are away; each costs 1.7 kB on the way to the hub.
constexpr std::uint32_t stockWanted = 16;
/// Who takes an invitation and never writes makes the stock smaller without our hearing of it.
constexpr Duration checkEvery = std::chrono::hours(6);
constexpr Duration refusedDelay = 10min;
constexpr std::size_t maxAddresses = 8;

bool isDone(const link::HubAnswer& answer) {
    return answer.outcome == link::HubAnswer::Outcome::Done;
}

/// Asking again will not help.
bool isForgotten(const link::HubAnswer& answer) {
    return answer.outcome == link::HubAnswer::Outcome::Refused &&
           (answer.error == wire::HubError::Gone || answer.error == wire::HubError::UnknownQueue ||
            answer.error == wire::HubError::NotAuthorised || answer.error == wire::HubError::KeyConflict);
}

ErrorCode problemOf(const link::HubAnswer& answer) {
    if (answer.outcome == link::HubAnswer::Outcome::Lost) {
        return ErrorCode::HubUnreachable;
    }
    return isForgotten(answer) ? ErrorCode::AddressGone : ErrorCode::HubRefused;
}

wire::AddressRules rulesOf(const store::AddressRecord& address) {
    return {address.perHour, address.perDay, address.bits};
}

template <class Command>
bool isSensible(const Command& command) {
    return command.perHour >= 1 && command.perHour <= wire::maxAddressPerHour && command.perDay >= 1 &&
           command.perDay <= wire::maxAddressPerDay && command.effort <= wire::maxWorkBits;
}

link::OwnerSecret ownerOf(const store::AddressRecord& address) {
    return std::make_shared<const SecretBytes>(address.owner.clone());
}

PublicAddress toValue(const store::AddressRecord& record) {
    return {record.id,      chat::linkOf(record), fromUnixMs(record.createdMs),
            record.perHour, record.perDay,        record.bits,
            record.inStock, record.takenToday};
}

}  // namespace

// ---- commands

void Addresses::create(const CreatePublicAddress& command) {
    auto& context = m_parts.context;
    const auto& home = m_parts.hubs.home();
    if (!home) {
        return context.fail(command.request, ErrorCode::NoHub);
    }
    store::PublicAddresses addresses(context.database);
    if (!isSensible(command) || addresses.all().size() >= maxAddresses) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    auto made = chat::makeAddress(*home, context.now, context.random);
    made.perHour = command.perHour;
    made.perDay = command.perDay;
    made.bits = static_cast<std::uint8_t>(command.effort);
    store::Transaction transaction(context.database);
    addresses.add(made);
    if (!context.commit(transaction, command.request)) {
        return;
    }
    m_busy.insert(made.id);
    tell(made, rulesOf(made), patience, [this, id = made.id, request = command.request](const link::HubAnswer& answer) {
        auto& where = m_parts.context;
        m_busy.erase(id);
        const auto record = store::PublicAddresses(where.database).find(id);
        if (!record) {
            return;
        }
        if (!isDone(answer)) {
            // The hub may have made it all the same.
            (void)bury(*record);
            deleteAtHub(*record, backgroundPatience, [] {});
            return where.fail(request, problemOf(answer));
        }
        store::Transaction opening(where.database);
        store::PublicAddresses(where.database).setState(id, store::AddressState::Open);
        if (!where.commit(opening, request)) {
            return;  // nobody has its link; the next start deletes it
        }
        where.emit(PublicAddressAnswer{request, toValue(*record)});
        refill(id, answer.inStock);
    });
}

void Addresses::list(const ListPublicAddresses& command) {
    auto& context = m_parts.context;
    PublicAddressesAnswer answer{command.request, {}};
    for (const auto& address : store::PublicAddresses(context.database).all()) {
        if (address.state == store::AddressState::Open) {
            answer.addresses.push_back(toValue(address));
        }
    }
    context.emit(std::move(answer));
}

void Addresses::change(const ChangePublicAddress& command) {
    auto& context = m_parts.context;
    const auto address = store::PublicAddresses(context.database).find(command.address);
    if (!address || address->state != store::AddressState::Open) {
        return context.fail(command.request, ErrorCode::AddressGone);
    }
    if (!isSensible(command)) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    const wire::AddressRules rules{command.perHour, command.perDay, static_cast<std::uint8_t>(command.effort)};
    tell(*address, rules, patience,
         [this, rules, id = command.address, request = command.request](const link::HubAnswer& answer) {
             auto& where = m_parts.context;
             if (!isDone(answer)) {
                 return where.fail(request, problemOf(answer));
             }
             store::PublicAddresses addresses(where.database);
             store::Transaction transaction(where.database);
             addresses.setRules(id, rules.perHour, rules.perDay, rules.bits);
             addresses.setStanding(id, answer.inStock, answer.takenToday);
             if (!where.commit(transaction, request)) {
                 return;
             }
             if (const auto changed = addresses.find(id)) {
                 where.emit(PublicAddressAnswer{request, toValue(*changed)});
             }
             check(id);
         });
}

void Addresses::remove(const DeletePublicAddress& command) {
    auto& context = m_parts.context;
    const auto address = store::PublicAddresses(context.database).find(command.address);
    if (!address || address->state != store::AddressState::Open) {
        return context.fail(command.request, ErrorCode::AddressGone);
    }
    if (const auto buried = bury(*address); !buried) {
        return context.fail(command.request, errorOf(buried.error()));
    }
    // Without their queues its invitations are worth nothing. Should the hub be away, it is told later.
    deleteAtHub(*address, patience, [this, request = command.request] { m_parts.context.done(request); });
}

bool Addresses::isOwn(const wire::AddressLink& link) const {
    const AddressId id{crypto::AddressKeys::derive({link.key}).id};
    return store::PublicAddresses(m_parts.context.database).find(id).has_value();
}

// ---- its end

Result<void, store::StoreError> Addresses::bury(const store::AddressRecord& address) {
    auto& context = m_parts.context;
    store::Transaction transaction(context.database);
    store::PublicAddresses(context.database).setState(address.id, store::AddressState::Deleting);
    if (auto committed = transaction.commit(); !committed) {
        return committed;
    }
    m_checkAt.erase(address.id);
    for (const auto& invitation : store::Invitations(context.database).openOf(address.id)) {
        if (auto ended = m_parts.people.end(invitation, store::InvitationState::Revoked); !ended) {
            return ended;
        }
    }
    return {};
}

void Addresses::deleteAtHub(const store::AddressRecord& address, Duration howLong, std::function<void()> then) {
    m_parts.hubs.ask(address.hub, link::DeleteAddress{address.id, ownerOf(address)}, howLong,
                     [this, id = address.id, then = std::move(then)](const link::HubAnswer& answer) {
                         if (isDone(answer) || isForgotten(answer)) {
                             store::PublicAddresses(m_parts.context.database).remove(id);
                         }
                         then();
                     });
}

void Addresses::lost(const AddressId& id) {
    auto& context = m_parts.context;
    const auto address = store::PublicAddresses(context.database).find(id);
    if (!address || address->state != store::AddressState::Open || !bury(*address)) {
        return;
    }
    store::PublicAddresses(context.database).remove(id);
    context.emit(PublicAddressEnded{id});
}

// ---- its stock

void Addresses::tell(const store::AddressRecord& address, const wire::AddressRules& rules, Duration howLong,
                     Standing then) {
    m_parts.hubs.ask(address.hub, link::SetAddress{address.id, ownerOf(address), rules}, howLong, std::move(then));
}

void Addresses::check(const AddressId& id) {
    const auto address = store::PublicAddresses(m_parts.context.database).find(id);
    if (!address || address->state != store::AddressState::Open || !m_busy.insert(id).second) {
        return;
    }
    tell(*address, rulesOf(*address), backgroundPatience,
         [this, id](const link::HubAnswer& answer) { told(id, answer); });
}

void Addresses::told(const AddressId& id, const link::HubAnswer& answer) {
    m_busy.erase(id);
    if (isForgotten(answer)) {
        return lost(id);
    }
    if (!isDone(answer)) {
        return again(id, refusedDelay);
    }
    store::PublicAddresses(m_parts.context.database).setStanding(id, answer.inStock, answer.takenToday);
    refill(id, answer.inStock);
}

void Addresses::refill(const AddressId& id, std::uint32_t inStock) {
    auto& context = m_parts.context;
    const auto address = store::PublicAddresses(context.database).find(id);
    if (!address || address->state != store::AddressState::Open || m_busy.contains(id)) {
        return;
    }
    again(id, checkEvery);
    const auto hub = wire::HubAddress::parse(address->hub);
    if (!hub || inStock >= std::min(stockWanted, address->perDay)) {
        return;
    }
    const auto name = store::Profile(context.database).text("name");
    const auto made = std::make_shared<chat::NewInvitation>(
        chat::makeStockInvitation(*address, *hub, name, context.now, context.random));
    store::Transaction transaction(context.database);
    store::Invitations(context.database).add(made->record);
    if (!context.commit(transaction)) {
        return again(id, diskPatience);
    }
    m_busy.insert(id);
    // First the queue, then that we wait there, then the invitation that names it: whatever is handed out is answered.
    m_parts.hubs.ask(address->hub, link::CreateQueue{made->record.queue.id, made->receiverKey, made->senderKey},
                     backgroundPatience, [this, id, made](const link::HubAnswer& created) {
                         auto& where = m_parts.context;
                         if (isDone(created)) {
                             store::Transaction publishing(where.database);
                             store::Invitations(where.database).setPublished(made->record.id);
                             if (where.commit(publishing)) {
                                 m_parts.hubs.receiveFrom(made->record.queue);
                                 return addToStock(id, made);
                             }
                         }
                         (void)m_parts.people.end(made->record, store::InvitationState::Revoked);
                         m_busy.erase(id);
                         again(id, refusedDelay);
                     });
}

void Addresses::addToStock(const AddressId& id, const std::shared_ptr<chat::NewInvitation>& made) {
    const auto address = store::PublicAddresses(m_parts.context.database).find(id);
    if (!address || address->state != store::AddressState::Open) {
        m_busy.erase(id);
        return;
    }
    constexpr auto seconds = std::chrono::duration_cast<std::chrono::seconds>(chat::stockLife).count();
    m_parts.hubs.ask(address->hub,
                     link::StockAddress{id, ownerOf(*address), static_cast<std::uint32_t>(seconds), made->blob},
                     backgroundPatience, [this, id, made](const link::HubAnswer& answer) {
                         if (answer.outcome == link::HubAnswer::Outcome::Refused) {
                             (void)m_parts.people.end(made->record, store::InvitationState::Revoked);
                         }
                         // When the answer was lost the hub may have it: the invitation stays open.
                         told(id, answer);
                     });
}

// ---- time

void Addresses::again(const AddressId& id, Duration after) {
    m_checkAt[id] = m_parts.context.now + after;
}

void Addresses::start() {
    for (const auto& address : store::PublicAddresses(m_parts.context.database).all()) {
        // We ended before anybody was shown its link, or before all of it was put away.
        if (address.state != store::AddressState::Open) {
            (void)bury(address);
        }
    }
}

void Addresses::hubCameOnline(const std::string& hub) {
    for (const auto& address : store::PublicAddresses(m_parts.context.database).all()) {
        if (address.hub != hub) {
            continue;
        }
        if (address.state == store::AddressState::Open) {
            check(address.id);
        } else if (address.state == store::AddressState::Deleting) {
            deleteAtHub(address, backgroundPatience, [] {});
        }
    }
}

void Addresses::tick() {
    std::vector<AddressId> due;
    for (const auto& [id, at] : m_checkAt) {
        if (at <= m_parts.context.now) {
            due.push_back(id);
        }
    }
    for (const auto& id : due) {
        m_checkAt.erase(id);
        check(id);
    }
}

Instant Addresses::nextDeadline() const {
    auto next = never;
    for (const auto& [id, at] : m_checkAt) {
        next = std::min(next, at);
    }
    return next;
}

}  // namespace nightjar::engine
