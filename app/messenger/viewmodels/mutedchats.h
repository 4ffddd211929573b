// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>
#include <functional>

#include "courier.h"

namespace nightjar {

/// Of which conversations nothing is told on the desktop. Kept in the identity, in one setting: the ids, with blanks in
/// between.
class MutedChats : public QObject {
    Q_OBJECT

public:
    explicit MutedChats(Courier& courier, QObject* parent = nullptr);

    /// `answer` is called later, unless `asker` is gone by then.
    void ask(const ContactId& contact, const QObject* asker, std::function<void(bool)> answer);
    /// `done` as in ask(), with the reason it was not kept.
    void set(const ContactId& contact, bool muted, const QObject* asker, std::function<void(ErrorCode)> done);

private:
    void read(const QObject* asker, std::function<void(QStringList)> use);

    Courier& m_courier;
};

}  // namespace nightjar
