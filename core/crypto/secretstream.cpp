// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/secretstream.h"

#include <sodium.h>

#include <cassert>

namespace nightjar::crypto {

static_assert(StreamSealer::keySize == crypto_secretstream_xchacha20poly1305_KEYBYTES &&
              StreamSealer::headerSize == crypto_secretstream_xchacha20poly1305_HEADERBYTES &&
              StreamSealer::overhead == crypto_secretstream_xchacha20poly1305_ABYTES);

struct StreamSealer::State {
    crypto_secretstream_xchacha20poly1305_state stream{};
};

StreamSealer::StreamSealer(ByteView key) : m_state(std::make_unique<State>()) {
    assert(key.size() == keySize);
    crypto_secretstream_xchacha20poly1305_init_push(&m_state->stream, m_header.data(), key.data());
}

StreamSealer::~StreamSealer() {
    sodium_memzero(m_state.get(), sizeof(State));
}

Bytes StreamSealer::seal(ByteView piece, ByteView associated, bool last) {
    Bytes out(piece.size() + overhead);
    const auto tag = last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : std::uint8_t{0};
    crypto_secretstream_xchacha20poly1305_push(&m_state->stream, out.data(), nullptr, piece.data(), piece.size(),
                                               associated.data(), associated.size(), tag);
    return out;
}

struct StreamOpener::State {
    crypto_secretstream_xchacha20poly1305_state stream{};
    bool valid = false;
};

StreamOpener::StreamOpener(ByteView key, const ByteArray<StreamSealer::headerSize>& header)
    : m_state(std::make_unique<State>()) {
    assert(key.size() == StreamSealer::keySize);
    m_state->valid = crypto_secretstream_xchacha20poly1305_init_pull(&m_state->stream, header.data(), key.data()) == 0;
}

StreamOpener::~StreamOpener() {
    sodium_memzero(m_state.get(), sizeof(State));
}

std::optional<StreamOpener::Piece> StreamOpener::open(ByteView sealed, ByteView associated) {
    if (!m_state->valid || sealed.size() < StreamSealer::overhead) {
        return std::nullopt;
    }
    Piece piece{Bytes(sealed.size() - StreamSealer::overhead), false};
    std::uint8_t tag = 0;
    m_state->valid =
        crypto_secretstream_xchacha20poly1305_pull(&m_state->stream, piece.plain.data(), nullptr, &tag, sealed.data(),
                                                   sealed.size(), associated.data(), associated.size()) == 0;
    piece.last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return m_state->valid ? std::optional(std::move(piece)) : std::nullopt;
}

}  // namespace nightjar::crypto
