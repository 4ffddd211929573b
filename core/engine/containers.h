// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "commands.h"

namespace nightjar::engine {

struct Parts;

/// What this container remembers of those within it: private identities, locked and secret chats. Engines know nothing
/// of each other; who opens and destroys them is runtime/household.h.
class Containers {
public:
    explicit Containers(Parts& parts) : m_parts(parts) {}

    void list(const ListContainers& command);
    /// Refuses what nothing would open: a new one with neither key nor guard, or with both.
    void put(const PutContainer& command);
    void getKey(const GetContainerKey& command);
    /// Answered when no copy of the key is left in the file or its log.
    void forget(const ForgetContainer& command);

private:
    Parts& m_parts;
};

}  // namespace nightjar::engine
