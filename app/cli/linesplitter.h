// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QByteArray>
#include <functional>

namespace nightjar::cli {

/// Cuts a stream into lines. A line longer than the bound is dropped as a whole, however much of it comes, and told.
class LineSplitter {
public:
    /// The longest request: the longest text, every character escaped, is far below it.
    static constexpr qsizetype maxLine = 1 << 20;

    using Line = std::function<void(const QByteArray& line)>;
    using TooLong = std::function<void()>;
    LineSplitter(Line line, TooLong tooLong);

    void feed(const QByteArray& bytes);
    /// The stream is over: what is left counts as a line.
    void finish();

private:
    void take(const QByteArray& bytes);

    Line m_line;
    TooLong m_tooLong;
    QByteArray m_rest;
    bool m_skipping = false;
};

}  // namespace nightjar::cli
