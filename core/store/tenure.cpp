// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/tenure.h"

#include <algorithm>

#include "base/buffer.h"
#include "store/profile.h"

namespace nightjar::store {

namespace {

/// Which tenure of the identity around this one was followed.
constexpr std::string_view followedKey = "tenure-followed";
constexpr std::uint64_t scatterSeconds = 24 * 3600;

std::uint64_t numberIn(Database& database, std::string_view key) {
    const auto kept = Profile(database).get(key);
    return kept && kept->size() == sizeof(std::uint64_t) ? ByteReader(*kept).u64() : 0;
}

void setNumber(Database& database, std::string_view key, std::uint64_t number) {
    ByteWriter out;
    out.u64(number);
    Profile(database).set(key, out.view());
}

std::uint64_t secondsOf(Instant now) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(toUnixMs(now) / 1000, 0));
}

}  // namespace

std::uint64_t Tenure::get() const {
    return numberIn(m_database, Profile::tenureKey);
}

void Tenure::set(std::uint64_t tenure) {
    setNumber(m_database, Profile::tenureKey, tenure);
    Profile(m_database).remove(Profile::supersededKey);
}

void Tenure::renewAt(std::uint64_t seconds) {
    set(std::max(get() + 1, seconds));
}

void Tenure::renew(Instant now) {
    renewAt(secondsOf(now));
}

void Tenure::raiseTo(std::uint64_t tenure) {
    if (tenure > get()) {
        set(tenure);
    }
}

void Tenure::follow(std::uint64_t outer, Instant now, const ContainerId& self) {
    if (outer > numberIn(m_database, followedKey)) {
        setNumber(m_database, followedKey, outer);
        renewAt(secondsOf(now) + ByteReader(self.value).u64() % scatterSeconds);
    }
}

}  // namespace nightjar::store
