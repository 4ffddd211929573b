// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/sound.h"

namespace nightjar::engine {

namespace {

constexpr unsigned speakers = static_cast<unsigned>(Sound::User::Call) | static_cast<unsigned>(Sound::User::Recorder);

}  // namespace

void Sound::want(User user, bool wanted) {
    const auto before = m_users;
    const auto bit = static_cast<unsigned>(user);
    m_users = wanted ? m_users | bit : m_users & ~bit;
    const bool on = m_users != 0;
    const bool microphone = (m_users & speakers) != 0;
    if (on != (before != 0) || microphone != ((before & speakers) != 0)) {
        m_context.outputs.emplace_back(AudioWanted{on, microphone});
    }
}

}  // namespace nightjar::engine
