// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>

#include "base/random.h"
#include "base/secret.h"

namespace nightjar::crypto {

/// A sequence of pieces sealed under one key so that none can be changed, left out, moved or cut off unnoticed:
/// libsodium's secretstream (XChaCha20-Poly1305). The last piece is marked as such.
class StreamSealer {
public:
    static constexpr std::size_t keySize = 32;
    static constexpr std::size_t headerSize = 24;
    /// What a piece is longer by when it is sealed.
    static constexpr std::size_t overhead = 17;

    explicit StreamSealer(ByteView key);
    ~StreamSealer();
    StreamSealer(const StreamSealer&) = delete;
    StreamSealer& operator=(const StreamSealer&) = delete;

    /// Stands before the pieces; not secret.
    [[nodiscard]] const ByteArray<headerSize>& header() const { return m_header; }
    [[nodiscard]] Bytes seal(ByteView piece, ByteView associated, bool last);

private:
    struct State;
    std::unique_ptr<State> m_state;
    ByteArray<headerSize> m_header{};
};

class StreamOpener {
public:
    struct Piece {
        Bytes plain;
        bool last = false;
    };

    StreamOpener(ByteView key, const ByteArray<StreamSealer::headerSize>& header);
    ~StreamOpener();
    StreamOpener(const StreamOpener&) = delete;
    StreamOpener& operator=(const StreamOpener&) = delete;

    /// Nothing when this is not the next piece, or not of this stream.
    [[nodiscard]] std::optional<Piece> open(ByteView sealed, ByteView associated);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace nightjar::crypto
