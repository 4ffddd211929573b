// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/wav.h"

#include <algorithm>

namespace nightjar::voice {
namespace {

constexpr std::size_t chunkHeader = 8;
constexpr std::uint16_t formatPcm = 1;
constexpr std::uint16_t formatExtensible = 0xfffe;
// Where the extensible form keeps the real format tag (the first two bytes of its sub-format GUID).
constexpr std::size_t subFormatOffset = 24;

std::uint16_t le16(ByteView bytes, std::size_t at) {
    return static_cast<std::uint16_t>(bytes[at] | bytes[at + 1] << 8);
}
std::uint32_t le32(ByteView bytes, std::size_t at) {
    return le16(bytes, at) | static_cast<std::uint32_t>(le16(bytes, at + 2)) << 16;
}
bool isTag(ByteView bytes, std::size_t at, std::string_view tag) {
    return std::memcmp(bytes.data() + at, tag.data(), tag.size()) == 0;
}

Result<int, WavError> readFormat(ByteView chunk) {
    if (chunk.size() < 16) {
        return Unexpected{WavError::Truncated};
    }
    auto tag = le16(chunk, 0);
    if (tag == formatExtensible && chunk.size() >= subFormatOffset + 2) {
        tag = le16(chunk, subFormatOffset);
    }
    if (tag != formatPcm || le16(chunk, 2) != 1 || le16(chunk, 14) != 16) {
        return Unexpected{WavError::NotPcm16Mono};
    }
    const auto rate = le32(chunk, 4);
    if (rate != 16000 && rate != 48000) {
        return Unexpected{WavError::UnsupportedRate};
    }
    return static_cast<int>(rate);
}

}  // namespace

Result<Wav, WavError> decodeWav(ByteView file) {
    if (file.size() < 12 || !isTag(file, 0, "RIFF") || !isTag(file, 8, "WAVE")) {
        return Unexpected{WavError::NotWav};
    }
    Wav wav;
    wav.sampleRate = 0;
    for (std::size_t at = 12; at + chunkHeader <= file.size();) {
        const std::size_t size = le32(file, at + 4);
        const auto body = file.subspan(at + chunkHeader);
        if (isTag(file, at, "fmt ")) {
            const auto rate = readFormat(body.first(std::min(size, body.size())));
            if (!rate) {
                return Unexpected{rate.error()};
            }
            wav.sampleRate = *rate;
        } else if (isTag(file, at, "data")) {
            if (wav.sampleRate == 0) {
                return Unexpected{WavError::NotWav};
            }
            if (size > body.size()) {
                return Unexpected{WavError::Truncated};
            }
            const auto count = size / 2;
            if (count > maxWavSamples) {
                return Unexpected{WavError::TooLong};
            }
            wav.samples.resize(count);
            for (std::size_t i = 0; i < count; ++i) {
                wav.samples[i] = static_cast<std::int16_t>(le16(body, 2 * i));
            }
            return wav;
        }
        if (size > body.size()) {
            break;
        }
        at += chunkHeader + size + (size & 1);  // chunks are padded to even sizes
    }
    return Unexpected{WavError::Truncated};
}

ByteArray<44> wavHeader(int sampleRate, std::uint32_t samples) {
    ByteArray<44> out{};
    const auto tag = [&](std::size_t at, std::string_view text) { std::memcpy(out.data() + at, text.data(), 4); };
    const auto put = [&](std::size_t at, std::uint32_t value, std::size_t bytes) {
        for (std::size_t i = 0; i < bytes; ++i) {
            out[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
        }
    };
    const auto rate = static_cast<std::uint32_t>(sampleRate);
    tag(0, "RIFF");
    put(4, 36 + samples * 2, 4);
    tag(8, "WAVE");
    tag(12, "fmt ");
    put(16, 16, 4);
    put(20, formatPcm, 2);
    put(22, 1, 2);
    put(24, rate, 4);
    put(28, rate * 2, 4);
    put(32, 2, 2);
    put(34, 16, 2);
    tag(36, "data");
    put(40, samples * 2, 4);
    return out;
}

Bytes encodeWav(const Wav& wav) {
    const auto header = wavHeader(wav.sampleRate, static_cast<std::uint32_t>(wav.samples.size()));
    Bytes out(header.begin(), header.end());
    out.reserve(header.size() + wav.samples.size() * 2);
    for (const auto sample : wav.samples) {
        out.push_back(static_cast<std::uint8_t>(static_cast<std::uint16_t>(sample)));
        out.push_back(static_cast<std::uint8_t>(static_cast<std::uint16_t>(sample) >> 8));
    }
    return out;
}

}  // namespace nightjar::voice
