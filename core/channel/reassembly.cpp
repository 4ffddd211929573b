// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "channel/reassembly.h"

namespace nightjar::channel {

namespace {

constexpr std::size_t wordBits = 64;
/// The window and the lowest number itself, in whole words.
constexpr std::size_t doneWords = Reassembly::numberWindow / wordBits + 1;
constexpr std::size_t doneBits = doneWords * wordBits;

[[nodiscard]] std::uint64_t maskOf(std::uint64_t number) {
    return std::uint64_t{1} << (number % wordBits);
}
[[nodiscard]] std::size_t wordOf(std::uint64_t number) {
    return static_cast<std::size_t>(number % doneBits / wordBits);
}

}  // namespace

bool Reassembly::isDone(std::uint64_t number) const {
    return number < m_lowest || (!m_done.empty() && (m_done[wordOf(number)] & maskOf(number)) != 0);
}

void Reassembly::markDone(std::uint64_t number) {
    if (number != m_lowest) {
        m_done.resize(doneWords);
        m_done[wordOf(number)] |= maskOf(number);
        ++m_doneCount;
        return;
    }
    ++m_lowest;
    while (m_doneCount > 0 && (m_done[wordOf(m_lowest)] & maskOf(m_lowest)) != 0) {
        m_done[wordOf(m_lowest)] &= ~maskOf(m_lowest);
        --m_doneCount;
        ++m_lowest;
    }
    if (m_doneCount == 0) {
        m_done = {};
    }
}

bool Reassembly::allows(const wire::MessageFrame& frame) const {
    return inWindow(frame.number);
}

bool Reassembly::allows(const wire::PartFrame& frame) {
    if (!inWindow(frame.number)) {
        return false;
    }
    if (isDone(frame.number)) {
        return true;
    }
    const auto it = m_partial.find(frame.number);
    if (it != m_partial.end()) {
        return it->second.data.size() == frame.total && it->second.have.count() < maxStretches;
    }
    return m_partial.size() + ++m_newInPacket <= maxIncomplete;
}

std::size_t Reassembly::bytesHeld() const {
    std::size_t bytes = 0;
    for (const auto& [number, partial] : m_partial) {
        bytes += partial.data.size();
    }
    return bytes;
}

std::optional<Bytes> Reassembly::take(const wire::MessageFrame& frame) {
    if (isDone(frame.number)) {
        return std::nullopt;
    }
    m_partial.erase(frame.number);
    markDone(frame.number);
    return toBytes(frame.data);
}

std::optional<Bytes> Reassembly::take(const wire::PartFrame& frame) {
    if (isDone(frame.number)) {
        return std::nullopt;
    }
    auto& partial = m_partial[frame.number];
    if (partial.data.empty()) {
        partial.data.resize(static_cast<std::size_t>(frame.total));
    }
    // Two new parts of one packet that contradict each other: the first one counts.
    if (partial.data.size() != frame.total) {
        return std::nullopt;
    }
    std::memcpy(partial.data.data() + frame.offset, frame.data.data(), frame.data.size());
    const auto begin = static_cast<std::uint32_t>(frame.offset);
    partial.have.add({begin, begin + static_cast<std::uint32_t>(frame.data.size())});
    if (!partial.have.covers({0, static_cast<std::uint32_t>(frame.total)})) {
        return std::nullopt;
    }
    auto message = std::move(partial.data);
    m_partial.erase(frame.number);
    markDone(frame.number);
    return message;
}

}  // namespace nightjar::channel
