// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"

namespace nightjar::engine {

/// How old things are, whatever the device's clock is set to. What is forgotten after days (skipped keys, the ids of
/// envelopes seen) would otherwise be forgotten at once by a device whose clock is a year ahead for a minute, and what
/// still comes could not be opened.
///
/// It stands still while the program is off, until a hub tells its time: then it is set forward to that, never back.
/// A hub that lies can make us forget, which costs what it could have dropped anyway.
class AgeClock {
public:
    explicit AgeClock(Context& context);

    [[nodiscard]] Instant now() const;
    /// What a hub says the time is.
    void hubTold(Instant time);
    /// Keeps what has been reached for the next start, where it is not kept yet.
    void keep();

private:
    Context& m_context;
    Instant m_base;    ///< what it showed …
    Instant m_baseAt;  ///< … at this moment of the running program's clock
};

}  // namespace nightjar::engine
