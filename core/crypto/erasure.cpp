// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/erasure.h"

#include <algorithm>
#include <cassert>

namespace nightjar::crypto {
namespace {

/// GF(2^8) by logarithms to the base of x + 1, which generates it.
struct Field {
    std::array<std::uint8_t, 510> exp{};
    std::array<std::uint8_t, 256> log{};

    constexpr Field() {
        unsigned value = 1;
        for (unsigned i = 0; i < 255; ++i) {
            exp[i] = exp[i + 255] = static_cast<std::uint8_t>(value);
            log[value] = static_cast<std::uint8_t>(i);
            value ^= value << 1;
            if (value > 255) {
                value ^= 0x11b;
            }
        }
    }
    [[nodiscard]] constexpr std::uint8_t times(std::uint8_t a, std::uint8_t b) const {
        return a == 0 || b == 0 ? std::uint8_t{0} : exp[static_cast<std::size_t>(log[a]) + log[b]];
    }
    /// b is not zero.
    [[nodiscard]] constexpr std::uint8_t over(std::uint8_t a, std::uint8_t b) const {
        return a == 0 ? std::uint8_t{0} : exp[static_cast<std::size_t>(log[a]) + 255 - log[b]];
    }
};
constexpr Field field;

/// Lagrange: what the value at each of these points counts for the value at x, which is none of them. In GF(2^8) minus
/// is plus is exclusive or.
std::vector<std::uint8_t> weightsAt(std::uint8_t x, const std::vector<std::uint8_t>& points) {
    std::vector<std::uint8_t> weights;
    weights.reserve(points.size());
    for (const auto own : points) {
        std::uint8_t weight = 1;
        for (const auto other : points) {
            if (other != own) {
                weight = field.times(
                    weight, field.over(static_cast<std::uint8_t>(x ^ other), static_cast<std::uint8_t>(own ^ other)));
            }
        }
        weights.push_back(weight);
    }
    return weights;
}

void addTimes(ErasureChunk& out, ByteView chunk, std::uint8_t weight) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] ^= field.times(chunk[i], weight);
    }
}

}  // namespace

ErasureChunk erasureChunk(ByteView data, std::uint8_t index) {
    const auto count = data.size() / erasureChunkSize;
    assert(data.size() % erasureChunkSize == 0 && count > 0 && count <= 128 && index < maxErasureChunks);
    if (index < count) {
        return toArray<erasureChunkSize>(data.subspan(index * erasureChunkSize, erasureChunkSize));
    }
    std::vector<std::uint8_t> points(count);
    for (std::size_t i = 0; i < count; ++i) {
        points[i] = static_cast<std::uint8_t>(i);
    }
    const auto weights = weightsAt(index, points);
    ErasureChunk out{};
    for (std::size_t i = 0; i < count; ++i) {
        addTimes(out, data.subspan(i * erasureChunkSize, erasureChunkSize), weights[i]);
    }
    return out;
}

void ErasureCollector::add(std::uint8_t index, ByteView chunk) {
    if (isComplete() || index >= maxErasureChunks || chunk.size() != erasureChunkSize) {
        return;
    }
    const auto at = std::lower_bound(m_chunks.begin(), m_chunks.end(), index,
                                     [](const Point& one, std::uint8_t value) { return one.index < value; });
    if (at == m_chunks.end() || at->index != index) {
        m_chunks.insert(at, {index, toArray<erasureChunkSize>(chunk)});
    }
}

Bytes ErasureCollector::data() const {
    assert(isComplete());
    std::vector<std::uint8_t> points;
    for (const auto& one : m_chunks) {
        points.push_back(one.index);
    }
    Bytes out(m_needed * erasureChunkSize);
    std::size_t known = 0;
    for (std::size_t i = 0; i < m_needed; ++i) {
        ErasureChunk chunk{};
        if (known < points.size() && points[known] == i) {
            chunk = m_chunks[known++].chunk;
        } else {
            const auto weights = weightsAt(static_cast<std::uint8_t>(i), points);
            for (std::size_t k = 0; k < points.size(); ++k) {
                addTimes(chunk, m_chunks[k].chunk, weights[k]);
            }
        }
        std::copy(chunk.begin(), chunk.end(), out.begin() + static_cast<std::ptrdiff_t>(i * erasureChunkSize));
    }
    return out;
}

Bytes ErasureCollector::serialize() const {
    Bytes out{static_cast<std::uint8_t>(m_chunks.size())};
    for (const auto& one : m_chunks) {
        out.push_back(one.index);
        append(out, one.chunk);
    }
    return out;
}

std::optional<ErasureCollector> ErasureCollector::deserialize(ByteView stored, std::size_t size) {
    ErasureCollector out(size);
    if (stored.empty() || stored[0] > out.m_needed ||
        stored.size() != 1 + std::size_t{stored[0]} * (1 + erasureChunkSize)) {
        return std::nullopt;
    }
    const std::size_t count = stored[0];
    for (std::size_t i = 0; i < count; ++i) {
        const auto at = 1 + i * (1 + erasureChunkSize);
        const auto index = stored[at];
        if (index >= maxErasureChunks || (i > 0 && index <= out.m_chunks.back().index)) {
            return std::nullopt;
        }
        out.m_chunks.push_back({index, toArray<erasureChunkSize>(stored.subspan(at + 1, erasureChunkSize))});
    }
    return out;
}

}  // namespace nightjar::crypto
