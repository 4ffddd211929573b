// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "singleinstance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QLocalServer>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QThread>
#include <QTimer>
#include <algorithm>
#include <chrono>

#include "acceptviewmodel.h"
#include "runtime/disk.h"

namespace nightjar {

namespace {

/// More starts at once are not of a person.
constexpr int mostGuests = 8;
/// For a wish to arrive.
constexpr auto guestTime = std::chrono::seconds(2);
/// Compositors' tokens are some dozens of characters long.
constexpr qsizetype maxToken = 200;
const QByteArray done = QByteArrayLiteral("done\n");

bool isPrintable(QByteArrayView bytes) {
    return std::ranges::all_of(bytes, [](char c) { return c > ' ' && c < 0x7f; });
}

/// The same for every way to write the path of a folder, whether it is there yet or not.
QString plainPath(const QString& folder) {
    QString rest;
    QFileInfo at(QDir::cleanPath(QFileInfo(folder).absoluteFilePath()));
    while (!at.exists() && !at.isRoot()) {
        rest.prepend(u'/' + at.fileName());
        at.setFile(at.path());
    }
    return at.canonicalFilePath() + rest;
}

}  // namespace

QByteArray writeWish(const Wish& wish) {
    QByteArray out;
    if (wish.show) {
        out += "show\n";
    }
    if (!wish.token.isEmpty() && wish.token.size() <= maxToken && isPrintable(wish.token)) {
        out += "token " + wish.token + '\n';
    }
    const auto link = wish.link.toUtf8();
    if (!link.isEmpty() && link.size() <= maxPasted && isPrintable(link)) {
        out += "link " + link + '\n';
    }
    return out + '\n';
}

std::optional<Wish> readWish(QByteArrayView bytes) {
    if (bytes.size() > maxWish || !bytes.endsWith('\n')) {
        return std::nullopt;
    }
    Wish wish;
    wish.show = false;
    auto lines = bytes.toByteArray().split('\n');
    lines.removeLast();
    if (lines.isEmpty() || !lines.takeLast().isEmpty()) {
        return std::nullopt;
    }
    for (const auto& line : lines) {
        if (line == "show" && !wish.show) {
            wish.show = true;
        } else if (line.startsWith("token ") && wish.token.isEmpty()) {
            wish.token = line.mid(6);
            if (wish.token.isEmpty() || wish.token.size() > maxToken || !isPrintable(wish.token)) {
                return std::nullopt;
            }
        } else if (line.startsWith("link ") && wish.link.isEmpty()) {
            const auto link = line.mid(5);
            if (link.isEmpty() || link.size() > maxPasted || !isPrintable(link)) {
                return std::nullopt;
            }
            wish.link = QString::fromLatin1(link);
        } else {
            return std::nullopt;
        }
    }
    return wish;
}

struct SingleInstance::Lock {
    runtime::ProfileLock held;
};

SingleInstance::SingleInstance(const QString& profileFolder, const QString& runtimeFolder, QObject* parent)
    : QObject(parent) {
    const auto place =
        runtimeFolder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) : runtimeFolder;
    if (!place.isEmpty()) {
        const auto mark =
            QCryptographicHash::hash(plainPath(profileFolder).toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
        m_folder = place + QStringLiteral("/nightjar-app-") + QString::fromLatin1(mark);
    }
}

SingleInstance::~SingleInstance() {
    if (m_lock) {
        m_server.reset();
        // While it is still ours. Who opened the lock at this very moment finds the profile in use, or begins anew.
        QDir(m_folder).removeRecursively();
    }
}

QString SingleInstance::socketName() const {
#ifdef Q_OS_WIN
    return QFileInfo(m_folder).fileName();  // a named pipe
#else
    return m_folder + QStringLiteral("/s");
#endif
}

SingleInstance::Outcome SingleInstance::begin(const Wish& wish, int patience) {
    if (m_folder.isEmpty()) {
        return Outcome::Alone;
    }
    QElapsedTimer waited;
    waited.start();
    while (true) {
        auto lock = runtime::ProfileLock::take(m_folder.toStdString());
        if (lock) {
            m_lock = std::make_unique<Lock>(Lock{std::move(*lock)});
            break;
        }
        if (lock.error() != runtime::ProfileLock::Error::InUse) {
            return Outcome::Alone;
        }
        const auto left = patience - static_cast<int>(waited.elapsed());
        if (left <= 0) {
            return Outcome::Alone;
        }
        if (handOver(wish, left)) {
            return Outcome::HandedOver;
        }
        QThread::msleep(50);  // it starts at this moment, or it ends
    }
    QLocalServer::removeServer(socketName());  // of one that was killed
    m_server = std::make_unique<QLocalServer>();
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    m_server->setMaxPendingConnections(mostGuests);
    connect(m_server.get(), &QLocalServer::newConnection, this, &SingleInstance::greet);
    return m_server->listen(socketName()) ? Outcome::First : Outcome::Alone;
}

bool SingleInstance::handOver(const Wish& wish, int patience) const {
    QLocalSocket socket;
    socket.connectToServer(socketName());
    if (!socket.waitForConnected(patience)) {
        return false;
    }
    socket.write(writeWish(wish));
    QByteArray answer;
    while (answer.size() < done.size() && socket.waitForReadyRead(patience)) {
        answer += socket.readAll();
    }
    return answer == done;
}

void SingleInstance::greet() {
    while (auto* const socket = m_server->nextPendingConnection()) {
        if (m_guests >= mostGuests) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        ++m_guests;
        socket->setReadBufferSize(maxWish + 1);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { hear(socket); });
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QObject::destroyed, this, [this] { --m_guests; });
        QTimer::singleShot(guestTime, socket, [socket] {
            socket->abort();
            socket->deleteLater();
        });
        hear(socket);
    }
}

void SingleInstance::hear(QLocalSocket* socket) {
    const auto bytes = socket->peek(maxWish + 1);
    if (!bytes.endsWith("\n\n") && bytes != "\n" && bytes.size() <= maxWish) {
        return;  // not all of it yet
    }
    const auto wish = readWish(bytes);
    socket->disconnect(this);
    connect(socket, &QObject::destroyed, this, [this] { --m_guests; });
    if (!wish) {
        socket->abort();
        socket->deleteLater();
        return;
    }
    socket->readAll();
    socket->write(done);
    socket->flush();
    socket->disconnectFromServer();
    Q_EMIT wished(*wish);
}

}  // namespace nightjar
