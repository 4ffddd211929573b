// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "cli/params.h"

#include <QJsonArray>
#include <algorithm>
#include <cmath>

namespace nightjar::cli {

std::string Params::text(const char* name) {
    const auto value = m_object[QLatin1String(name)];
    if (!value.isString()) {
        complain(name, "a text");
        return {};
    }
    return value.toString().toStdString();
}

std::string Params::optionalText(const char* name) {
    return has(name) ? text(name) : std::string();
}

std::vector<std::string> Params::texts(const char* name) {
    const auto value = m_object[QLatin1String(name)];
    std::vector<std::string> out;
    for (const auto& one : value.toArray()) {
        out.push_back(one.toString().toStdString());
    }
    const bool allTexts = std::none_of(out.begin(), out.end(), [](const std::string& one) { return one.empty(); });
    if (!value.isArray() || !allTexts) {
        complain(name, "a list of texts");
    }
    return out;
}

bool Params::flag(const char* name) {
    if (!has(name)) {
        complain(name, "true or false");
    }
    return optionalFlag(name);
}

bool Params::optionalFlag(const char* name, bool otherwise) {
    const auto value = m_object[QLatin1String(name)];
    if (has(name) && !value.isBool()) {
        complain(name, "true or false");
    }
    return value.toBool(otherwise);
}

std::size_t Params::choice(const char* name, std::initializer_list<const char*> words) {
    const auto value = text(name);
    const auto found = std::find(words.begin(), words.end(), value);
    if (found == words.end()) {
        complain(name, "one of the words that docs/cli.md has for it");
        return 0;
    }
    return static_cast<std::size_t>(found - words.begin());
}

std::uint32_t Params::optionalCount(const char* name, std::uint32_t otherwise, std::uint32_t most) {
    const auto number = optionalNumber(name);
    if (!number) {
        return otherwise;
    }
    if (*number < 1 || *number != std::floor(*number)) {
        complain(name, "a whole number above zero");
        return otherwise;
    }
    return static_cast<std::uint32_t>(std::min(*number, static_cast<double>(most)));
}

std::optional<double> Params::optionalNumber(const char* name) {
    if (!has(name)) {
        return std::nullopt;
    }
    const auto value = m_object[QLatin1String(name)];
    if (!value.isDouble()) {
        complain(name, "a number");
        return std::nullopt;
    }
    return value.toDouble();
}

std::int64_t Params::bytes(const char* name) {
    const auto number = optionalNumber(name);
    constexpr double most = 1e15;  // what a double counts one by one, and then some
    if (!number || *number < 0 || *number > most || *number != std::floor(*number)) {
        complain(name, "a whole number of bytes");
        return 0;
    }
    return static_cast<std::int64_t>(*number);
}

SearchKind Params::searchKind(const char* name) {
    const auto wanted = has(name) ? text(name) : std::string(kindName(SearchKind::Everything));
    for (int kind = 0; kind <= static_cast<int>(SearchKind::Places); ++kind) {
        if (kindName(static_cast<SearchKind>(kind)) == wanted) {
            return static_cast<SearchKind>(kind);
        }
    }
    complain(name, "everything, texts, photos, videos, files, links, notes or places");
    return SearchKind::Everything;
}

GeoPoint Params::place(const char* name) {
    const auto point = GeoPoint::parse(text(name));
    if (!point) {
        complain(name, "a geo: link or coordinates");
    }
    return point.value_or(GeoPoint{});
}

LifeRule Params::lifeRule() {
    const auto from = text("from");
    LifeRule rule;
    const auto all = {LifeFrom::Never, LifeFrom::Sent, LifeFrom::Read, LifeFrom::Creation};
    const auto* const found =
        std::find_if(all.begin(), all.end(), [&from](LifeFrom one) { return lifeFromName(one) == from; });
    if (found == all.end()) {
        complain("from", "never, sent, read or creation");
        return rule;
    }
    rule.from = *found;
    if (rule.from != LifeFrom::Never) {
        const auto most = static_cast<std::uint32_t>(longestLife / std::chrono::seconds(1)) + 1;
        rule.life = std::chrono::seconds(optionalCount("seconds", 0, most));
    }
    return rule;
}

bool Params::has(const char* name) const {
    const auto value = m_object[QLatin1String(name)];
    return !value.isUndefined() && !value.isNull();
}

void Params::complain(const char* name, const char* wanted) {
    if (m_problem.isEmpty()) {
        m_problem = QStringLiteral("The parameter \"%1\" must be %2.").arg(QLatin1String(name), QLatin1String(wanted));
    }
}

}  // namespace nightjar::cli
