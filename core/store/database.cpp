// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/database.h"

#include <openssl/crypto.h>
#include <sodium.h>
#include <sqlcipher/sqlite3.h>

#include <cassert>
#include <filesystem>
#include <fstream>
#include <utility>

#include "store/durable.h"
#include "store/keyfile.h"

namespace nightjar::store {

namespace {

constexpr std::size_t keySize = 32;
// Another process has no business in a profile (its folder is locked); this only covers the moment in which a crashed
// one is still being cleaned up.
constexpr int busyTimeoutMs = 2000;
constexpr int cacheKiB = 8192;
// What a WAL may keep after a checkpoint; beyond it the file is cut.
constexpr int walLimitBytes = 4 * 1024 * 1024;
constexpr std::int64_t mostPages = 0xfffffffe;
// What one group of transactions may write before it goes to the log, and the room that is kept for it: some pages for
// each row (the table, its indexes), the text and blobs themselves, and one transaction more than that.
constexpr std::int64_t groupRows = 128;
constexpr std::size_t groupBytes = std::size_t{256} * 1024;
constexpr std::size_t groupRoom = std::size_t{2048} * 1024;
constexpr std::int64_t groupPages = groupRoom / 4096;

enum class Header { Ours, Sqlite, Other };

Header headerOf(const std::string& path, const ByteArray<saltSize>& salt) {
    static constexpr std::string_view magic{"SQLite format 3\0", saltSize};
    ByteArray<saltSize> head{};
    std::ifstream file(path, std::ios::binary);
    file.read(reinterpret_cast<char*>(head.data()), head.size());
    if (toText(head) == magic) {
        return Header::Sqlite;
    }
    return head == salt ? Header::Ours : Header::Other;
}

/// SQLCipher's raw key: x'<key><salt>' in hexadecimal.
SecretBytes keySpec(const SecretBytes& rawKey) {
    SecretBytes hexKey(keySize * 2 + 1);
    sodium_bin2hex(reinterpret_cast<char*>(hexKey.data()), hexKey.size(), rawKey.data(), keySize);
    const auto hexSalt = toHex(saltOf(rawKey));

    SecretBytes spec(2 + keySize * 2 + saltSize * 2 + 1);
    auto* out = spec.data();
    *out++ = 'x';
    *out++ = '\'';
    std::memcpy(out, hexKey.data(), keySize * 2);
    out += keySize * 2;
    std::memcpy(out, hexSalt.data(), saltSize * 2);
    out += saltSize * 2;
    *out = '\'';
    return spec;
}

int applyKey(sqlite3* handle, const SecretBytes& rawKey) {
    const auto spec = keySpec(rawKey);
    return sqlite3_key_v2(handle, "main", spec.data(), static_cast<int>(spec.size()));
}

StoreError classify(sqlite3* handle, int code, bool encrypted) {
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return StoreError::Locked;
        case SQLITE_FULL:
            return StoreError::DiskFull;
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return StoreError::ReadOnly;
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
        case SQLITE_CONSTRAINT:  // the schema's promises and the content contradict each other
            return StoreError::Damaged;
        case SQLITE_CANTOPEN:
        case SQLITE_IOERR:
            return errorOfErrno(sqlite3_system_errno(handle), StoreError::Io);
        case SQLITE_ERROR:
            // SQLCipher answers so for good once a page failed its check.
            return encrypted ? StoreError::Damaged : StoreError::Io;
        default:
            return StoreError::Io;
    }
}

}  // namespace

Result<std::unique_ptr<Database>, StoreError> Database::openEncrypted(const std::string& path,
                                                                      const SecretBytes& rawKey, OpenMode mode) {
    assert(rawKey.size() == keySize);
    return open(path, &rawKey, mode);
}

Result<std::unique_ptr<Database>, StoreError> Database::openPlain(const std::string& path, OpenMode mode) {
    return open(path, nullptr, mode);
}

