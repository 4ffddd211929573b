// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/parcel.h"

#include "engine/parts.h"

namespace nightjar::engine {

void dropParcel(Parts& parts, const store::FileRecord& file) {
    const auto contact = store::Contacts(parts.context.database).find(file.contact);
    if (!contact) {
        return;
    }
    const auto& queue = file.mine ? contact->send : contact->receive;
    const auto role = file.mine ? wire::QueueRole::Sender : wire::QueueRole::Receiver;
    if (queue) {
        parts.hubs.askNow(*queue, role, link::DeleteParcel{queue->id, role, {file.blob.value}},
                          [](const link::HubAnswer&) {});
    }
}

}  // namespace nightjar::engine
