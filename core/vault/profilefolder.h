// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "vault/disk.h"
#include "vault/keyslots.h"

namespace nightjar::vault {

// The names in a profile folder (docs/storage.md).
inline constexpr std::string_view keyslotsA = "keyslots.a";
inline constexpr std::string_view keyslotsB = "keyslots.b";
/// The first copy until a new profile is complete; its renaming completes it.
inline constexpr std::string_view keyslotsNew = "keyslots.new";

/// "c-0123456789abcdef"
[[nodiscard]] std::string containerFolder(const ContainerId& container);
/// Nothing when the name is not that of a container.
[[nodiscard]] std::optional<ContainerId> containerOf(std::string_view name);

/// What the names in a folder say, before anything is read.
struct FolderView {
    bool copies = false;      ///< at least one keyslot copy
    bool unfinished = false;  ///< a creation that was interrupted
    bool containers = false;  ///< at least one container
    bool foreign = false;     ///< something that Nightjar did not put there
};
[[nodiscard]] FolderView viewFolder(const std::vector<std::string>& names);

}  // namespace nightjar::vault
