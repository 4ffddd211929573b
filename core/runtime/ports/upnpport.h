// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>
#include <memory>

#include "engine.h"

namespace nightjar {

/// Asks the router for a port by UPnP. Lives in the thread that made it.
class UpnpPort {
public:
    using Answered = std::function<void(const UpnpAnswered&)>;

    virtual ~UpnpPort() = default;
    /// Returns at once; `answered` is called from the event loop, unless nothing is to be answered, or this is gone.
    virtual void ask(const UpnpWanted& wanted, Answered answered) = 0;
};

/// By miniupnpc, in a thread of its own: a router may take seconds for its answer. Its destructor waits a second at
/// most for what is under way.
[[nodiscard]] std::unique_ptr<UpnpPort> makeUpnpPort();

}  // namespace nightjar
