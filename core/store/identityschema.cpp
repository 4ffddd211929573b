// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/migrations.h"

namespace nightjar::store {

namespace {

/// What the first release begins with.
void createTables(Database& database) {
    database.script(R"sql(
CREATE TABLE profile (
    key TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE hubs (
    address TEXT PRIMARY KEY,
    last_endpoint TEXT NOT NULL,
    last_seen_ms INTEGER NOT NULL,
    memory BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE dead_queues (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    hub TEXT NOT NULL,
    secret BLOB NOT NULL,
    since_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE contacts (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 8),
    name TEXT NOT NULL,
    local_name TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    state INTEGER NOT NULL,
    own_secret BLOB NOT NULL,
    own_public BLOB NOT NULL,
    peer_public BLOB NOT NULL,
    receive_hub TEXT,
    receive_queue BLOB UNIQUE CHECK (length(receive_queue) = 16),
    receive_secret BLOB,
    send_hub TEXT,
    send_queue BLOB CHECK (length(send_queue) = 16),
    send_secret BLOB,
    next_out_seq INTEGER NOT NULL,
    next_in_seq INTEGER NOT NULL,
    last_read_ms INTEGER NOT NULL,
    muted_until_ms INTEGER NOT NULL,
    link_memory BLOB NOT NULL
) STRICT;

CREATE TABLE ratchets (
    contact BLOB PRIMARY KEY REFERENCES contacts (id) ON DELETE CASCADE,
    state BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE invitations (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 8),
    link_key BLOB NOT NULL,
    hub TEXT NOT NULL,
    queue BLOB NOT NULL UNIQUE CHECK (length(queue) = 16),
    queue_secret BLOB NOT NULL,
    secrets BLOB NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    state INTEGER NOT NULL,
    published INTEGER NOT NULL,
    contact BLOB REFERENCES contacts (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE accepts (
    row INTEGER PRIMARY KEY,
    token BLOB NOT NULL UNIQUE CHECK (length(token) = 16),
    link TEXT NOT NULL,
    name TEXT NOT NULL,
    state INTEGER NOT NULL,
    secrets BLOB NOT NULL,
    created_ms INTEGER NOT NULL,
    contact BLOB REFERENCES contacts (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- `row` is the order in which messages entered this store. A deleted message keeps its row, emptied, so that a late
-- copy of it is recognised.
CREATE TABLE messages (
    row INTEGER PRIMARY KEY,
    contact BLOB NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    id BLOB NOT NULL CHECK (length(id) = 8),
    kind INTEGER NOT NULL,
    mine INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    text TEXT NOT NULL,
    time_ms INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    state INTEGER NOT NULL,
    reason INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    call_ms INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX messages_by_id ON messages (id, contact);
CREATE INDEX messages_by_contact ON messages (contact, deleted);
CREATE INDEX messages_unread ON messages (contact) WHERE unread = 1;

-- The words of the messages, without a second copy of the text; ё as е, because most people write it so. secure-delete: a removed message leaves no words in
-- the index.
CREATE VIRTUAL TABLE search USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER messages_added AFTER INSERT ON messages WHEN new.kind = 0 AND new.text <> '' BEGIN
    INSERT INTO search (rowid, text) VALUES (new.row, replace(replace(new.text, 'ё', 'е'), 'Ё', 'Е'));
END;
CREATE TRIGGER messages_removed AFTER DELETE ON messages WHEN old.kind = 0 AND old.text <> '' BEGIN
    INSERT INTO search (search, rowid, text) VALUES ('delete', old.row, replace(replace(old.text, 'ё', 'е'), 'Ё', 'Е'));
END;
CREATE TRIGGER messages_erased AFTER UPDATE OF text ON messages WHEN old.kind = 0 AND old.text <> '' BEGIN
    INSERT INTO search (search, rowid, text) VALUES ('delete', old.row, replace(replace(old.text, 'ё', 'е'), 'Ё', 'Е'));
END;
CREATE TRIGGER messages_edited AFTER UPDATE OF text ON messages WHEN new.kind = 0 AND new.text <> '' BEGIN
    INSERT INTO search (rowid, text) VALUES (new.row, replace(replace(new.text, 'ё', 'е'), 'Ё', 'Е'));
END;

CREATE TABLE outbox (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 8),
    contact BLOB NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    message BLOB CHECK (length(message) = 8),
    kind INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    state INTEGER NOT NULL,
    again_ms INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
CREATE INDEX outbox_by_state ON outbox (contact, state);
CREATE INDEX outbox_again ON outbox (again_ms) WHERE state = 1;

CREATE TABLE held (
    contact BLOB NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    content BLOB NOT NULL,
    arrived_ms INTEGER NOT NULL,
    PRIMARY KEY (contact, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE seen_envelopes (
    id BLOB PRIMARY KEY CHECK (length(id) = 8),
    receipted INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_envelopes_by_expiry ON seen_envelopes (expires_ms);
)sql");
}

void addRelayOnly(Database& database) {
    database.script("ALTER TABLE contacts ADD COLUMN relay_only INTEGER NOT NULL DEFAULT 0");
}

void addConversation(Database& database) {
    database.script(R"sql(
ALTER TABLE messages ADD COLUMN quote BLOB CHECK (length(quote) = 8);
ALTER TABLE messages ADD COLUMN forwarded INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN edit_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN edited_ms INTEGER NOT NULL DEFAULT 0;
CREATE INDEX messages_quoting ON messages (contact, quote) WHERE quote IS NOT NULL;

-- What we tell this contact (1: yes), and what they said they tell us.
ALTER TABLE contacts ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN tell_receipts INTEGER NOT NULL DEFAULT 1;
ALTER TABLE contacts ADD COLUMN tell_read INTEGER NOT NULL DEFAULT 1;
ALTER TABLE contacts ADD COLUMN tell_typing INTEGER NOT NULL DEFAULT 1;
ALTER TABLE contacts ADD COLUMN gives_receipts INTEGER NOT NULL DEFAULT 1;
ALTER TABLE contacts ADD COLUMN gives_receipts_seq INTEGER NOT NULL DEFAULT 0;

-- Whoever uses it waits for our yes.
ALTER TABLE invitations ADD COLUMN requests INTEGER NOT NULL DEFAULT 0;

CREATE TABLE message_versions (
    contact BLOB NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    message BLOB NOT NULL CHECK (length(message) = 8),
    seq INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (contact, message, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE reactions (
    contact BLOB NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    message BLOB NOT NULL CHECK (length(message) = 8),
    mine INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    emoji BLOB NOT NULL,
    PRIMARY KEY (contact, message, mine)
) STRICT, WITHOUT ROWID;

CREATE TABLE early_changes (
    row INTEGER PRIMARY KEY,
    contact BLOB NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    message BLOB NOT NULL CHECK (length(message) = 8),
    content BLOB NOT NULL
) STRICT;
CREATE INDEX early_changes_by_message ON early_changes (contact, message);

CREATE TABLE drafts (
    contact BLOB PRIMARY KEY REFERENCES contacts (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    quote BLOB CHECK (length(quote) = 8),
    editing BLOB CHECK (length(editing) = 8)
) STRICT, WITHOUT ROWID;

CREATE TABLE owed_receipts (
    row INTEGER PRIMARY KEY,
    contact BLOB NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    envelope BLOB NOT NULL CHECK (length(envelope) = 8)
) STRICT;
CREATE INDEX owed_receipts_by_contact ON owed_receipts (contact);
)sql");
}

/// `have` is a bit for every chunk that is on the disk for good. With a row goes the key of the file.
void addFiles(Database& database) {
    database.script(R"sql(
CREATE TABLE files (
    row INTEGER PRIMARY KEY,
    contact BLOB NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    message BLOB NOT NULL CHECK (length(message) = 8),
    blob BLOB NOT NULL CHECK (length(blob) = 16),
    mine INTEGER NOT NULL,
    key BLOB NOT NULL,
    name TEXT NOT NULL,
    mime TEXT NOT NULL,
    size INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    thumbnail BLOB NOT NULL,
    state INTEGER NOT NULL,
    reason INTEGER NOT NULL,
    source TEXT NOT NULL,
    stamp BLOB NOT NULL,
    local TEXT NOT NULL,
    have BLOB NOT NULL,
    done INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX files_by_message ON files (message, contact);
CREATE UNIQUE INDEX files_by_blob ON files (blob, contact);
CREATE INDEX files_by_contact ON files (contact);
)sql");
}

void addPublicAddresses(Database& database) {
    database.script(R"sql(
CREATE TABLE addresses (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    hub TEXT NOT NULL,
    signing BLOB NOT NULL,
    owner BLOB NOT NULL,
    per_hour INTEGER NOT NULL,
    per_day INTEGER NOT NULL,
    bits INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    state INTEGER NOT NULL,
    in_stock INTEGER NOT NULL,
    taken_today INTEGER NOT NULL
) STRICT;

-- The public address that hands the invitation out.
ALTER TABLE invitations ADD COLUMN address BLOB CHECK (length(address) = 16);
)sql");
}

/// The place of what an envelope carries in the order of its contact: 0 without one, -1 not known.
void addOrderToOutbox(Database& database) {
    database.script(R"sql(
ALTER TABLE outbox ADD COLUMN seq INTEGER NOT NULL DEFAULT -1;
CREATE INDEX outbox_by_seq ON outbox (contact, seq) WHERE seq <> 0;
)sql");
}

void addRenewals(Database& database) {
    database.script(R"sql(
-- What is inside an envelope, so that it can be sealed again under fresh keys; and what is to be sealed.
ALTER TABLE outbox ADD COLUMN content BLOB NOT NULL DEFAULT x'';
CREATE INDEX outbox_unsealed ON outbox (contact) WHERE bytes = x'';

CREATE TABLE sent_notes (
    row INTEGER PRIMARY KEY,
    contact BLOB NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    id BLOB NOT NULL CHECK (length(id) = 8)
) STRICT;
CREATE INDEX sent_notes_by_contact ON sent_notes (contact, row);

CREATE TABLE renewals (
    contact BLOB PRIMARY KEY REFERENCES contacts (id) ON DELETE CASCADE,
    secrets BLOB NOT NULL,
    unopened BLOB NOT NULL,
    asks INTEGER NOT NULL,
    ask_at_ms INTEGER NOT NULL,
    wanted INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql");
}

/// A voice note's small form lies here, its better one is its file. `recordings`: what was said and not sent yet, a
/// row for about a second; `levels` has a byte for each 20 ms.
void addNotes(Database& database) {
    database.script(R"sql(
CREATE TABLE notes (
    row INTEGER PRIMARY KEY,
    contact BLOB NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    message BLOB NOT NULL CHECK (length(message) = 8),
    frames INTEGER NOT NULL,
    waveform BLOB NOT NULL,
    small_size INTEGER NOT NULL,
    small BLOB NOT NULL,
    heard INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX notes_by_message ON notes (message, contact);
CREATE INDEX notes_by_contact ON notes (contact);

CREATE TABLE recordings (
    row INTEGER PRIMARY KEY,
    contact BLOB NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    use INTEGER NOT NULL,
    levels BLOB NOT NULL,
    small BLOB NOT NULL,
    better BLOB NOT NULL
) STRICT;
CREATE INDEX recordings_by_contact ON recordings (contact, row);

ALTER TABLE messages ADD COLUMN call_bytes INTEGER NOT NULL DEFAULT 0;
CREATE INDEX messages_calls ON messages (row) WHERE kind = 1;
)sql");
}

/// With a row goes the key of a container (docs/storage.md). `key` is empty where `guard` is not: the key, sealed with
/// a PIN of its own.
void addContainers(Database& database) {
    database.script(R"sql(
CREATE TABLE containers (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 8),
    kind INTEGER NOT NULL,
    label TEXT NOT NULL,
    key BLOB NOT NULL,
    guard BLOB NOT NULL,
    hidden INTEGER NOT NULL,
    opens_itself INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    ends_ms INTEGER
) STRICT;
)sql");
}

/// `wipe_notices`: whom we tell when we are forced to wipe; `wipe_notice_keys`: who may tell us.
void addWipeNotices(Database& database) {
    database.script(R"sql(
CREATE TABLE wipe_notices (
    contact BLOB PRIMARY KEY REFERENCES contacts (id) ON DELETE CASCADE,
    key BLOB NOT NULL CHECK (length(key) = 32),
    wipes_there INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE wipe_notice_keys (
    contact BLOB PRIMARY KEY REFERENCES contacts (id) ON DELETE CASCADE,
    key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT, WITHOUT ROWID;
)sql");
}

/// `ends_ms`: by this device's clock, 0: never; while `life_waits` it is the latest end. `said` is what they were told
/// last.
void addLives(Database& database) {
    database.script(R"sql(
ALTER TABLE messages ADD COLUMN life_from INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN life_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN ends_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN life_waits INTEGER NOT NULL DEFAULT 0;
CREATE INDEX messages_ending ON messages (ends_ms) WHERE ends_ms <> 0 AND deleted = 0;
CREATE INDEX messages_life_waits ON messages (contact) WHERE life_waits = 1;

CREATE TABLE lives (
    contact BLOB PRIMARY KEY REFERENCES contacts (id) ON DELETE CASCADE,
    turn INTEGER NOT NULL,
    life_from INTEGER NOT NULL,
    life_ms INTEGER NOT NULL,
    said BLOB NOT NULL,
    their_from INTEGER NOT NULL,
    their_ms INTEGER NOT NULL,
    they_tell_read INTEGER NOT NULL,
    their_ahead_ms INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_by_message ON outbox (contact, message) WHERE message IS NOT NULL;
)sql");
}

/// Of a group there is one at most: it has a container of its own. `author` is NULL for what we wrote; `nonce` makes
/// the id of a message together with its author. What hangs on members who are out stays with what they wrote.
void addGroup(Database& database) {
    database.script(R"sql(
CREATE TABLE group_chat (
    contact BLOB PRIMARY KEY REFERENCES contacts (id) ON DELETE CASCADE,
    founder INTEGER NOT NULL,
    own BLOB NOT NULL CHECK (length(own) = 16)
) STRICT, WITHOUT ROWID;

CREATE TABLE group_members (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    contact BLOB UNIQUE REFERENCES contacts (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    state INTEGER NOT NULL,
    founder INTEGER NOT NULL,
    link TEXT NOT NULL,
    we_invite INTEGER NOT NULL,
    invitation BLOB CHECK (length(invitation) = 8),
    offers INTEGER NOT NULL
) STRICT;

CREATE TABLE group_messages (
    message BLOB PRIMARY KEY CHECK (length(message) = 8),
    author BLOB CHECK (length(author) = 16),
    nonce BLOB NOT NULL CHECK (length(nonce) = 8)
) STRICT, WITHOUT ROWID;

CREATE TABLE group_deliveries (
    message BLOB NOT NULL CHECK (length(message) = 8),
    member BLOB NOT NULL CHECK (length(member) = 16),
    state INTEGER NOT NULL,
    reason INTEGER NOT NULL,
    PRIMARY KEY (message, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_deliveries_by_member ON group_deliveries (member, state);

CREATE TABLE group_waiting (
    row INTEGER PRIMARY KEY,
    member BLOB NOT NULL CHECK (length(member) = 16),
    message BLOB CHECK (length(message) = 8),
    time_ms INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT;
CREATE INDEX group_waiting_by_member ON group_waiting (member, row);
)sql");
}

/// `tell_erase`: they may delete here; `lets_erase`: we may there, as they said. A farewell asks somebody who is no
/// contact any more to forget us; it lies here until their queue is gone.
void addErasure(Database& database) {
    database.script(R"sql(
ALTER TABLE contacts ADD COLUMN tell_erase INTEGER NOT NULL DEFAULT 1;
ALTER TABLE contacts ADD COLUMN lets_erase INTEGER NOT NULL DEFAULT 1;
ALTER TABLE invitations ADD COLUMN may_erase INTEGER NOT NULL DEFAULT 1;
ALTER TABLE accepts ADD COLUMN may_erase INTEGER NOT NULL DEFAULT 1;

CREATE TABLE farewells (
    row INTEGER PRIMARY KEY,
    hub TEXT NOT NULL,
    queue BLOB NOT NULL UNIQUE CHECK (length(queue) = 16),
    secret BLOB NOT NULL,
    bytes BLOB NOT NULL,
    since_ms INTEGER NOT NULL,
    again_ms INTEGER NOT NULL
) STRICT;
)sql");
}

/// `floor`: messages up to this row are out of sight, and emptied some at a time. `leaving`: the contact is gone for
/// everybody but who removes their messages, some at a time.
void addFloors(Database& database) {
    database.script(R"sql(
ALTER TABLE contacts ADD COLUMN floor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN leaving INTEGER NOT NULL DEFAULT 0;
ALTER TABLE wipe_notices ADD COLUMN erases_chat INTEGER NOT NULL DEFAULT 0;
)sql");
}

/// `until_ms`: of a live place, by its sender's clock, 0: it never moves; `turn`: the latest that was said of it.
/// Captions, labels, names on cards and names of files are found, too.
void addPlacesAndTraffic(Database& database) {
    database.script(R"sql(
CREATE TABLE places (
    contact BLOB NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    message BLOB NOT NULL CHECK (length(message) = 8),
    mine INTEGER NOT NULL,
    latitude INTEGER NOT NULL,
    longitude INTEGER NOT NULL,
    uncertainty INTEGER NOT NULL,
    measured_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    PRIMARY KEY (contact, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX places_live ON places (until_ms) WHERE ended = 0;

CREATE TABLE cards (
    contact BLOB NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    message BLOB NOT NULL CHECK (length(message) = 8),
    link TEXT NOT NULL,
    PRIMARY KEY (contact, message)
) STRICT, WITHOUT ROWID;

ALTER TABLE contacts ADD COLUMN address TEXT NOT NULL DEFAULT '';

-- Whole IP packets of a month, which is 12 * year + month - 1.
CREATE TABLE traffic (
    month INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    received INTEGER NOT NULL,
    PRIMARY KEY (month, kind)
) STRICT, WITHOUT ROWID;

DROP TRIGGER messages_added;
DROP TRIGGER messages_removed;
DROP TRIGGER messages_erased;
DROP TRIGGER messages_edited;
CREATE TRIGGER messages_added AFTER INSERT ON messages WHEN new.kind IN (0, 2, 3, 6, 7) AND new.text <> '' BEGIN
    INSERT INTO search (rowid, text) VALUES (new.row, replace(replace(new.text, 'ё', 'е'), 'Ё', 'Е'));
END;
CREATE TRIGGER messages_removed AFTER DELETE ON messages WHEN old.kind IN (0, 2, 3, 6, 7) AND old.text <> '' BEGIN
    INSERT INTO search (search, rowid, text) VALUES ('delete', old.row, replace(replace(old.text, 'ё', 'е'), 'Ё', 'Е'));
END;
CREATE TRIGGER messages_erased AFTER UPDATE OF text ON messages WHEN old.kind IN (0, 2, 3, 6, 7) AND old.text <> '' BEGIN
    INSERT INTO search (search, rowid, text) VALUES ('delete', old.row, replace(replace(old.text, 'ё', 'е'), 'Ё', 'Е'));
END;
CREATE TRIGGER messages_edited AFTER UPDATE OF text ON messages WHEN new.kind IN (0, 2, 3, 6, 7) AND new.text <> '' BEGIN
    INSERT INTO search (rowid, text) VALUES (new.row, replace(replace(new.text, 'ё', 'е'), 'Ё', 'Е'));
END;
INSERT INTO search (rowid, text) SELECT row, replace(replace(text, 'ё', 'е'), 'Ё', 'Е') FROM messages
    WHERE kind IN (2, 3) AND text <> '';

CREATE VIRTUAL TABLE search_names USING fts5 (name, content = '', tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO search_names (search_names, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER files_added AFTER INSERT ON files WHEN new.name <> '' BEGIN
    INSERT INTO search_names (rowid, name) VALUES (new.row, replace(replace(new.name, 'ё', 'е'), 'Ё', 'Е'));
END;
CREATE TRIGGER files_removed AFTER DELETE ON files WHEN old.name <> '' BEGIN
    INSERT INTO search_names (search_names, rowid, name)
        VALUES ('delete', old.row, replace(replace(old.name, 'ё', 'е'), 'Ё', 'Е'));
END;
INSERT INTO search_names (rowid, name) SELECT row, replace(replace(name, 'ё', 'е'), 'Ё', 'Е') FROM files
    WHERE name <> '';

-- What is looked through by kind: few among many texts.
CREATE INDEX messages_by_kind ON messages (kind) WHERE kind <> 0;
CREATE INDEX messages_with_link ON messages (contact) WHERE kind = 0 AND instr(text, '://') > 0;
)sql");
}

/// Several messages may have one file in the blob folder: what was forwarded.
void addFilesByName(Database& database) {
    database.script("CREATE INDEX files_by_local ON files (local) WHERE local <> ''");
}

constexpr Migration steps[] = {
    {1, "contacts, messages, outbox", createTables},
    {2, "contacts that are talked to through the relay only", addRelayOnly},
    {3, "edits, answers, reactions, drafts, requests", addConversation},
    {4, "files", addFiles},
    {5, "public addresses", addPublicAddresses},
    {6, "order numbers of what is on its way", addOrderToOutbox},
    {7, "fresh keys after a restored backup", addRenewals},
    {8, "voice notes, bytes of calls", addNotes},
    {9, "containers within this one", addContainers},
    {10, "notices of a forced wipe", addWipeNotices},
    {11, "who may erase, farewells", addErasure},
    {12, "messages that have an end", addLives},
    {13, "groups", addGroup},
    {14, "conversations that go out of sight at once", addFloors},
    {15, "places, cards, names in the search, bytes of a month", addPlacesAndTraffic},
    {16, "files by their name in the blob folder", addFilesByName},
};

}  // namespace

const Schema& identitySchema() {
    static constexpr Schema schema{0x4e4a4944 /* "NJID" */, steps};
    return schema;
}

}  // namespace nightjar::store
