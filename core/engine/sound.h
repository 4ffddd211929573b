// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"

namespace nightjar::engine {

/// Who uses the sound devices: they are on while anybody does, and nobody listens at the microphone for what is only
/// played.
class Sound {
public:
    enum class User : std::uint8_t { Call = 1, Recorder = 2, Player = 4 };

    explicit Sound(Context& context) : m_context(context) {}

    void want(User user, bool wanted);
    [[nodiscard]] bool has(User user) const { return (m_users & static_cast<unsigned>(user)) != 0; }

private:
    Context& m_context;
    unsigned m_users = 0;
};

}  // namespace nightjar::engine
