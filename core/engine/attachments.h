// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/files.h"
#include "values.h"

namespace nightjar::engine {

/// All of it is where this device can read it.
[[nodiscard]] bool isReadable(const store::FileRecord& file);
[[nodiscard]] Attachment toAttachment(const store::FileRecord& file);
/// Puts the attachment of a File or Photo into the value, and what a Note is.
void attach(store::Database& database, Message& message);

}  // namespace nightjar::engine
