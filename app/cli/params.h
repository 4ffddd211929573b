// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QJsonObject>

#include "commands.h"

namespace nightjar::cli {

/// Reads the named parameters of a request. What is missing or of the wrong type is remembered: a method reads all it
/// wants and asks once. An id that is none reads as the null id, which the core knows nobody by.
class Params {
public:
    explicit Params(QJsonObject object) : m_object(std::move(object)) {}

    [[nodiscard]] std::string text(const char* name);
    [[nodiscard]] std::string optionalText(const char* name);
    /// A list of texts.
    [[nodiscard]] std::vector<std::string> texts(const char* name);
    [[nodiscard]] bool flag(const char* name);
    [[nodiscard]] bool optionalFlag(const char* name, bool otherwise = false);
    /// Which of these words it is.
    [[nodiscard]] std::size_t choice(const char* name, std::initializer_list<const char*> words);
    /// A whole number from zero on.
    [[nodiscard]] std::int64_t bytes(const char* name);
    /// As kindName() has it; everything where it is not there.
    [[nodiscard]] SearchKind searchKind(const char* name);
    [[nodiscard]] std::uint32_t optionalCount(const char* name, std::uint32_t otherwise, std::uint32_t most);
    [[nodiscard]] std::optional<double> optionalNumber(const char* name);
    /// A `geo:` URI or coordinates as people write them.
    [[nodiscard]] GeoPoint place(const char* name);
    /// `from` (never, sent, read, creation) and, unless that is never, `seconds`.
    [[nodiscard]] LifeRule lifeRule();
    [[nodiscard]] ContactId contact() { return id<ContactId>("contact"); }
    [[nodiscard]] CallId call() { return id<CallId>("call"); }
    template <class Id>
    [[nodiscard]] Id id(const char* name) {
        return Id::parse(text(name)).value_or(Id{});
    }
    template <class Id>
    [[nodiscard]] std::optional<Id> optionalId(const char* name) {
        return has(name) ? std::optional(id<Id>(name)) : std::nullopt;
    }

    /// What is wrong with the parameters, in a sentence; empty when nothing is.
    [[nodiscard]] const QString& problem() const { return m_problem; }

private:
    [[nodiscard]] bool has(const char* name) const;
    void complain(const char* name, const char* wanted);

    QJsonObject m_object;
    QString m_problem;
};

}  // namespace nightjar::cli
