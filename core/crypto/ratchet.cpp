// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/ratchet.h"

#include "crypto/ratchetcore.h"

namespace nightjar::crypto {

template class BasicRatchet<Nj1Suite>;

}  // namespace nightjar::crypto
