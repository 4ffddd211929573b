// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/ports/audioring.h"

#include <algorithm>

namespace nightjar {

static_assert((AudioRing::capacity & (AudioRing::capacity - 1)) == 0);

std::size_t AudioRing::write(std::span<const std::int16_t> samples) {
    const auto written = m_written.load(std::memory_order_relaxed);
    const auto room = capacity - (written - m_read.load(std::memory_order_acquire));
    const auto count = std::min(room, samples.size());
    const auto start = written % capacity;
    const auto first = std::min(count, capacity - start);
    std::copy_n(samples.begin(), first, m_samples.begin() + static_cast<std::ptrdiff_t>(start));
    std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(first), count - first, m_samples.begin());
    m_written.store(written + count, std::memory_order_release);
    return count;
}

std::size_t AudioRing::read(std::span<std::int16_t> out) {
    const auto read = m_read.load(std::memory_order_relaxed);
    const auto count = std::min(m_written.load(std::memory_order_acquire) - read, out.size());
    const auto start = read % capacity;
    const auto first = std::min(count, capacity - start);
    std::copy_n(m_samples.begin() + static_cast<std::ptrdiff_t>(start), first, out.begin());
    std::copy_n(m_samples.begin(), count - first, out.begin() + static_cast<std::ptrdiff_t>(first));
    m_read.store(read + count, std::memory_order_release);
    return count;
}

std::size_t AudioRing::available() const {
    // The reader's count first: were it loaded last it could be ahead of the writer's.
    const auto read = m_read.load(std::memory_order_acquire);
    return std::min(m_written.load(std::memory_order_acquire) - read, capacity);
}

void AudioRing::discard() {
    m_read.store(m_written.load(std::memory_order_acquire), std::memory_order_release);
}

}  // namespace nightjar
