// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <memory>
#include <optional>

class QLocalServer;
class QLocalSocket;

namespace nightjar {

/// What a second start wants of the program that runs already.
struct Wish {
    QString link;      ///< an invitation to look at; empty: none
    QByteArray token;  ///< by which the compositor lets a window come to the front (XDG_ACTIVATION_TOKEN); may be empty
    bool show = true;  ///< the window is wanted in front; not by a start in the background

    bool operator==(const Wish&) const = default;
};

/// More than any wish has, in bytes.
inline constexpr qsizetype maxWish = 1024;

/// As it goes over the socket: lines "show", "token TOKEN", "link LINK", each at most once, and an empty one at the
/// end.
[[nodiscard]] QByteArray writeWish(const Wish& wish);
/// Nothing when it is anything else. A link is at most maxPasted printable characters, whatever it says.
[[nodiscard]] std::optional<Wish> readWish(QByteArrayView bytes);

/// One program for each profile: the first holds a lock and listens at a local socket, a later one tells it what it was
/// started for and ends. Both lie in a folder for the owner alone within the runtime folder, whose name is derived from
/// that of the profile folder. A lock goes with its process, so that a socket that was left behind means nothing. The
/// folder goes with the program, too, unless that is killed.
class SingleInstance : public QObject {
    Q_OBJECT

public:
    enum class Outcome {
        First,       ///< wished() tells of every later start
        HandedOver,  ///< another one runs and does what is wished: there is nothing left to do
        Alone,       ///< neither: no place for a socket, or the other one does not answer
    };

    /// `runtimeFolder`: empty: that of the system.
    explicit SingleInstance(const QString& profileFolder, const QString& runtimeFolder = {}, QObject* parent = nullptr);
    ~SingleInstance() override;

    /// Takes the place, or hands the wish to who has it. Waits for its answer at most `patience`, in milliseconds.
    [[nodiscard]] Outcome begin(const Wish& wish, int patience = 5000);

    /// Where the lock and the socket lie.
    [[nodiscard]] QString folder() const { return m_folder; }

Q_SIGNALS:
    void wished(const nightjar::Wish& wish);

private:
    struct Lock;
    [[nodiscard]] QString socketName() const;
    [[nodiscard]] bool handOver(const Wish& wish, int patience) const;
    void greet();
    void hear(QLocalSocket* socket);

    QString m_folder;
    std::unique_ptr<Lock> m_lock;
    std::unique_ptr<QLocalServer> m_server;
    int m_guests = 0;
};

}  // namespace nightjar
