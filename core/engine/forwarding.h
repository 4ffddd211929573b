// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"

namespace nightjar::engine {

struct Parts;

/// A copy of a message of one conversation goes into another (docs/decisions/0040): a text with or without the name of
/// who wrote it, everything else as a message of ours like any other.
class Forwarding {
public:
    explicit Forwarding(Parts& parts) : m_parts(parts) {}

    void forward(const ForwardMessage& command);

private:
    void forwardText(const ForwardMessage& command, const store::MessageRecord& source);
    void forwardPlace(const ForwardMessage& command, const store::MessageRecord& source);

    Parts& m_parts;
};

}  // namespace nightjar::engine
