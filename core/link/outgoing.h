// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/bytes.h"
#include "base/endpoint.h"

namespace nightjar::link {

/// A UDP datagram that wants to be sent from the one socket.
struct OutgoingDatagram {
    Endpoint to;
    Bytes bytes;
};

}  // namespace nightjar::link
