// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "hub/parcels.h"

#include "wire/filegeometry.h"

namespace nightjar::hub {

std::uint64_t parcelBytes(std::uint32_t chunks) {
    return std::uint64_t{chunks} * wire::sealedChunkBytes;
}

}  // namespace nightjar::hub
