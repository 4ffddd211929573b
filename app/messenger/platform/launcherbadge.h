// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "desktopports.h"

namespace nightjar {

/// The number on the icon in docks and task bars that listen to com.canonical.Unity.LauncherEntry (Plasma, Dash to
/// Dock, Unity, elementary). Nobody answers, and nothing is kept.
class LauncherBadge final : public BadgePort {
public:
    LauncherBadge() = default;
    LauncherBadge(const LauncherBadge&) = delete;
    LauncherBadge& operator=(const LauncherBadge&) = delete;
    ~LauncherBadge() override { show(0); }

    void show(int count) override;

private:
    int m_count = 0;
};

}  // namespace nightjar
