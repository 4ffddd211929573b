// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstdlib>
#include <functional>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace nightjar::interop {

// What peer.mjs talks to: a line of words in, a line of words out.

using Words = std::vector<std::string>;

/// The bytes of a word, "-" for none; ends the program on anything else, or on another size than the wanted one.
inline Bytes bytesOf(const Words& words, std::size_t at, std::size_t size = SIZE_MAX) {
    const auto bytes = at >= words.size() ? std::nullopt : words[at] == "-" ? Bytes{} : fromHex(words[at]);
    if (!bytes || (size != SIZE_MAX && bytes->size() != size)) {
        std::cerr << "bad argument " << at << "\n";
        std::exit(2);
    }
    return *bytes;
}

/// Answers until the input ends; what main() returns.
inline int answerLines(const std::function<std::string(const Words&)>& answer) {
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream in(line);
        Words words;
        for (std::string word; in >> word;) {
            words.push_back(word);
        }
        std::cout << (words.empty() ? "error empty line" : answer(words)) << std::endl;
    }
    return 0;
}

}  // namespace nightjar::interop
