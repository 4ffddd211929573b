// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QTimer>
#include <functional>
#include <set>

#include "runtime/messenger.h"

namespace nightjar {

/// The last thing an identity does: deletes what it has at servers (queues of its contacts, invitations, public
/// addresses), so that nothing there outlives it. Ends when the server has nothing of it any more, when it cannot be
/// reached, or after `patience`.
class Farewell final : public QObject {
    Q_OBJECT

public:
    static constexpr Duration patience = std::chrono::seconds(5);

    /// `done` is called once, from the event loop; not when this object or the messenger goes before.
    /// `both`: the others are asked to forget us, too.
    Farewell(Messenger& messenger, bool both, std::function<void()> done, QObject* parent = nullptr);

private:
    void hear(const Event& event);
    void ask(Command command);
    void look();
    void end();

    Messenger& m_messenger;
    bool m_both;
    std::function<void()> m_done;
    std::set<RequestId> m_waiting;
    QTimer m_patience;
    QTimer m_again;
};

}  // namespace nightjar
