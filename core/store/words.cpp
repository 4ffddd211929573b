// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/words.h"

#include <sqlcipher/sqlite3.h>

#include <algorithm>

namespace nightjar::store {

/// That of FTS5, borrowed from an empty database in memory: what it gives hangs on a connection.
class WordMatcher::Tokenizer {
public:
    Tokenizer() {
        fts5_api* api = nullptr;
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_open_v2(":memory:", &m_handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                            nullptr) == SQLITE_OK &&
            sqlite3_prepare_v2(m_handle, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
            sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
            (void)sqlite3_step(statement);
        }
        sqlite3_finalize(statement);
        void* context = nullptr;
        if (api == nullptr || api->xFindTokenizer(api, "unicode61", &context, &m_methods) != SQLITE_OK) {
            return;
        }
        // As identityschema.cpp makes the index.
        const char* arguments[] = {"remove_diacritics", "2"};
        if (m_methods.xCreate(context, arguments, 2, &m_tokenizer) != SQLITE_OK) {
            m_tokenizer = nullptr;
        }
    }
    ~Tokenizer() {
        if (m_tokenizer != nullptr) {
            m_methods.xDelete(m_tokenizer);
        }
        sqlite3_close_v2(m_handle);
    }
    Tokenizer(const Tokenizer&) = delete;
    Tokenizer& operator=(const Tokenizer&) = delete;

    /// None when there is no memory.
    void split(std::string_view text, std::vector<std::string>& out) {
        out.clear();
        const auto take = [](void* tokens, int, const char* token, int size, int, int) {
            static_cast<std::vector<std::string>*>(tokens)->emplace_back(token, static_cast<std::size_t>(size));
            return SQLITE_OK;
        };
        if (m_tokenizer == nullptr || m_methods.xTokenize(m_tokenizer, &out, FTS5_TOKENIZE_DOCUMENT, text.data(),
                                                          static_cast<int>(text.size()), take) != SQLITE_OK) {
            out.clear();
        }
    }

private:
    sqlite3* m_handle = nullptr;
    fts5_tokenizer m_methods{};
    Fts5Tokenizer* m_tokenizer = nullptr;
};

WordMatcher::WordMatcher(const std::vector<std::string>& words) : m_tokenizer(std::make_unique<Tokenizer>()) {
    for (const auto& word : words) {
        std::vector<std::string> tokens;
        m_tokenizer->split(word, tokens);
        if (!tokens.empty()) {
            m_wanted.push_back(std::move(tokens));  // of the others the index says nothing either
        }
    }
}

WordMatcher::~WordMatcher() = default;

bool WordMatcher::matches(std::string_view text) {
    m_tokenizer->split(text, m_tokens);
    return works() && std::all_of(m_wanted.begin(), m_wanted.end(), [this](const auto& wanted) {
               const auto found =
                   std::search(m_tokens.begin(), m_tokens.end(), wanted.begin(), wanted.end(),
                               [last = &wanted.back()](const std::string& token, const std::string& part) {
                                   return &part == last ? token.starts_with(part) : token == part;
                               });
               return found != m_tokens.end();
           });
}

}  // namespace nightjar::store
