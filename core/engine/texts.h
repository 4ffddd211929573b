// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"

namespace nightjar::engine {

struct Parts;

/// What a person does with messages: the commands of that section in commands.h.
class Texts {
public:
    explicit Texts(Parts& parts) : m_parts(parts) {}

    void send(const SendText& command);
    void list(const ListMessages& command);
    void search(const SearchMessages& command);
    void remove(const DeleteMessage& command);
    void markRead(const MarkRead& command);

private:
    Parts& m_parts;
};

}  // namespace nightjar::engine
