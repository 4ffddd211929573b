// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "chat/messageid.h"

#include "base/buffer.h"
#include "base/hash.h"

namespace nightjar::chat {

MessageId messageIdOf(ByteView sender, std::uint64_t order, Instant time) {
    ByteWriter out;
    out.bytes(asBytes("NJ1 message id"));
    out.bytes(sender);
    out.u64(order);
    out.u64(static_cast<std::uint64_t>(toUnixMs(time)));
    return {toArray<MessageId::length>(blake2b256(out.view()))};
}

}  // namespace nightjar::chat
