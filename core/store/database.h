// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "store/error.h"
#include "store/logfile.h"
#include "store/statement.h"

struct sqlite3;

namespace nightjar::store {

enum class OpenMode : std::uint8_t {
    Existing,         ///< NotFound when there is no such file; an empty file is Damaged
    Create,           ///< Exists when there is one already
    CreateIfMissing,  ///< like Existing when there is one, else like Create
    ReadOnly,
};

/// One SQLite file, encrypted (SQLCipher) or, for a server's mailboxes that hold only ciphertext anyway, plain. WAL
/// with a sync at each commit: what was committed survives a power cut. Belongs to one thread.
///
/// **Errors are remembered, not thrown.** After the first failure inside a transaction nothing more is executed until
/// that transaction ends; reads find nothing, writes do nothing, and Transaction::commit() tells the error and leaves
/// the file as it was. So code inside a transaction needs no checks of its own. A read outside a transaction that
/// fails finds nothing and leaves its error in takeError().
class Database {
public:
    /// `rawKey` is the 32-byte key of the container, used as it is.
    [[nodiscard]] static Result<std::unique_ptr<Database>, StoreError> openEncrypted(const std::string& path,
                                                                                     const SecretBytes& rawKey,
                                                                                     OpenMode mode);
    [[nodiscard]] static Result<std::unique_ptr<Database>, StoreError> openPlain(const std::string& path,
                                                                                 OpenMode mode);
    /// Frees (and so erases) what the cipher library keeps for this thread: its random generator. The last thing a
    /// thread that used containers does; by itself it happens some time after the thread was joined.
    static void leaveThread();
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// A statement with its parameters ?1, ?2 … bound in order. Values are copied, so they may be temporaries. `sql` is
    /// a literal: it is the key of the statement cache.
    template <class... Args>
    [[nodiscard]] Statement query(std::string_view sql, const Args&... args) {
        auto statement = prepare(sql);
        [[maybe_unused]] int index = 0;
        (statement.bindValue(++index, args), ...);
        return statement;
    }
    /// Executes a statement that returns no rows; false after an error. changes() tells how many rows it touched.
    template <class... Args>
    bool run(std::string_view sql, const Args&... args) {
        auto statement = query(sql, args...);
        return finish(statement);
    }
    /// Several statements without parameters, for schemas and pragmas.
    bool script(const std::string& sql);

    /// Rows inserted, updated or deleted by the last run(), triggers and cascades not counted; 0 if it failed.
    [[nodiscard]] std::int64_t changes() const { return m_changes; }
    [[nodiscard]] std::int64_t lastRow() const;

    /// The error of the transaction under way, or of the reads since the last takeError().
    [[nodiscard]] std::optional<StoreError> error() const { return m_error; }
    std::optional<StoreError> takeError();
    /// Makes the transaction under way fail with `error`: for code that finds a row that makes no sense.
    void fail(StoreError error);

    /// From now on commits are gathered: a Transaction is whole, and what follows sees it, but it reaches the disk
    /// together with those after it, and for certain when sync() says so. The end of the process, or a power cut,
    /// before that takes the latest ones back, in their order. A page that ten messages touch is enciphered and written
    /// once. Room on the disk is set aside before: a Transaction begun on a full disk fails by itself, and alone.
    void deferSync();
    /// Makes everything committed so far durable; costs nothing when that is so already. After a failure nobody can say
    /// what is on the disk, so it fails from then on.
    [[nodiscard]] Result<void, StoreError> sync();

    /// After a page failed its check the cipher library refuses every other page as well. Opens the file anew, so that
    /// what is sound can be used; between two transactions. Costs nothing when no page failed.
    void revive();
    /// Writes everything in it, without what is free, into a new encrypted file, which is on the disk for good then.
    /// Takes as long as it takes to read and write all of it. Not inside a transaction.
    [[nodiscard]] Result<void, StoreError> copyTo(const std::string& path, const SecretBytes& rawKey);
    /// Puts another file in the place of this one and goes on with it. `key` chooses the key once it is there, or is
    /// not: when that fails, this goes on with what it had. Not inside a transaction.
    [[nodiscard]] Result<void, StoreError> replaceBy(const std::string& path, const std::function<SecretBytes()>& key);
    [[nodiscard]] const std::string& path() const { return m_path; }
    /// What the key of an identity's container hangs on (keyfile.h); empty where it is the key itself.
    void keepRoot(SecretBytes root) { m_root = std::move(root); }
    [[nodiscard]] const SecretBytes& root() const { return m_root; }

    /// PRAGMA user_version.
    [[nodiscard]] std::int64_t userVersion();
    /// Moves the WAL into the file and empties it, so that deleted rows leave no trace there. After deletions that a
    /// person asked for, on lock, and when idle. Not inside a transaction.
    bool truncateWal();
    /// Reads every page and checks it. Seconds for a large file.
    [[nodiscard]] Result<void, StoreError> verify();
    /// Opens a second container beside this one: its tables are `name`.table. `name` is a plain word, and `main` is
    /// this one. Outside transactions; one that writes to both is whole in each, but not in both at once.
    bool attach(const std::string& path, const SecretBytes& rawKey, const std::string& name);
    void detach(const std::string& name);
    /// Sets the most pages the file may have (a quota; tests use it as a full disk). Zero: no bound.
    void limitPages(std::int64_t pages);

private:
    friend class Statement;
    friend class Transaction;
    Database() = default;

    [[nodiscard]] static Result<std::unique_ptr<Database>, StoreError> open(const std::string& path,
                                                                            const SecretBytes* rawKey, OpenMode mode);
    [[nodiscard]] Result<void, StoreError> connect(const SecretBytes* rawKey, OpenMode mode, int access);
    void disconnect();
    Result<void, StoreError> reconnect(const SecretBytes& key, bool deferred);
    [[nodiscard]] Statement prepare(std::string_view sql);
    bool finish(Statement& statement);
    void giveBack(std::string_view sql, sqlite3_stmt* handle);
    void remember(int sqliteCode);
    void begin();
    void end();
    void rollback(StoreError why);
    [[nodiscard]] bool hasRoom();
    void endGroup();
    [[nodiscard]] bool refuses() const { return m_depth > 0 && m_error.has_value(); }

    sqlite3* m_handle = nullptr;
    std::string m_path;
    SecretBytes m_root;
    std::optional<LogFile> m_log;  ///< when syncs are deferred
    std::optional<StoreError> m_syncError;
    std::int64_t m_synced = 0;     ///< rows changed, ever, at the last sync
    std::int64_t m_pageLimit = 0;  ///< 0: none
    /// Transactions gathered into one of SQLite's, each a savepoint of it.
    struct Group {
        bool open = false;
        std::int64_t rows = 0;  ///< changed, ever, when it began
        std::size_t bytes = 0;  ///< of text and blobs written since
        int committed = 0;      ///< that have not failed
    } m_group;
    std::unordered_map<std::string_view, std::vector<sqlite3_stmt*>> m_cache;
    std::optional<StoreError> m_error;
    std::int64_t m_changes = 0;
    int m_depth = 0;
    bool m_encrypted = false;
    bool m_refused = false;  ///< a page failed its check
};

/// Everything between construction and commit() happens, or nothing does. Rolls back when it goes without a commit.
/// A transaction inside another joins it; abandoning the inner one dooms the outer (StoreError::Aborted).
class Transaction {
public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    /// On disk when it returns success (for an inner transaction: when the outer one does). After an error the file is
    /// as it was before. Once only.
    [[nodiscard]] Result<void, StoreError> commit();

private:
    Database& m_database;
    bool m_open = true;
};

}  // namespace nightjar::store
