// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "secretbuffer.h"

#include <algorithm>

namespace nightjar {

namespace {
/// UTF-8 needs at most four bytes for a character.
constexpr std::size_t capacity = SecretBuffer::maxCharacters * 4;
}  // namespace

SecretBuffer::SecretBuffer(QObject* parent) : QObject(parent), m_bytes(capacity) {
}

void SecretBuffer::digit(int value) {
    if (value >= 0 && value <= 9) {
        const QChar c(u'0' + value);
        append(QStringView(&c, 1));
    }
}

void SecretBuffer::append(QStringView character) {
    if (m_count >= maxCharacters || character.isEmpty() || character.size() > 2) {
        return;
    }
    char32_t point = character[0].unicode();
    if (character.size() == 2) {
        if (!character[0].isHighSurrogate() || !character[1].isLowSurrogate()) {
            return;
        }
        point = QChar::surrogateToUcs4(character[0], character[1]);
    } else if (character[0].isSurrogate()) {
        return;
    }
    if (point < 0x20 || point == 0x7f) {
        return;
    }
    auto* out = m_bytes.data() + size();
    auto* const begin = out;
    const auto put = [&out](char32_t byte) { *out++ = static_cast<std::uint8_t>(byte); };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xc0 | (point >> 6));
        put(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
        put(0xe0 | (point >> 12));
        put(0x80 | ((point >> 6) & 0x3f));
        put(0x80 | (point & 0x3f));
    } else {
        put(0xf0 | (point >> 18));
        put(0x80 | ((point >> 12) & 0x3f));
        put(0x80 | ((point >> 6) & 0x3f));
        put(0x80 | (point & 0x3f));
    }
    m_ends[static_cast<std::size_t>(m_count)] =
        static_cast<std::uint16_t>(size() + static_cast<std::size_t>(out - begin));
    ++m_count;
    Q_EMIT changed();
}

void SecretBuffer::backspace() {
    if (m_count == 0) {
        return;
    }
    const auto end = size();
    --m_count;
    wipe(m_bytes.mutableView().subspan(size(), end - size()));
    Q_EMIT changed();
}

void SecretBuffer::clear() {
    if (m_count == 0) {
        return;
    }
    wipe(m_bytes.mutableView());
    m_count = 0;
    Q_EMIT changed();
}

SecretBytes SecretBuffer::take() {
    SecretBytes out(view());
    clear();
    return out;
}

bool SecretBuffer::equals(const SecretBytes& other) const {
    return constantTimeEqual(view(), other.view());
}

bool SecretBuffer::digitsOnly() const {
    return std::ranges::all_of(view(), [](std::uint8_t c) { return c >= '0' && c <= '9'; });
}

int SecretBuffer::distinct() const {
    std::array<bool, 256> seen{};
    for (const auto c : view()) {
        seen[c] = true;
    }
    return static_cast<int>(std::ranges::count(seen, true));
}

bool SecretBuffer::isRun() const {
    const auto v = view();
    if (v.size() < 2) {
        return true;
    }
    const int step = v[1] - v[0];
    if (step < -1 || step > 1) {
        return false;
    }
    for (std::size_t i = 1; i < v.size(); ++i) {
        if (v[i] - v[i - 1] != step) {
            return false;
        }
    }
    return true;
}

}  // namespace nightjar
