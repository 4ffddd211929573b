// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/hubaddress.h"

#include "wire/address.h"

namespace nightjar {

bool isHubAddress(std::string_view line) {
    return wire::HubAddress::parse(line).has_value();
}

}  // namespace nightjar
