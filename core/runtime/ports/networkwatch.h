// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QTimer>
#include <functional>
#include <memory>

class QSocketNotifier;

namespace nightjar {

/// Hears from the system that interfaces, addresses or routes change, at once on Linux (rtnetlink); elsewhere nothing
/// is heard, and whoever asks looks from time to time. Lives in the thread that made it, which needs an event loop.
class NetworkWatch final : public QObject {
    Q_OBJECT

public:
    /// `lost`: something that was there is gone, so that we may be elsewhere even if the addresses are the same.
    using Changed = std::function<void(bool lost)>;

    explicit NetworkWatch(Changed changed);
    ~NetworkWatch() override;

private:
    void read();

    Changed m_changed;
    bool m_lost = false;
    int m_socket = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_settle;
};

}  // namespace nightjar
