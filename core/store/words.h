// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::store {

/// Says of a text at hand what the search index would say: whether it has all words of a query, each from its beginning
/// on. It asks the index's own tokenizer, so that a word is the same to both.
class WordMatcher {
public:
    /// `words` as a person typed them, ё folded to е as the index has it.
    explicit WordMatcher(const std::vector<std::string>& words);
    ~WordMatcher();
    WordMatcher(const WordMatcher&) = delete;
    WordMatcher& operator=(const WordMatcher&) = delete;

    /// There is something to look for; otherwise nothing matches.
    [[nodiscard]] bool works() const { return !m_wanted.empty(); }
    /// `text` folded like the words.
    [[nodiscard]] bool matches(std::string_view text);

private:
    class Tokenizer;

    std::unique_ptr<Tokenizer> m_tokenizer;
    /// A word may be several to the tokenizer ("night-jar"): they must stand side by side, and the last may go on.
    std::vector<std::vector<std::string>> m_wanted;
    std::vector<std::string> m_tokens;  ///< of the text that is being looked at
};

}  // namespace nightjar::store
