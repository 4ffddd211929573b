// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"
#include "engine/receipts.h"
#include "wire/content.h"

namespace nightjar::engine {

struct Parts;

/// Who is told when our wipe PIN is used, and what is done when somebody else's was (docs/protocol.md section 17).
class WipeNotices {
public:
    explicit WipeNotices(Parts& parts) : m_parts(parts) {}

    void set(const SetWipeNotice& command);
    /// They let us have, or take back, the key of their notice. In the transaction under way.
    void offered(const ContactId& contact, const wire::WipeNoticeContent& content);
    /// True when the envelope is their notice; then it has been dealt with.
    [[nodiscard]] bool arrived(const store::ContactRecord& contact, ByteView envelope, const Origin& origin);

private:
    Parts& m_parts;
};

}  // namespace nightjar::engine
