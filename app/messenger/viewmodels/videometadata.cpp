// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "videometadata.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace nightjar {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t mostBoxes = 4096;  ///< side by side; real files have some dozens
constexpr std::size_t mostChunks = 1'000'000;

std::uint64_t number(ByteView from, std::size_t at, std::size_t bytes) {
    std::uint64_t value = 0;
    for (const auto byte : from.subspan(at, bytes)) {
        value = value << 8 | byte;
    }
    return value;
}

/// A box (section 4.2): its place in the file, as nothing in it may move.
struct Box {
    std::string_view type;
    std::size_t at = 0;    ///< of its type
    std::size_t body = 0;  ///< where its content begins
    std::size_t end = 0;
    [[nodiscard]] std::size_t size() const { return end - body; }
};

std::optional<std::vector<Box>> boxesIn(ByteView file, std::size_t begin, std::size_t end) {
    std::vector<Box> found;
    while (end - begin >= 8 && found.size() < mostBoxes) {
        auto size = number(file, begin, 4);
        std::size_t head = 8;
        if (size == 1 && end - begin >= 16) {
            size = number(file, begin + 8, 8);
            head = 16;
        } else if (size == 0) {
            size = end - begin;
        }
        if (size < head || size > end - begin) {
            return std::nullopt;
        }
        const auto* type = reinterpret_cast<const char*>(file.data() + begin + 4);
        found.push_back({std::string_view(type, 4), begin + 4, begin + head, begin + static_cast<std::size_t>(size)});
        begin = found.back().end;
    }
    // QuickTime ends some lists with four zeros.
    return found.size() < mostBoxes && end - begin < 8 ? std::optional(std::move(found)) : std::nullopt;
}

class Cleaner {
public:
    explicit Cleaner(Bytes video) : m_file(std::move(video)) {}

    std::optional<Bytes> run() {
        const auto top = boxesIn(m_file, 0, m_file.size());
        if (!top || top->empty() || !std::ranges::any_of(*top, [](const Box& box) { return box.type == "moov"sv; })) {
            return std::nullopt;
        }
        m_fragmented = std::ranges::any_of(*top, [](const Box& box) { return box.type == "moof"sv; });
        return clean(*top, 0) ? std::optional(std::move(m_file)) : std::nullopt;
    }

private:
    static constexpr int deepest = 8;

    /// Copies: a type that becomes "free" is not the one that was found.
    [[nodiscard]] bool clean(const std::vector<Box>& boxes, int depth) {
        if (depth > deepest) {
            return false;
        }
        for (const auto& box : boxes) {
            if (box.type == "udta"sv || box.type == "meta"sv || box.type == "uuid"sv) {
                free(box);
            } else if (box.type == "mvhd"sv || box.type == "tkhd"sv || box.type == "mdhd"sv) {
                forgetTimes(box);
            } else if (box.type == "trak"sv && !isSeenOrHeard(box)) {
                // Fragments tell by themselves where their samples are.
                if (m_fragmented || !forgetSamples(box)) {
                    return false;
                }
                free(box);
            } else if (box.type == "moov"sv || box.type == "trak"sv || box.type == "mdia"sv || box.type == "moof"sv ||
                       box.type == "traf"sv) {
                const auto inner = boxesIn(m_file, box.body, box.end);
                if (!inner || !clean(*inner, depth + 1)) {
                    return false;
                }
            }
        }
        return true;
    }

    void free(const Box& box) {
        std::ranges::copy("free"sv, m_file.begin() + static_cast<std::ptrdiff_t>(box.at));
        zero(box.body, box.size());
    }
    void zero(std::size_t at, std::size_t bytes) {
        std::fill_n(m_file.begin() + static_cast<std::ptrdiff_t>(at), bytes, std::uint8_t{0});
    }
    /// Sections 8.2.2, 8.3.2, 8.4.2: version, flags, then when it was made and changed.
    void forgetTimes(const Box& box) {
        if (box.size() >= 4) {
            const std::size_t each = m_file[box.body] == 1 ? 8 : 4;
            zero(box.body + 4, std::min(2 * each, box.size() - 4));
        }
    }

