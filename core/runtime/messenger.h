// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>

#include "commands.h"
#include "events.h"

namespace nightjar {

/// One open identity as the interface sees it: commands go in, events come out. The Node is one over real sockets; the
/// simulated world another. Lives in the thread of its user; event() is emitted there, in order.
class Messenger : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Hands a command over and returns at once.
    virtual void post(nightjar::Command command) = 0;

    /// A fresh number to recognise the answer by.
    [[nodiscard]] nightjar::RequestId newRequest() { return ++m_lastRequest; }

Q_SIGNALS:
    void event(const nightjar::Event& event);

private:
    nightjar::RequestId m_lastRequest = 0;
};

}  // namespace nightjar
