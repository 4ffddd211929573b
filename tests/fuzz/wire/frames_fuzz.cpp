// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "base/buffer.h"
#include "roundtrip.h"
#include "wire/frames.h"

using namespace nightjar;
using namespace nightjar::wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    // What is well formed is read to its end and written in a form that is read the same.
    const auto rewrite = [](ByteView plaintext) {
        ByteWriter out;
        FrameReader reader(plaintext);
        while (const auto frame = reader.next()) {
            const auto before = out.size();
            encodeFrame(out, *frame);
            if (out.size() - before != encodedSize(*frame)) {
                std::abort();
            }
        }
        return reader.ok() ? out.take() : Bytes{};
    };
    if (!framesWellFormed(input)) {
        return 0;
    }
    const auto written = rewrite(input);
    if (written.empty() || rewrite(written) != written) {
        std::abort();
    }
    return 0;
}
