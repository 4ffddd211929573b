// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include "base/instant.h"
#include "wire/address.h"

namespace nightjar::wire {

// What the tests of all codecs share: the published vectors, and what every decoder has to refuse.

/// Counts up from `start`, as the fields of docs/vectors/wire.json do.
inline Bytes pattern(std::uint8_t start, std::size_t length) {
    Bytes out(length);
    for (auto& byte : out) {
        byte = start++;
    }
    return out;
}
template <std::size_t N>
ByteArray<N> pattern(std::uint8_t start) {
    return toArray<N>(pattern(start, N));
}
template <class Id>
Id patternId(std::uint8_t start) {
    return {pattern<Id::length>(start)};
}

inline QJsonObject vectors(const char* kind) {
    QFile file(QStringLiteral(NIGHTJAR_WIRE_VECTORS));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("docs/vectors/wire.json is not there");
    }
    return QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String(kind)).toObject();
}
inline Bytes vector(const char* name) {
    const auto bytes = fromHex(vectors("bytes").value(QLatin1String(name)).toString().toStdString());
    if (!bytes || bytes->empty()) {
        qFatal("no vector %s", name);
    }
    return *bytes;
}
inline std::string vectorText(const char* name) {
    return vectors("texts").value(QLatin1String(name)).toString().toStdString();
}

/// The hub and queue address of the vectors.
inline HubAddress exampleHub() {
    return {"hub.example.org", 33445, pattern<32>(0x40)};
}
inline QueueAddress exampleQueue() {
    return {exampleHub(), patternId<QueueId>(0x60), SecretBytes(pattern(0x70, 32))};
}
/// The moment of the vectors.
inline constexpr Instant exampleTime = fromUnixMs(1'700'000'000'123);

/// The length of the first proper beginning of `whole` that the decoder takes; `whole.size()` when it takes none.
template <class Decoder>
std::size_t firstAcceptedPrefix(ByteView whole, Decoder decode) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
        // A copy of its own, so that a sanitizer sees a read beyond the end.
        const Bytes prefix = toBytes(whole.first(size));
        if (decode(ByteView(prefix))) {
            return size;
        }
    }
    return whole.size();
}
inline Bytes withByte(Bytes bytes, std::uint8_t extra) {
    bytes.push_back(extra);
    return bytes;
}
inline Bytes changed(Bytes bytes, std::size_t at, std::uint8_t value) {
    bytes.at(at) = value;
    return bytes;
}

}  // namespace nightjar::wire
