// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QJsonObject>

#include "events.h"

namespace nightjar::cli {

// The vocabulary of the core as JSON (docs/cli.md): ids are hexadecimal texts, moments are milliseconds since
// 1970-01-01 UTC, states and errors their stable names.

[[nodiscard]] QString toQString(std::string_view utf8);

[[nodiscard]] QJsonObject toJson(const Quote& quote);
[[nodiscard]] QJsonObject toJson(const Reaction& reaction);
[[nodiscard]] QJsonObject toJson(const MessageVersion& version);
[[nodiscard]] QJsonObject toJson(const VoiceNote& note);
[[nodiscard]] QJsonObject toJson(const Message& message);
[[nodiscard]] QJsonObject toJson(const Contact& contact);
[[nodiscard]] QJsonObject toJson(const Status& status);
[[nodiscard]] QJsonObject toJson(const CallStats& stats);
[[nodiscard]] QJsonObject toJson(const LinkCandidate& candidate);
[[nodiscard]] QJsonObject toJson(const LinkInfo& info);
[[nodiscard]] QJsonObject toJson(const StorageUse& use);
[[nodiscard]] QJsonObject toJson(const PublicAddress& address);
[[nodiscard]] QJsonObject toJson(const LifeRule& rule);
[[nodiscard]] QJsonObject toJson(const SecretChat& chat);
[[nodiscard]] QJsonObject toJson(const Invitation& invitation);

/// One object as one line, with its line end.
[[nodiscard]] QByteArray toLine(const QJsonObject& object);

struct Notification {
    QString method;
    QJsonObject params;
};
/// What the outside is told about an event; nothing for answers and for what only a screen needs.
[[nodiscard]] std::optional<Notification> notificationOf(const Event& event);

/// The request an event answers; nothing for news.
[[nodiscard]] std::optional<RequestId> requestOf(const Event& event);
/// What an answer holds. Not for CommandFailed.
[[nodiscard]] QJsonObject resultOf(const Event& answer);

}  // namespace nightjar::cli