Result<std::unique_ptr<Database>, StoreError> Database::open(const std::string& path, const SecretBytes* rawKey,
                                                             OpenMode mode) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    const auto status = fs::status(path, ignored);
    const bool present = fs::exists(status);
    const auto size = present ? fs::file_size(path, ignored) : 0;
    if (present && !fs::is_regular_file(status)) {
        return Unexpected{StoreError::Foreign};
    }
    const bool mustExist = mode == OpenMode::Existing || mode == OpenMode::ReadOnly;
    if (!present && mustExist) {
        return Unexpected{StoreError::NotFound};
    }
    if (present && mode == OpenMode::Create) {
        return Unexpected{StoreError::Exists};
    }
    // SQLite would take an empty file for a new database and so hide that everything is lost.
    if (present && size == 0 && (mustExist || fs::exists(path + "-wal", ignored))) {
        return Unexpected{StoreError::Damaged};
    }

    std::unique_ptr<Database> database(new Database);
    database->m_encrypted = rawKey != nullptr;
    database->m_path = path;
    const int access = mode == OpenMode::ReadOnly ? SQLITE_OPEN_READONLY
                       : mustExist || size > 0    ? SQLITE_OPEN_READWRITE
                                                  : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (const auto connected = database->connect(rawKey, mode, access); !connected) {
        return Unexpected{connected.error()};
    }
    return database;
}

