// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QHash>
#include <QObject>
#include <QPointer>
#include <map>
#include <set>

#include "appviewmodel.h"
#include "desktopports.h"

namespace nightjar {

/// Decides what is told on the desktop of what happens in the open identities, and how much of it. Without a choice to
/// the contrary no word and no name of it; of locked and secret chats, and behind the lock screen, never. Nothing is
/// told of what somebody looks at or has muted, and it is taken back as soon as it was read, and with the lock.
class Notifier : public QObject {
    Q_OBJECT

public:
    Notifier(AppViewModel& app, NotificationPort& port, QObject* parent = nullptr);
    ~Notifier() override;

Q_SIGNALS:
    /// The window is wanted in front. `token`: as NotificationPort::acted().
    void windowWanted(const QByteArray& token);

private:
    /// Which conversation, of which identity.
    struct Source {
        ContainerId container;
        ContactId contact;
        auto operator<=>(const Source&) const = default;
        [[nodiscard]] QString key() const;
    };

    void follow();
    void watch(const ContainerId& container, SessionViewModel& session);
    void hear(const Source& source, const Message& message);
    void tell(const Source& source, const Message& message);
    void tellOpenly(const Source& source, const Contact& contact, const Message& message);
    void tellQuietly(const Source& source, bool missedCall);
    void callChanged(const ContainerId& container, const CallViewModel& call);
    void act(const QString& key, const QString& action, const QByteArray& token);
    void reply(const QString& key, const QString& text);
    void forget(const Source& source);
    /// What somebody looks at now needs no notification any more.
    void forgetWhatIsSeen();
    void withdrawAll();
    [[nodiscard]] SessionViewModel* session(const ContainerId& container) const;
    [[nodiscard]] bool mayTellContent(const ContainerId& container) const;
    [[nodiscard]] bool isLookedAt(const Source& source) const;

    AppViewModel& m_app;
    NotificationPort& m_port;
    QPointer<IdentitiesModel> m_identities;
    std::map<QString, Source> m_open;  ///< by key: what is shown with its content
    std::map<Source, int> m_quiet;     ///< what the one without content stands for, and how many each
    /// Those of both of which the list of chats knows by now that something is unread: it learns that a moment later.
    std::set<Source> m_counted;
    std::map<QString, ContainerId> m_calls;
};

}  // namespace nightjar
