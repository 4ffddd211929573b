// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vault/profilefolder.h"

#include <algorithm>

#include "vault/attempts.h"
#include "vault/devicekeystore.h"

namespace nightjar::vault {

namespace {

constexpr std::string_view containerPrefix = "c-";
constexpr std::string_view lockName = "lock";  // runtime/disk.h

}  // namespace

std::string containerFolder(const ContainerId& container) {
    return std::string(containerPrefix) + container.toString();
}

std::optional<ContainerId> containerOf(std::string_view name) {
    if (!name.starts_with(containerPrefix)) {
        return std::nullopt;
    }
    return ContainerId::parse(name.substr(containerPrefix.size()));
}

FolderView viewFolder(const std::vector<std::string>& names) {
    FolderView view;
    const auto has = [&names](std::string_view name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    view.unfinished = has(keyslotsNew) && !has(keyslotsA);
    view.copies = has(keyslotsA) || (has(keyslotsB) && !view.unfinished);
    for (const auto& name : names) {
        if (containerOf(name)) {
            view.containers = true;
        } else if (name != keyslotsA && name != keyslotsB && name != keyslotsNew && name != lockName &&
                   name != Attempts::fileName && name != FileKeystore::fileOf(0) && name != FileKeystore::fileOf(1) &&
                   name != DeviceKeystore::nameFile) {
            view.foreign = true;
        }
    }
    return view;
}

}  // namespace nightjar::vault