Result<void, StoreError> Database::connect(const SecretBytes* rawKey, OpenMode mode, int access) {
    auto& handle = m_handle;
    int code = sqlite3_open_v2(m_path.c_str(), &handle, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (code != SQLITE_OK) {
        return Unexpected{classify(handle, code, false)};
    }
    if ((access & SQLITE_OPEN_CREATE) != 0) {
        std::error_code ignored;
        std::filesystem::permissions(m_path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                                     ignored);
    }
    sqlite3_busy_timeout(handle, busyTimeoutMs);
    // A plan that does not depend on what is bound: else a statement would be compiled again for each new value.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
    if (rawKey != nullptr) {
        // SQLCipher would write its complaints to stderr; they come back as errors anyway.
        script("PRAGMA cipher_log_level = NONE");
        code = applyKey(handle, *rawKey);
        if (code != SQLITE_OK) {
            return Unexpected{classify(handle, code, true)};
        }
    }

    // The first read shows whether the key belongs to the file.
    if (!script("SELECT count(*) FROM sqlite_schema")) {
        const auto error = *takeError();
        if (error == StoreError::Damaged && rawKey != nullptr) {
            switch (headerOf(m_path, saltOf(*rawKey))) {
                case Header::Ours:
                    return Unexpected{StoreError::Damaged};
                case Header::Sqlite:
                    return Unexpected{StoreError::Foreign};
                case Header::Other:
                    return Unexpected{StoreError::WrongKey};
            }
        }
        return Unexpected{error};
    }
    if (mode != OpenMode::ReadOnly && sqlite3_db_readonly(handle, "main") == 1) {
        return Unexpected{StoreError::ReadOnly};
    }

    script(
        "PRAGMA temp_store = MEMORY;"  // no plain text in temporary files
        "PRAGMA secure_delete = ON;"
        "PRAGMA foreign_keys = ON;"
        "PRAGMA trusted_schema = OFF;"
        "PRAGMA cell_size_check = ON;"
        "PRAGMA cache_size = -" +
        std::to_string(cacheKiB));
    if (mode != OpenMode::ReadOnly) {
        // FULL: what was accepted survives a power cut, at the price of one sync for each commit.
        script(
            "PRAGMA journal_mode = WAL;"
            "PRAGMA synchronous = FULL;"
            "PRAGMA journal_size_limit = " +
            std::to_string(walLimitBytes));
    }
    if (const auto error = takeError()) {
        return Unexpected{*error};
    }
    return {};
}

void Database::leaveThread() {
    OPENSSL_thread_stop();
}

Database::~Database() {
    (void)sync();
    disconnect();
}

void Database::disconnect() {
    for (auto& [sql, handles] : m_cache) {
        for (auto* statement : handles) {
            sqlite3_finalize(statement);
        }
    }
    m_cache.clear();
    sqlite3_close_v2(std::exchange(m_handle, nullptr));
}

void Database::revive() {
    if (!m_refused || m_root.empty() || m_depth > 0) {
        return;
    }
    m_refused = false;
    endGroup();
    const auto key = chooseKey(m_path, m_root);
    if (!key || m_syncError) {
        return;
    }
    const bool deferred = m_log.has_value();
    m_log.reset();
    const auto error = m_error;
    disconnect();
    (void)reconnect(*key, deferred);
    m_error = error;
}

Result<void, StoreError> Database::reconnect(const SecretBytes& key, bool deferred) {
    if (const auto connected = connect(&key, OpenMode::Existing, SQLITE_OPEN_READWRITE); !connected) {
        // Nothing can be said any more; whoever asks finds nothing and is told why.
        disconnect();
        sqlite3_open(":memory:", &m_handle);
        m_syncError = connected.error();
        return Unexpected{connected.error()};
    }
    if (m_pageLimit > 0) {
        limitPages(m_pageLimit);
    }
    if (deferred) {
        deferSync();
    }
    return {};
}

Result<void, StoreError> Database::copyTo(const std::string& path, const SecretBytes& rawKey) {
    if (const auto synced = sync(); !synced) {
        return synced;
    }
    std::error_code ignored;
    // ATTACH makes no file where this connection may not.
    if (const auto made = writeFile(path, {}); !made) {
        return made;
    }
    const auto spec = keySpec(rawKey);
    sqlite3_stmt* attach = nullptr;
    int code = sqlite3_prepare_v2(m_handle, "ATTACH DATABASE ?1 AS copy KEY ?2", -1, &attach, nullptr);
    if (code == SQLITE_OK) {
        sqlite3_bind_text(attach, 1, path.c_str(), -1, SQLITE_STATIC);
        sqlite3_bind_blob(attach, 2, spec.data(), static_cast<int>(spec.size()), SQLITE_STATIC);
        code = sqlite3_step(attach);
    }
    sqlite3_finalize(attach);
    if (code != SQLITE_DONE) {
        return Unexpected{classify(m_handle, code, m_encrypted)};
    }
    std::int64_t applicationId = 0;
    {
        auto row = query("PRAGMA main.application_id");
        applicationId = row.next() ? row.integer(0) : 0;
    }
    // Nobody goes on with a copy that is not complete, so it needs no journal.
    const bool copied = script(
        "PRAGMA copy.journal_mode = OFF; PRAGMA copy.synchronous = OFF;"
        "SELECT sqlcipher_export('copy');"
        "PRAGMA copy.application_id = " +
        std::to_string(applicationId) + "; PRAGMA copy.user_version = " + std::to_string(userVersion()));
    const auto error = takeError();
    script("DETACH DATABASE copy");
    (void)takeError();
    if (!copied || error) {
        std::filesystem::remove(path, ignored);
        return Unexpected{error.value_or(StoreError::Io)};
    }
    return syncFile(path);
}

Result<void, StoreError> Database::replaceBy(const std::string& path, const std::function<SecretBytes()>& key) {
    auto result = sync();
    if (!result || !truncateWal()) {
        return result ? Unexpected{takeError().value_or(StoreError::Locked)} : result;
    }
    const bool deferred = m_log.has_value();
    m_log.reset();
    disconnect();
    // The log belongs to the old file. Where it is still there, the old file needs it.
    std::error_code failed;
    if (std::filesystem::exists(m_path + "-wal", failed)) {
        result = Unexpected{StoreError::Io};
    } else {
        result = renameFile(path, m_path);
    }
    const auto connected = reconnect(key(), deferred);
    return connected ? result : connected;
}

// NORMAL leaves the log unsynced at a commit, and syncs it before anything is moved from it into the file.
void Database::deferSync() {
    // EXCLUSIVE: no other process comes here, so no lock has to be taken and given back for each of them.
    if (script("PRAGMA synchronous = NORMAL; PRAGMA locking_mode = EXCLUSIVE")) {
        m_log.emplace(m_path + "-wal");
        m_synced = sqlite3_total_changes64(m_handle);
    }
}

Result<void, StoreError> Database::sync() {
    if (!m_log) {
        return {};
    }
    endGroup();
    const auto changes = static_cast<std::int64_t>(sqlite3_total_changes64(m_handle));
    if (changes == m_synced && !m_syncError) {
        return {};
    }
    if (!m_syncError) {
        if (const auto synced = m_log->sync(); !synced) {
            m_syncError = synced.error();
        }
    }
    if (m_syncError) {
        return Unexpected{*m_syncError};
    }
    m_synced = changes;
    return {};
}

// ---- transactions

bool Database::hasRoom() {
    if (m_pageLimit > 0) {
        auto row = query("PRAGMA page_count");
        if (!row.next() || row.integer(0) + groupPages > m_pageLimit) {
            fail(StoreError::DiskFull);
            return false;
        }
    }
    if (const auto reserved = m_log->reserve(groupRoom); !reserved) {
        fail(reserved.error());
        return false;
    }
    return true;
}

void Database::begin() {
    m_error.reset();
    if (!m_log) {
        // IMMEDIATE: if another process writes, it is told here and not half-way.
        run("BEGIN IMMEDIATE");
        return;
    }
    if (!hasRoom()) {
        return;
    }
    if (!m_group.open && run("BEGIN IMMEDIATE")) {
        m_group = {true, static_cast<std::int64_t>(sqlite3_total_changes64(m_handle)), 0, 0};
    }
    run("SAVEPOINT part");
}

/// After the last statement of a Transaction that is not inside another.
void Database::end() {
    if (!m_log) {
        run("COMMIT");
        return;
    }
    if (!run("RELEASE part")) {
        return;
    }
    ++m_group.committed;
    if (sqlite3_total_changes64(m_handle) - m_group.rows >= groupRows || m_group.bytes >= groupBytes) {
        const bool alone = m_group.committed == 1;
        endGroup();
        if (alone && m_syncError) {
            fail(*std::exchange(m_syncError, std::nullopt));  // nothing else was in it
        }
    }
}

void Database::rollback(StoreError why) {
    if (!m_group.open) {
        // SQLite has rolled back by itself after some errors.
        if (sqlite3_get_autocommit(m_handle) == 0) {
            sqlite3_exec(m_handle, "ROLLBACK", nullptr, nullptr, nullptr);
        }
        return;
    }
    if (sqlite3_get_autocommit(m_handle) == 0) {
        sqlite3_exec(m_handle, "ROLLBACK TO part; RELEASE part", nullptr, nullptr, nullptr);
        return;
    }
    // Everything of the group went with it; what was committed before can no longer be believed.
    m_group.open = false;
    if (m_group.committed > 0) {
        m_syncError = m_syncError.value_or(why);
    }
}

void Database::endGroup() {
    if (!std::exchange(m_group.open, false)) {
        return;
    }
    const int code = sqlite3_exec(m_handle, "COMMIT", nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        m_syncError = classify(m_handle, code, m_encrypted);
        rollback(*m_syncError);
    }
}

Statement Database::prepare(std::string_view sql) {
    if (refuses()) {
        return {*this, sql, nullptr};
    }
    auto& spare = m_cache[sql];
    if (!spare.empty()) {
        auto* statement = spare.back();
        spare.pop_back();
        return {*this, sql, statement};
    }
    sqlite3_stmt* statement = nullptr;
    remember(sqlite3_prepare_v3(m_handle, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                &statement, nullptr));
    return {*this, sql, statement};
}

void Database::giveBack(std::string_view sql, sqlite3_stmt* handle) {
    sqlite3_reset(handle);
    sqlite3_clear_bindings(handle);
    m_cache[sql].push_back(handle);
}

bool Database::finish(Statement& statement) {
    m_changes = 0;
    while (statement.next()) {
    }
    if (!statement.m_done) {
        return false;
    }
    m_changes = sqlite3_changes64(m_handle);
    return true;
}

bool Database::script(const std::string& sql) {
    if (refuses()) {
        return false;
    }
    const int code = sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr);
    remember(code);
    return code == SQLITE_OK;
}

