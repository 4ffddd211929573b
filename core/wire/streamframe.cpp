// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/streamframe.h"

namespace nightjar::wire {

Bytes encodeStreamFrame(ByteView datagram) {
    Bytes out;
    if (datagram.empty() || datagram.size() > maxDatagramRead) {
        return out;
    }
    out.reserve(streamHeaderSize + datagram.size());
    out.push_back(static_cast<std::uint8_t>(datagram.size() >> 8));
    out.push_back(static_cast<std::uint8_t>(datagram.size()));
    append(out, datagram);
    return out;
}

void StreamReader::push(ByteView bytes) {
    if (m_broken) {
        return;
    }
    m_buffer.erase(m_buffer.begin(), m_buffer.begin() + static_cast<std::ptrdiff_t>(m_read));
    m_read = 0;
    append(m_buffer, bytes);
}

std::optional<ByteView> StreamReader::next() {
    const auto rest = ByteView(m_buffer).subspan(m_read);
    if (m_broken || rest.size() < streamHeaderSize) {
        return std::nullopt;
    }
    const auto size = static_cast<std::size_t>(rest[0]) << 8 | rest[1];
    if (size == 0 || size > maxDatagramRead) {
        m_broken = true;
        return std::nullopt;
    }
    if (rest.size() < streamHeaderSize + size) {
        return std::nullopt;
    }
    m_read += streamHeaderSize + size;
    return rest.subspan(streamHeaderSize, size);
}

std::optional<std::size_t> turnFrameSize(ByteView stream) {
    constexpr std::size_t stunHeader = 20;
    constexpr std::size_t channelDataHeader = 4;
    if (stream.size() < channelDataHeader) {
        return std::nullopt;
    }
    const std::size_t length = stream[2] << 8 | stream[3];
    switch (stream[0] >> 6) {
        case 0:
            return stunHeader + length;
        case 1:
            return (channelDataHeader + length + 3) / 4 * 4;
        default:
            return 0;
    }
}

}  // namespace nightjar::wire
