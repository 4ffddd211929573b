// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <cstdlib>

#include "voice/notecodec.h"

using namespace nightjar;
using namespace nightjar::voice;

// A form of a voice note as an authentic but hostile contact could send it: every block gives as many samples as it
// says, and all of them together as many as were counted.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto decoder = NoteDecoder::open(Bytes(data, data + size));
    if (!decoder) {
        return 0;
    }
    const auto frames = decoder->frames();
    if (frames > size * 64) {
        std::abort();
    }
    std::size_t samples = 0;
    while (const auto pcm = decoder->next()) {
        if (pcm->empty() || pcm->size() > 64 * std::size_t{frameSamples}) {
            std::abort();
        }
        samples += pcm->size();
    }
    if (samples != std::size_t{frames} * frameSamples) {
        std::abort();
    }
    if (frames > 0 && decoder->seek(frames - 1) >= frames) {
        std::abort();
    }
    return 0;
}
