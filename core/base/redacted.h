// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QDebug>

namespace nightjar {

/// Personal data on its way to a log: only its kind and size are written, never the content.
template <class T>
struct Redacted {
    const T& value;
};

template <class T>
[[nodiscard]] Redacted<T> redacted(const T& value) {
    return {value};
}

template <class T>
QDebug operator<<(QDebug debug, const Redacted<T>& item) {
    return debug.nospace() << "<redacted, " << item.value.size() << " units>";
}

}  // namespace nightjar
