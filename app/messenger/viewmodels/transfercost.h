// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/units.h"

namespace nightjar {

/// What it costs to move bytes over the link to a contact, here and now, and whether that is worth a question first.
struct TransferCost {
    /// A question is asked first where it takes longer than this …
    static constexpr int longSeconds = 60;
    /// … or than half of it on a narrow link, or is more than this on a metered one.
    static constexpr double usualLimit = 5'000'000;

    LinkClass linkClass = LinkClass::Unknown;
    double measured = 0;  ///< bytes per second that a transfer reached on this link; 0: none did
    bool metered = false;
    double limit = usualLimit;  ///< bytes

    [[nodiscard]] bool isNarrow() const { return linkClass == LinkClass::Gprs || linkClass == LinkClass::Edge; }
    /// Bytes per second; 0: not known.
    [[nodiscard]] double rate() const;
    /// How long so many bytes take; -1: not known.
    [[nodiscard]] int seconds(double bytes) const;
    [[nodiscard]] bool asksFirst(double bytes) const;
};

}  // namespace nightjar