    /// The box at the end of a path of types; nothing when there is none.
    [[nodiscard]] std::optional<Box> within(Box box, std::initializer_list<std::string_view> path) const {
        for (const auto type : path) {
            const auto inner = boxesIn(m_file, box.body, box.end);
            const auto found = inner ? std::ranges::find(*inner, type, &Box::type) : std::vector<Box>::const_iterator();
            if (!inner || found == inner->end()) {
                return std::nullopt;
            }
            box = *found;
        }
        return box;
    }
    /// Section 8.4.3: what a track is for.
    [[nodiscard]] bool isSeenOrHeard(const Box& track) const {
        const auto handler = within(track, {"mdia", "hdlr"});
        if (!handler || handler->size() < 12) {
            return false;
        }
        const std::string_view kind(reinterpret_cast<const char*>(m_file.data() + handler->body + 8), 4);
        return kind == "vide"sv || kind == "soun"sv;
    }

    /// What a track of positions tells lies among the pictures: sections 8.7.3 (sizes), 8.7.4 (how many in each chunk)
    /// and 8.7.5 (where chunks are).
    [[nodiscard]] bool forgetSamples(const Box& track) {
        const auto sizes = within(track, {"mdia", "minf", "stbl", "stsz"});
        const auto runs = within(track, {"mdia", "minf", "stbl", "stsc"});
        auto chunks = within(track, {"mdia", "minf", "stbl", "stco"});
        const std::size_t width = chunks ? 4 : 8;
        if (!chunks) {
            chunks = within(track, {"mdia", "minf", "stbl", "co64"});
        }
        if (!sizes || !runs || !chunks || sizes->size() < 12 || runs->size() < 8 || chunks->size() < 8) {
            return false;
        }
        const auto same = number(m_file, sizes->body + 4, 4);
        const auto samples = number(m_file, sizes->body + 8, 4);
        const auto runCount = number(m_file, runs->body + 4, 4);
        const auto chunkCount = number(m_file, chunks->body + 4, 4);
        if ((same == 0 && samples > (sizes->size() - 12) / 4) || runCount > (runs->size() - 8) / 12 ||
            chunkCount > (chunks->size() - 8) / width || chunkCount > mostChunks) {
            return false;
        }
        std::uint64_t sample = 0;
        std::uint64_t run = 0;
        for (std::uint64_t chunk = 0; chunk < chunkCount && runCount > 0; ++chunk) {
            const auto firstOf = [&](std::uint64_t index) {
                return number(m_file, runs->body + 8 + static_cast<std::size_t>(index) * 12, 4);
            };
            while (run + 1 < runCount && firstOf(run + 1) <= chunk + 1) {
                ++run;
            }
            const auto inChunk = number(m_file, runs->body + 8 + static_cast<std::size_t>(run) * 12 + 4, 4);
            std::uint64_t bytes = 0;
            for (std::uint64_t i = 0; i < inChunk && sample < samples; ++i, ++sample) {
                bytes += same != 0 ? same : number(m_file, sizes->body + 12 + static_cast<std::size_t>(sample) * 4, 4);
            }
            const auto at = number(m_file, chunks->body + 8 + static_cast<std::size_t>(chunk) * width, width);
            if (at > m_file.size() || bytes > m_file.size() - at) {
                return false;
            }
            m_wanted.push_back({static_cast<std::size_t>(at), static_cast<std::size_t>(bytes)});
        }
        // Not over the tables that are still to be read, nor over anything that is no media data.
        const auto top = boxesIn(m_file, 0, m_file.size());
        for (const auto& [at, bytes] : std::exchange(m_wanted, {})) {
            const auto holds = [at = at, bytes = bytes](const Box& box) {
                return box.type == "mdat"sv && at >= box.body && at <= box.end && bytes <= box.end - at;
            };
            if (!top || !std::ranges::any_of(*top, holds)) {
                return false;
            }
            zero(at, bytes);
        }
        return true;
    }

    struct Range {
        std::size_t at = 0;
        std::size_t bytes = 0;
    };

    Bytes m_file;
    bool m_fragmented = false;
    std::vector<Range> m_wanted;
};

}  // namespace

std::optional<Bytes> withoutMetadata(Bytes video) {
    return Cleaner(std::move(video)).run();
}

}  // namespace nightjar
