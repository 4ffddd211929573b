// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QStringView>
#include <span>

namespace nightjar {

/// One emoji of the picker and the words by which it is found and called: the first word is its name.
struct Emoji {
    QStringView emoji;
    QStringView english;
    QStringView russian;
};

/// Those that the picker offers; what people send may be any other, too.
[[nodiscard]] std::span<const Emoji> emojiTable();

}  // namespace nightjar
