// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/moving.h"

#include <algorithm>

#include "store/keyfile.h"
#include "store/migrations.h"

namespace nightjar::store {

namespace {

constexpr const char* outerSchema = "main";
constexpr const char* innerSchema = "beside";
constexpr std::size_t fileKeyBytes = 32;

std::string literal(const ContactId& contact) {
    return "x'" + contact.toString() + "'";
}

/// Of what the profile table keeps about a contact the key ends with its id.
std::string profileKeysOf(const ContactId& contact) {
    return "substr(key, -17) = '/" + contact.toString() + "'";
}

/// The two containers side by side.
class Beside {
public:
    Beside(Database& outer, const std::string& path, const SecretBytes& root) : m_outer(outer) {
        const auto key = chooseKey(path, root);
        m_attached = key && outer.attach(path, *key, innerSchema);
    }
    ~Beside() {
        if (m_attached) {
            m_outer.detach(innerSchema);
        }
    }
    Beside(const Beside&) = delete;
    Beside& operator=(const Beside&) = delete;

    [[nodiscard]] bool works() const { return m_attached; }

private:
    Database& m_outer;
    bool m_attached = false;
};

Result<void, StoreError> failed(Database& database) {
    return Unexpected{database.takeError().value_or(StoreError::Io)};
}

}  // namespace

Result<void, StoreError> Moving::lockUp(const ContactId& contact, const std::string& path, const SecretBytes& key,
                                        const ContainerRecord& record, const CopyBlob& copyBlob,
                                        const SealAnew& sealAnew) {
    {
        auto row = m_outer.query("SELECT 1 FROM contacts WHERE id = ?1", contact);
        if (!row.next()) {
            return Unexpected{m_outer.takeError().value_or(StoreError::NotFound)};
        }
    }
    // Brings it up to date, so that both have the same tables.
    if (const auto inner = openIdentity(path, key, OpenMode::CreateIfMissing); !inner) {
        return Unexpected{inner.error()};
    }
    {
        const Beside beside(m_outer, path, key);
        if (!beside.works()) {
            return failed(m_outer);
        }
        Transaction transaction(m_outer);
        spell(outerSchema);
        copyShared(outerSchema, innerSchema);
        copy(outerSchema, innerSchema, contact);
        if (const auto done = transaction.commit(); !done) {
            return done;
        }
        if (const auto done = sealShared(contact, sealAnew); !done) {
            return done;
        }
        if (const auto done = copyBlobs(outerSchema, contact, copyBlob); !done) {
            return done;
        }
    }
    Transaction transaction(m_outer);
    Containers(m_outer).put(record);
    forget(contact);
    if (const auto done = transaction.commit(); !done) {
        return done;
    }
    m_outer.truncateWal();
    return {};
}

Result<void, StoreError> Moving::takeBack(const ContainerId& container, const std::string& path, const SecretBytes& key,
                                          const CopyBlob& copyBlob) {
    if (const auto inner = openIdentity(path, key, OpenMode::Existing); !inner) {
        return Unexpected{inner.error()};
    }
    const Beside beside(m_outer, path, key);
    if (!beside.works()) {
        return failed(m_outer);
    }
    std::vector<ContactId> contacts;
    {
        auto row = m_outer.query("SELECT id FROM beside.contacts WHERE leaving = 0 ORDER BY row");
        while (row.next()) {
            contacts.push_back(row.id<ContactId>(0));
        }
    }
    for (const auto& contact : contacts) {
        if (const auto done = copyBlobs(innerSchema, contact, copyBlob); !done) {
            return done;
        }
    }
    Transaction transaction(m_outer);
    spell(innerSchema);
    for (const auto& contact : contacts) {
        copy(innerSchema, outerSchema, contact);
    }
    m_outer.script(
        "INSERT OR IGNORE INTO main.seen_envelopes SELECT * FROM beside.seen_envelopes;"
        "INSERT OR IGNORE INTO main.dead_queues (id, hub, secret, since_ms) "
        "SELECT id, hub, secret, since_ms FROM beside.dead_queues ORDER BY row");
    Containers(m_outer).remove(container);
    if (const auto done = transaction.commit(); !done) {
        return done;
    }
    m_outer.truncateWal();
    return {};
}

/// What a conversation needs of the identity it belongs to: name, server, settings; and which envelopes came already,
/// which the store does not keep by contact.
void Moving::copyShared(const std::string& from, const std::string& to) {
    m_outer.script("DELETE FROM " + to + ".profile; INSERT INTO " + to + ".profile SELECT * FROM " + from +
                   ".profile WHERE NOT EXISTS (SELECT 1 FROM " + from +
                   ".contacts c WHERE substr(key, -17) = '/' || lower(hex(c.id)));" +  //
                   "INSERT OR IGNORE INTO " + to + ".hubs SELECT * FROM " + from +
                   ".hubs;"  //
                   "INSERT OR IGNORE INTO " +
                   to + ".seen_envelopes SELECT * FROM " + from + ".seen_envelopes");
}

void Moving::copy(const std::string& from, const std::string& to, const ContactId& contact) {
    const auto rows = [&](const std::string& table, const std::string& column) {
        const auto columns = columnsOf(table);
        m_outer.script("INSERT INTO " + to + "." + table + " (" + columns.all + ") SELECT " + columns.all + " FROM " +
                       from + "." + table + " WHERE " + column + " = " + literal(contact) + columns.order);
    };
    rows("contacts", "id");
    for (const auto& table : tablesOfContacts()) {
        rows(table, "contact");
    }
    m_outer.script("INSERT OR REPLACE INTO " + to + ".profile SELECT * FROM " + from + ".profile WHERE " +
                   profileKeysOf(contact));
}

/// Rows get new numbers, so what is out of sight because of its number is marked one by one.
void Moving::spell(const std::string& schema) {
    m_outer.script("UPDATE " + schema +
                   ".messages SET deleted = 2, unread = 0 WHERE deleted = 0 AND row <= (SELECT floor FROM " + schema +
                   ".contacts c WHERE c.id = contact);"
                   "UPDATE " +
                   schema + ".contacts SET floor = 0 WHERE leaving = 0");
}

void Moving::forget(const ContactId& contact) {
    m_outer.run("DELETE FROM contacts WHERE id = ?1", contact);
    m_outer.script("DELETE FROM profile WHERE " + profileKeysOf(contact));
}

/// What goes with a contact is what its tables say: those whose rows are deleted with it.
std::vector<std::string> Moving::tablesOfContacts() {
    std::vector<std::string> out;
    auto row = m_outer.query(
        "SELECT t.name FROM sqlite_schema t, pragma_foreign_key_list(t.name) k WHERE t.type = 'table' AND "
        "k.\"table\" = 'contacts' AND k.\"from\" = 'contact' AND k.on_delete = 'CASCADE' ORDER BY t.rowid");
    while (row.next()) {
        out.push_back(row.text(0));
    }
    return out;
}

/// The number that a row has in its own table is drawn anew in the other; their order stays.
Moving::Columns Moving::columnsOf(const std::string& table) {
    Columns out;
    auto row = m_outer.query("SELECT name FROM pragma_table_info(?1)", table);
    while (row.next()) {
        if (const auto name = row.text(0); name == "row") {
            out.order = " ORDER BY row";
        } else {
            out.all += (out.all.empty() ? "" : ", ") + name;
        }
    }
    return out;
}

Result<void, StoreError> Moving::copyBlobs(const std::string& schema, const ContactId& contact,
                                           const CopyBlob& copyBlob) {
    std::vector<std::string> names;
    {
        auto row =
            schema == outerSchema
                ? m_outer.query(
                      "SELECT DISTINCT local FROM main.files WHERE contact = ?1 AND local <> '' AND "
                      "local IN (SELECT local FROM beside.files)",  // the others were sealed anew
                      contact)
                : m_outer.query("SELECT DISTINCT local FROM beside.files WHERE contact = ?1 AND local <> ''", contact);
        while (row.next()) {
            names.push_back(row.text(0));
        }
    }
    if (const auto error = m_outer.takeError()) {
        return Unexpected{*error};
    }
    for (const auto& name : names) {
        if (const auto done = copyBlob(name); !done) {
            return done;
        }
    }
    return {};
}

Result<void, StoreError> Moving::sealShared(const ContactId& contact, const SealAnew& sealAnew) {
    std::vector<Blob> shared;
    {
        auto row = m_outer.query(
            "SELECT local, key, max(size) FROM main.files f WHERE contact = ?1 AND local <> '' AND EXISTS "
            "(SELECT 1 FROM main.files o WHERE o.local = f.local AND o.local <> '' AND o.contact <> ?1) GROUP BY local",
            contact);
        while (row.next()) {
            // The last of its keys is that of the blob (files.h).
            const auto keys = row.secret(1);
            shared.push_back({row.text(0), SecretBytes(keys.view().last(std::min(keys.size(), fileKeyBytes))),
                              static_cast<std::uint64_t>(row.integer(2))});
        }
    }
    if (const auto error = m_outer.takeError()) {
        return Unexpected{*error};
    }
    for (const auto& blob : shared) {
        const auto fresh = sealAnew(blob);
        if (!fresh) {
            return Unexpected{fresh.error()};
        }
        std::vector<std::pair<MessageId, SecretBytes>> rows;
        {
            auto row = m_outer.query("SELECT message, key FROM beside.files WHERE local = ?1", blob.name);
            while (row.next()) {
                const auto keys = row.secret(1);
                Bytes both = toBytes(keys.view().first(std::min(keys.size(), fileKeyBytes)));
                append(both, fresh->key.view());
                rows.emplace_back(row.id<MessageId>(0), SecretBytes(both));
                wipe(both);
            }
        }
        Transaction transaction(m_outer);
        for (const auto& [message, keys] : rows) {
            m_outer.run("UPDATE beside.files SET local = ?1, key = ?2 WHERE local = ?3 AND message = ?4", fresh->name,
                        keys, blob.name, message);
        }
        if (const auto done = transaction.commit(); !done) {
            return done;
        }
    }
    return {};
}

}  // namespace nightjar::store
