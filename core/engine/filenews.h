// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"
#include "store/files.h"

namespace nightjar::engine {

/// How the parts of Transfers call a file.
using FileKey = std::pair<ContactId, store::BlobName>;

/// What was told of a transfer last.
struct Told {
    Instant at{};
    store::FileState state = store::FileState::Offered;
};

/// Tells how a transfer stands; with `told` no more often than a person can see, unless its state is another.
void tell(Context& context, const store::FileRecord& file, Told* told = nullptr);

/// Nobody moves it any more.
[[nodiscard]] bool isOver(store::FileState state);

}  // namespace nightjar::engine
