// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "launcherbadge.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <utility>

namespace nightjar {

void LauncherBadge::show(int count) {
    if (std::exchange(m_count, count) == count) {
        return;
    }
    auto signal =
        QDBusMessage::createSignal(QStringLiteral("/com/canonical/unity/launcherentry/1"),
                                   QStringLiteral("com.canonical.Unity.LauncherEntry"), QStringLiteral("Update"));
    signal.setArguments({QStringLiteral("application://nightjar.desktop"),
                         QVariantMap{{QStringLiteral("count"), static_cast<qint64>(count)},
                                     {QStringLiteral("count-visible"), count > 0}}});
    QDBusConnection::sessionBus().send(signal);
}

}  // namespace nightjar
