// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <cstdlib>

#include "wire/streamframe.h"

using namespace nightjar;

// However a stream is cut, the same datagrams come out, and they are written back as the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::size_t piece = data[0] + 1u;
    const ByteView stream(data + 1, size - 1);
    wire::StreamReader whole;
    whole.push(stream);
    Bytes written;
    while (const auto datagram = whole.next()) {
        append(written, wire::encodeStreamFrame(*datagram));
    }
    wire::StreamReader cut;
    Bytes writtenCut;
    for (std::size_t at = 0; at < stream.size(); at += piece) {
        cut.push(stream.subspan(at, std::min(piece, stream.size() - at)));
        while (const auto datagram = cut.next()) {
            append(writtenCut, wire::encodeStreamFrame(*datagram));
        }
    }
    if (written != writtenCut || whole.isBroken() != cut.isBroken() ||
        !std::equal(written.begin(), written.end(), stream.begin())) {
        std::abort();
    }
    return 0;
}
