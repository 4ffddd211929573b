// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QHash>
#include <QVariant>

#include "values.h"

namespace nightjar {

/// What a role of MessageListModel tells of a message by itself, without those around it; invalid for other roles.
[[nodiscard]] QVariant messageValue(const Message& message, int role);
/// The names of these roles in QML.
[[nodiscard]] QHash<int, QByteArray> messageValueNames();

}  // namespace nightjar
