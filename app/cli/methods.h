// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "cli/params.h"

namespace nightjar::cli {

/// A method that is one command to the core. Those that need the program besides (files of a call, a search on the
/// network, the end of the profile) are the RpcServer's own.
struct Method {
    const char* name;
    Command (*command)(Params& params, RequestId request);
};

/// Nothing when there is no such method here.
[[nodiscard]] const Method* findMethod(const QString& name);

}  // namespace nightjar::cli
