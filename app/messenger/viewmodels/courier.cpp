// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "courier.h"

namespace nightjar {

namespace {

RequestId requestOf(const Event& event) {
    return std::visit(
        [](const auto& e) -> RequestId {
            if constexpr (requires { e.request; }) {
                return e.request;
            } else {
                return 0;
            }
        },
        event);
}

}  // namespace

Courier::Courier(Messenger& messenger, QObject* parent) : QObject(parent), m_messenger(messenger) {
    connect(&m_messenger, &Messenger::event, this, &Courier::deliver);
}

RequestId Courier::expect(const QObject* asker, Answer answer) {
    const auto request = m_messenger.newRequest();
    m_pending.emplace(request, Pending{asker, std::move(answer)});
    return request;
}

void Courier::deliver(const Event& event) {
    const auto request = requestOf(event);
    if (request == 0) {
        Q_EMIT news(event);
        return;
    }
    const auto found = m_pending.find(request);
    if (found == m_pending.end()) {
        return;
    }
    // Out of the table first: the answer may ask again.
    const auto pending = std::move(found->second);
    m_pending.erase(found);
    if (pending.asker) {
        pending.answer(event);
    }
}

ErrorCode failureOf(const Event& answer) {
    const auto* failed = std::get_if<CommandFailed>(&answer);
    return failed ? failed->code : ErrorCode::None;
}

}  // namespace nightjar
