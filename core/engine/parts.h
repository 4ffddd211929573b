// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/calls.h"
#include "engine/delivery.h"
#include "engine/hubs.h"
#include "engine/links.h"
#include "engine/people.h"

namespace nightjar::engine {

/// The rooms behind the engine's front door. Each does one thing and reaches the others through this.
struct Parts {
    Parts(store::Database& database, RandomSource& random, Instant now);

    Context context;
    Hubs hubs;          ///< sessions with servers, and what is asked of them
    Delivery delivery;  ///< envelopes out and in: nothing lost, nothing twice
    Links links;        ///< the way to a peer who is there now
    Calls calls;
    People people;  ///< invitations and contacts
};

}  // namespace nightjar::engine
