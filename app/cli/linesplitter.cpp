// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "cli/linesplitter.h"

namespace nightjar::cli {

LineSplitter::LineSplitter(Line line, TooLong tooLong) : m_line(std::move(line)), m_tooLong(std::move(tooLong)) {
}

void LineSplitter::feed(const QByteArray& bytes) {
    qsizetype from = 0;
    for (auto end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', from)) {
        take(bytes.mid(from, end - from));
        from = end + 1;
        if (!std::exchange(m_skipping, false)) {
            m_line(std::exchange(m_rest, {}));
        }
    }
    take(bytes.mid(from));
}

void LineSplitter::finish() {
    if (!m_skipping && !m_rest.isEmpty()) {
        m_line(std::exchange(m_rest, {}));
    }
}

void LineSplitter::take(const QByteArray& bytes) {
    if (m_skipping) {
        return;
    }
    if (m_rest.size() + bytes.size() > maxLine) {
        m_rest = {};
        m_skipping = true;
        m_tooLong();
        return;
    }
    m_rest += bytes;
}

}  // namespace nightjar::cli
