// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>
#include <QPointer>
#include <functional>
#include <unordered_map>

#include "runtime/messenger.h"

namespace nightjar {

/// Takes the commands of view-models to the messenger and brings each answer to the one who asked; what nobody asked
/// for is news().
class Courier final : public QObject {
    Q_OBJECT

public:
    using Answer = std::function<void(const Event&)>;

    explicit Courier(Messenger& messenger, QObject* parent = nullptr);

    /// `answer` is called once with the answer or with CommandFailed, unless `asker` is gone by then.
    template <class C>
    void ask(C command, const QObject* asker, Answer answer) {
        command.request = expect(asker, std::move(answer));
        m_messenger.post(std::move(command));
    }
    /// A command whose answer nobody waits for.
    void tell(Command command) { m_messenger.post(std::move(command)); }

Q_SIGNALS:
    void news(const nightjar::Event& event);

private:
    struct Pending {
        QPointer<const QObject> asker;
        Answer answer;
    };

    RequestId expect(const QObject* asker, Answer answer);
    void deliver(const Event& event);

    Messenger& m_messenger;
    std::unordered_map<RequestId, Pending> m_pending;
};

/// The error an answer carries; None when it is not a failure.
[[nodiscard]] ErrorCode failureOf(const Event& answer);

}  // namespace nightjar
