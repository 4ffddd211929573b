// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/secretservice.h"

#ifdef NIGHTJAR_SECRET_SERVICE

// clang-format off
#include <libsecret/secret.h>
// clang-format on

namespace nightjar::runtime {

namespace {

using vault::Keyring;
using vault::KeyringError;

const SecretSchema schema = {"app.nightjar.DeviceKey",
                             SECRET_SCHEMA_NONE,
                             {{"place", SECRET_SCHEMA_ATTRIBUTE_STRING}, {nullptr, SecretSchemaAttributeType(0)}},
                             0,
                             nullptr,
                             nullptr,
                             nullptr,
                             nullptr,
                             nullptr,
                             nullptr,
                             nullptr};

template <auto Release>
struct Releaser {
    template <class T>
    void operator()(T* held) const {
        Release(held);
    }
};
template <class T>
using Object = std::unique_ptr<T, Releaser<g_object_unref>>;
using Attributes = std::unique_ptr<GHashTable, Releaser<g_hash_table_unref>>;
using Value = std::unique_ptr<SecretValue, Releaser<secret_value_unref>>;

/// Why a call failed does not matter: the keyring is not to be had. What glib says may hold paths, so it is not logged.
struct Ignored {
    ~Ignored() { g_clear_error(&error); }
    GError* error = nullptr;
    GError** operator&() { return &error; }
};

Attributes attributesOf(const Keyring::Place& place) {
    return Attributes(secret_attributes_build(&schema, "place", toHex(place).c_str(), nullptr));
}

struct ItemList {
    ~ItemList() { g_list_free_full(items, g_object_unref); }
    GList* items = nullptr;
};

/// One conversation with the service. A new one each time, since the service may be another process by then.
class Conversation {
public:
    Conversation() {
        Ignored why;
        m_service.reset(secret_service_get_sync(SECRET_SERVICE_OPEN_SESSION, nullptr, &why));
        if (m_service) {
            m_collection.reset(secret_collection_for_alias_sync(m_service.get(), SECRET_COLLECTION_DEFAULT,
                                                                SECRET_COLLECTION_NONE, nullptr, &why));
        }
    }
    ~Conversation() {
        m_collection.reset();
        m_service.reset();
        secret_service_disconnect();
    }
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;

    /// Nothing when entries can be read and written without asking anybody.
    [[nodiscard]] std::optional<KeyringError> obstacle() const {
        if (!m_collection) {
            return KeyringError::Unavailable;
        }
        return secret_collection_get_locked(m_collection.get()) ? std::optional(KeyringError::Locked) : std::nullopt;
    }

    [[nodiscard]] Result<SecretBytes, KeyringError> load(const Keyring::Place& place) {
        if (!m_service) {
            return Unexpected{KeyringError::Unavailable};
        }
        Ignored why;
        ItemList found;
        found.items = secret_service_search_sync(m_service.get(), &schema, attributesOf(place).get(),
                                                 SECRET_SEARCH_NONE, nullptr, &why);
        if (why.error) {
            return Unexpected{KeyringError::Unavailable};
        }
        if (!found.items) {
            return Unexpected{obstacle().value_or(KeyringError::NotFound)};
        }
        auto* item = static_cast<SecretItem*>(found.items->data);
        if (secret_item_get_locked(item)) {
            return Unexpected{KeyringError::Locked};
        }
        if (!secret_item_load_secret_sync(item, nullptr, &why)) {
            return Unexpected{KeyringError::Unavailable};
        }
        const Value value(secret_item_get_secret(item));
        gsize size = 0;
        const char* text = value ? secret_value_get(value.get(), &size) : nullptr;
        auto bytes = text ? fromHex({text, size}) : std::nullopt;
        if (!bytes) {
            return Unexpected{KeyringError::NotFound};  // somebody else's
        }
        SecretBytes out{ByteView(*bytes)};
        wipe(*bytes);
        return out;
    }

    [[nodiscard]] Result<void, KeyringError> store(const Keyring::Place& place, const SecretBytes& secret) {
        if (const auto why = obstacle()) {
            return Unexpected{*why};
        }
        // As text: not every keyring keeps other bytes unchanged.
        auto text = toHex(secret.view());
        const Value value(secret_value_new(text.data(), static_cast<gssize>(text.size()), "text/plain"));
        wipe(text);
        Ignored why;
        const bool done =
            secret_service_store_sync(m_service.get(), &schema, attributesOf(place).get(), SECRET_COLLECTION_DEFAULT,
                                      "Nightjar", value.get(), nullptr, &why) != FALSE;
        return done ? Result<void, KeyringError>() : Unexpected{KeyringError::Unavailable};
    }

    [[nodiscard]] Result<void, KeyringError> erase(const Keyring::Place& place) {
        if (const auto why = obstacle()) {
            return Unexpected{*why};
        }
        Ignored why;
        (void)secret_service_clear_sync(m_service.get(), &schema, attributesOf(place).get(), nullptr, &why);
        return why.error ? Result<void, KeyringError>(Unexpected{KeyringError::Unavailable})
                         : Result<void, KeyringError>();
    }

private:
    Object<SecretService> m_service;
    Object<SecretCollection> m_collection;
};

class SecretServiceKeyring final : public Keyring {
public:
    [[nodiscard]] Result<SecretBytes, KeyringError> load(const Place& place) override {
        return Conversation().load(place);
    }
    [[nodiscard]] Result<void, KeyringError> store(const Place& place, const SecretBytes& secret) override {
        return Conversation().store(place, secret);
    }
    [[nodiscard]] Result<void, KeyringError> erase(const Place& place) override { return Conversation().erase(place); }
};

}  // namespace

std::unique_ptr<vault::Keyring> makeKeyring() {
    return std::make_unique<SecretServiceKeyring>();
}

}  // namespace nightjar::runtime

#else

namespace nightjar::runtime {

std::unique_ptr<vault::Keyring> makeKeyring() {
    return nullptr;
}

}  // namespace nightjar::runtime

#endif
