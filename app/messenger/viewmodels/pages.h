// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QCoreApplication>

namespace nightjar {

/// Deletes now what the screen does not show any more. A page within a page is deleted later than the one around it, by
/// an event of its own, and what comes while such events are sent waits for the next time: hence several.
inline void deletePages() {
    constexpr int pagesWithinPages = 4;
    for (int depth = 0; depth < pagesWithinPages; ++depth) {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

}  // namespace nightjar
