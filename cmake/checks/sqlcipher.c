// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0
//
// Answers 0 if this SQLCipher is 4.6 or newer and has full-text search.
#include <sqlcipher/sqlite3.h>
#include <stdlib.h>

int main(void) {
    sqlite3* database = NULL;
    sqlite3_stmt* version = NULL;
    if (sqlite3_open(":memory:", &database) != SQLITE_OK ||
        sqlite3_prepare_v2(database, "PRAGMA cipher_version", -1, &version, NULL) != SQLITE_OK ||
        sqlite3_step(version) != SQLITE_ROW) {
        return 1;
    }
    char* minor = NULL;
    const char* text = (const char*)sqlite3_column_text(version, 0);
    const long major = strtol(text, &minor, 10);
    const int recent = major > 4 || (major == 4 && *minor == '.' && strtol(minor + 1, NULL, 10) >= 6);
    return recent && sqlite3_compileoption_used("ENABLE_FTS5") ? 0 : 1;
}
