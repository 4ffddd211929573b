// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QStringList>

#include <QColor>
#include <QQuickWindow>

namespace nightjar::test {

/// Looks at everything that can be seen in the window as a strict reader would, and says what is wrong:
///
/// - something that takes the keyboard, or is pressed, has no name or role for a screen reader;
/// - the words on a button are cut, or do not fit it;
/// - a text leaves the window at its side;
/// - a text is too pale on what is painted behind it (WCAG AA: 4.5:1, large text 3:1);
/// - something to press is too small for a finger.
[[nodiscard]] QStringList inspect(QQuickWindow& window);

/// (L1 + 0.05) / (L2 + 0.05), WCAG 2.1: 1 … 21.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);

}  // namespace nightjar::test
