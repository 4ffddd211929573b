// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>
#include <QTimer>
#include <functional>

#include "base/instant.h"

class QKeyEvent;

namespace nightjar {

class LockingViewModel;

/// Watches what is typed and pointed at in the windows of the program: tells when nothing was for a while, and hears
/// the panic key.
class AutoLock : public QObject {
    Q_OBJECT

public:
    /// Goes on while the machine sleeps.
    using Now = std::function<Instant()>;

    explicit AutoLock(Now now, QObject* parent = nullptr);

    /// The rules of the open identity; null: nothing is open, nothing is watched. Must outlive its time here.
    void follow(const LockingViewModel* rules);
    /// Looks at the time, and when it is worth the next look.
    void look();

    /// Keys within so long belong together.
    static constexpr Duration panicWithin = std::chrono::seconds(1);

Q_SIGNALS:
    void screenWanted();
    void vaultWanted();
    void panicked();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void keyPressed(const QKeyEvent& key);
    [[nodiscard]] Duration untilDue(Duration idle) const;

    Now m_now;
    QTimer m_next;
    const LockingViewModel* m_rules = nullptr;
    Instant m_lastInput{};
    Instant m_firstEscape{};
    int m_escapes = 0;
};

}  // namespace nightjar