std::int64_t Database::lastRow() const {
    return sqlite3_last_insert_rowid(m_handle);
}

std::optional<StoreError> Database::takeError() {
    return std::exchange(m_error, std::nullopt);
}

void Database::fail(StoreError error) {
    if (!m_error) {
        m_error = error;
    }
}

void Database::remember(int sqliteCode) {
    if (sqliteCode != SQLITE_OK) {
        const auto error = classify(m_handle, sqliteCode, m_encrypted);
        m_refused = m_refused || error == StoreError::Damaged;
        fail(error);
    }
}

std::int64_t Database::userVersion() {
    auto row = query("PRAGMA user_version");
    return row.next() ? row.integer(0) : 0;
}

bool Database::truncateWal() {
    endGroup();
    auto row = query("PRAGMA wal_checkpoint(TRUNCATE)");
    return row.next() && row.integer(0) == 0;
}

Result<void, StoreError> Database::verify() {
    if (m_encrypted) {
        auto row = query("PRAGMA cipher_integrity_check");  // a row for each page that fails
        if (row.next()) {
            return Unexpected{StoreError::Damaged};
        }
    }
    {
        auto row = query("PRAGMA integrity_check");
        if (row.next() && row.text(0) != "ok") {
            return Unexpected{StoreError::Damaged};
        }
    }
    if (const auto error = takeError()) {
        return Unexpected{*error};
    }
    return {};
}

