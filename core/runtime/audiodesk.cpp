// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/audiodesk.h"

#include <algorithm>

namespace nightjar {

class AudioDesk::Seat final : public AudioPort {
public:
    explicit Seat(AudioDesk& desk) : m_desk(desk) {}
    ~Seat() override { m_desk.release(*this); }
    void start(AudioRings& rings) override {
        m_rings = &rings;
        m_desk.want(*this);
    }
    void stop() override { m_desk.release(*this); }

    [[nodiscard]] AudioRings& rings() { return *m_rings; }

private:
    AudioDesk& m_desk;
    AudioRings* m_rings = nullptr;
};

AudioDesk::~AudioDesk() = default;

std::unique_ptr<AudioPort> AudioDesk::seat() {
    return std::make_unique<Seat>(*this);
}

void AudioDesk::want(Seat& seat) {
    m_queue.push_back(&seat);
    if (m_queue.size() == 1 && m_devices != nullptr) {
        m_devices->start(seat.rings());
    }
}

void AudioDesk::release(Seat& seat) {
    const auto at = std::find(m_queue.begin(), m_queue.end(), &seat);
    if (at == m_queue.end()) {
        return;
    }
    const bool had = at == m_queue.begin();
    m_queue.erase(at);
    if (!had || m_devices == nullptr) {
        return;
    }
    m_devices->stop();
    if (!m_queue.empty()) {
        m_devices->start(m_queue.front()->rings());
    }
}

}  // namespace nightjar
