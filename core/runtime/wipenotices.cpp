// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/wipenotices.h"

#include "base/log.h"
#include "chat/wipenotice.h"
#include "runtime/disk.h"
#include "runtime/folderblobs.h"
#include "runtime/node.h"
#include "runtime/ports/clock.h"
#include "store/database.h"
#include "store/migrations.h"

namespace nightjar {

namespace {

constexpr std::string_view noticesName = "notices";
/// Within the container's folder; not named as a container, which it is to nobody.
constexpr std::string_view carrierName = "carrier";
static_assert(noticeWipeThisDevice == chat::noticeWipeHere);

/// In place, so that what was there is gone as far as the file system allows.
void writeFile(const std::string& folder, ByteView bytes) {
    runtime::FolderDisk disk(folder);
    auto done = disk.overwrite(noticesName, 0, bytes);
    if (!done && done.error() == vault::DiskError::NotFound) {
        done = disk.create(noticesName, bytes);
    }
    if (!done) {
        qCWarning(lcRuntime) << "the file of notices cannot be written";
    }
}

}  // namespace

void ensureNoticeFile(const UnlockedIdentity& container) {
    runtime::FolderDisk disk(container.folder);
    if (const auto there = disk.read(noticesName, chat::noticeFileSize);
        there && there->size() == chat::noticeFileSize) {
        return;
    }
    SystemRandom random;
    (void)disk.shred(noticesName);
    writeFile(container.folder, chat::sealNoticeFile({}, container.key, random));
}

void sealNotices(const UnlockedIdentity& identity) {
    if (!identity.decoy) {
        return;
    }
    auto store = openIdentity(identity);
    if (!store) {
        return;
    }
    SystemRandom random;
    const auto database = store->take();
    ensureNoticeFile(*identity.decoy);
    writeFile(identity.decoy->folder,
              chat::sealNoticeFile(chat::armedNotices(*database, random), identity.decoy->key, random));
}

NoticeSender::NoticeSender(QObject* parent) : QObject(parent) {
    m_look.setInterval(std::chrono::seconds(1));
    connect(&m_look, &QTimer::timeout, this, [this] { m_carrier->post(GetStatus{m_carrier->newRequest()}); });
}

NoticeSender::~NoticeSender() {
    stop();
}

void NoticeSender::start(const UnlockedIdentity& container) {
    stop();
    ensureNoticeFile(container);
    runtime::FolderDisk disk(container.folder);
    (void)disk.shred(carrierName);  // what an interruption left
    const auto file = disk.read(noticesName, chat::noticeFileSize);
    const auto parcels = file ? chat::openNoticeFile(*file, container.key) : std::vector<chat::NoticeParcel>();
    if (parcels.empty()) {
        return;
    }
    SystemRandom random;
    m_folder = container.folder;
    m_key = container.key.clone();
    m_carrierFolder = carrierName;
    SecretBytes key(m_key.size());
    random.fill(key.mutableView());
    if (!disk.makeFolder(m_carrierFolder)) {
        return;
    }
    const auto path = disk.pathOf(m_carrierFolder);
    auto database = store::openIdentity(path + "/identity.db", key, store::OpenMode::Create);
    if (!database || !chat::loadCarrier(**database, parcels, random, toUnixMs(SystemClock().now()))) {
        (void)disk.shred(m_carrierFolder);
        return;
    }
    m_carrier = std::make_unique<Node>(
        IdentityStore(std::move(*database), std::make_unique<runtime::FolderBlobs>(path + "/blobs")));
    connect(m_carrier.get(), &Messenger::event, this, [this](const Event& event) {
        const auto* const status = std::get_if<StatusAnswer>(&event);
        if (status && status->status.waiting == 0) {
            // Not from inside the carrier's own signal.
            QMetaObject::invokeMethod(this, &NoticeSender::conclude, Qt::QueuedConnection);
        }
    });
    m_look.start();
}

void NoticeSender::conclude() {
    if (m_carrier) {
        SystemRandom random;
        writeFile(m_folder, chat::sealNoticeFile({}, m_key, random));
        stop();
        Q_EMIT finished();
    }
}

void NoticeSender::stop() {
    m_look.stop();
    if (m_carrier) {
        m_carrier.reset();
        (void)runtime::FolderDisk(m_folder).shred(m_carrierFolder);
    }
    m_key.clear();
}

}  // namespace nightjar

#include "moc_wipenotices.cpp"
