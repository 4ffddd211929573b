// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"

namespace nightjar::engine {

struct Parts;

/// How much room everything takes, and giving back what deleted things took: the store is written anew under a fresh
/// key (store/compaction.h) when a person wants it, and by itself when something was deleted and nobody needs anything.
class Housekeeping {
public:
    explicit Housekeeping(Parts& parts) : m_parts(parts) {}

    void tell(const GetStorage& command);
    void compact(const CompactStore& command);
    /// Somebody does something: the store is left alone for a while.
    void noteActivity();
    void tick();
    [[nodiscard]] Instant nextDeadline() const { return m_idleAt; }

    /// Something that a person wanted gone is gone; in the transaction under way.
    void noteDeletion();

private:
    [[nodiscard]] bool isWorthIt() const;
    [[nodiscard]] bool isIdle() const;
    [[nodiscard]] Result<void, store::StoreError> compact();

    Parts& m_parts;
    Instant m_idleAt = never;  ///< when it is looked whether there is something to do
};

}  // namespace nightjar::engine
