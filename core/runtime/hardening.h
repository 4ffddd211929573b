// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

namespace nightjar {

/// For the first line of every main(): no core dump and no other process of this user may read this one's memory
/// (RLIMIT_CORE 0, PR_SET_DUMPABLE 0), and new files are for their owner alone (umask 077).
void hardenProcess();

}  // namespace nightjar
