// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QString>

namespace nightjar {

/// Copies something: marked so that clipboard histories leave it out, and gone after a minute unless something else was
/// copied since.
void copySensitive(const QString& text);
/// Takes a sensitive copy away at once, e.g. when the identity is locked.
void forgetSensitiveCopy();
/// From here on whatever is copied in this program, by whichever control, is treated as by copySensitive(). For the
/// start of the interface.
void guardClipboard();

}  // namespace nightjar