bool Database::attach(const std::string& path, const SecretBytes& rawKey, const std::string& name) {
    assert(m_depth == 0 && rawKey.size() == keySize);
    if (!run("ATTACH ?1 AS ?2 KEY ?3", path, name, keySpec(rawKey))) {
        return false;
    }
    // As open() has it for this one.
    if (!script("PRAGMA " + name + ".secure_delete = ON; PRAGMA " + name + ".journal_mode = WAL; PRAGMA " + name +
                ".synchronous = FULL; SELECT count(*) FROM " + name + ".sqlite_schema")) {
        const auto why = takeError();
        detach(name);
        fail(why.value_or(StoreError::Io));
        return false;
    }
    return true;
}

void Database::detach(const std::string& name) {
    run("DETACH ?1", name);
    (void)takeError();
}

void Database::limitPages(std::int64_t pages) {
    m_pageLimit = pages;
    script("PRAGMA max_page_count = " + std::to_string(pages > 0 ? pages : mostPages));
}

Transaction::Transaction(Database& database) : m_database(database) {
    if (m_database.m_depth == 0) {
        m_database.begin();
    }
    ++m_database.m_depth;
}

Transaction::~Transaction() {
    if (!m_open) {
        return;
    }
    --m_database.m_depth;
    if (m_database.m_depth > 0) {
        m_database.fail(StoreError::Aborted);
    } else {
        m_database.rollback(m_database.m_error.value_or(StoreError::Aborted));
    }
}

Result<void, StoreError> Transaction::commit() {
    assert(m_open);
    m_open = false;
    --m_database.m_depth;
    if (m_database.m_depth > 0) {
        if (const auto error = m_database.error()) {
            return Unexpected{*error};
        }
        return {};
    }
    if (!m_database.m_error) {
        m_database.end();
    }
    if (const auto error = m_database.takeError()) {
        m_database.rollback(*error);
        return Unexpected{*error};
    }
    return {};
}

}  // namespace nightjar::store
