// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "desktopports.h"

namespace nightjar {

/// Start at login by a file in the folder that desktops look into (Desktop Application Autostart Specification). Only
/// this one tells outside the profile that there is one, and where: it is written because somebody wants that.
class AutostartFile final : public AutostartPort {
public:
    /// `profile`: empty: the one that is used without being named. `folder`: empty: that of the system.
    AutostartFile(QString program, QString profile, QString folder = {});

    [[nodiscard]] bool isOn() const override;
    [[nodiscard]] bool set(bool on) override;

    [[nodiscard]] QString file() const { return m_file; }

private:
    QString m_program;
    QString m_profile;
    QString m_file;
};

/// An argument as it stands in the key Exec of a desktop entry (Desktop Entry Specification, "The Exec key").
[[nodiscard]] QString execArgument(const QString& argument);

}  // namespace nightjar
