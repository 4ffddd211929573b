// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QJsonObject>

namespace nightjar::crypto::test {

/// Everything of suite NJ1 computed from fixed inputs: the content of docs/vectors/nj1.json.
[[nodiscard]] QJsonObject nj1Vectors();

}  // namespace nightjar::crypto::test
