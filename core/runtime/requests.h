// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "commands.h"
#include "events.h"

namespace nightjar {

/// Which request an event answers; nothing for news.
[[nodiscard]] inline std::optional<RequestId> requestOf(const Event& event) {
    return std::visit(
        [](const auto& one) -> std::optional<RequestId> {
            if constexpr (requires { one.request; }) {
                return one.request;
            } else {
                return std::nullopt;
            }
        },
        event);
}

/// Gives a command the number that its answer carries; no effect on one that is not answered.
inline void setRequest(Command& command, RequestId request) {
    std::visit(
        [request](auto& one) {
            if constexpr (requires { one.request; }) {
                one.request = request;
            }
        },
        command);
}

}  // namespace nightjar
