// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QTemporaryDir>

#include "store/contacts.h"
#include "store/keyfile.h"
#include "store/messages.h"
#include "store/migrations.h"

namespace nightjar::store {

/// A throw-away container with what most tests begin with.
class StoreFixture {
public:
    StoreFixture() : m_path(m_folder.filePath(QStringLiteral("db")).toStdString()), m_key(SecretBytes(32)) {
        m_random.fill(m_key.mutableView());
        reopen(OpenMode::Create);
    }

    void reopen(OpenMode mode = OpenMode::Existing) {
        m_database.reset();
        auto opened = openIdentity(m_path, m_key, mode);
        if (!opened) {
            qFatal("cannot open the store: %s", storeErrorName(opened.error()).data());
        }
        m_database = std::move(*opened);
    }
    void close() { m_database.reset(); }

    [[nodiscard]] Database& db() { return *m_database; }
    [[nodiscard]] const std::string& path() const { return m_path; }
    [[nodiscard]] const SecretBytes& key() const { return m_key; }
    /// What the file is encrypted with.
    [[nodiscard]] SecretBytes databaseKey() const {
        auto key = chooseKey(m_path, m_key);
        return std::move(*key);
    }
    [[nodiscard]] RandomSource& random() { return m_random; }
    [[nodiscard]] QString folder() const { return m_folder.path(); }

    template <class Id>
    [[nodiscard]] Id draw() {
        return Id::draw(m_random);
    }
    [[nodiscard]] Bytes bytes(std::size_t size) {
        Bytes out(size);
        m_random.fill(out);
        return out;
    }
    /// An active contact, already stored.
    ContactId contact(const std::string& name = "Ada") {
        ContactRecord record;
        record.id = draw<ContactId>();
        record.name = name;
        record.state = ContactState::Active;
        record.createdMs = 1000;
        Contacts(db()).add(record);
        return record.id;
    }
    [[nodiscard]] MessageRecord text(const ContactId& contact, const std::string& text, bool mine = false) {
        MessageRecord message;
        message.id = draw<MessageId>();
        message.contact = contact;
        message.mine = mine;
        message.seq = ++m_seq;
        message.text = text;
        message.timeMs = message.receivedMs = 1'700'000'000'000 + static_cast<std::int64_t>(m_seq);
        message.state = mine ? MessageState::Queued : MessageState::Received;
        message.unread = !mine;
        return message;
    }
    MessageId say(const ContactId& to, const std::string& words, bool mine = false) {
        const auto message = text(to, words, mine);
        Messages(db()).add(message);
        return message.id;
    }

private:
    QTemporaryDir m_folder;
    SeededRandom m_random{7};
    std::string m_path;
    SecretBytes m_key;
    std::unique_ptr<Database> m_database;
    std::uint64_t m_seq = 0;
};

inline std::vector<std::string> textsOf(const std::vector<MessageRecord>& messages) {
    std::vector<std::string> out;
    for (const auto& message : messages) {
        out.push_back(message.text);
    }
    return out;
}

using Texts = std::vector<std::string>;

}  // namespace nightjar::store
