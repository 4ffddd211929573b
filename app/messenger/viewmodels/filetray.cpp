// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "filetray.h"

#include <QBuffer>
#include <QClipboard>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QMimeDatabase>
#include <QNetworkInformation>
#include <QPointer>
#include <QThreadPool>

#include "attachmentfacts.h"
#include "names.h"
#include "videometadata.h"

namespace nightjar {

namespace {

/// Bytes of cleaned videos that are kept in memory until they are sent; what is beyond goes as it is, which is told.
constexpr double mostCleaned = 2.0 * maxReadableBytes;

std::string mimeOf(const QString& name) {
    // By the name alone: the content is for the other side to look at.
    const auto mime = QMimeDatabase().mimeTypeForFile(name, QMimeDatabase::MatchExtension).name();
    return mime == u"application/octet-stream" || mime.size() > static_cast<qsizetype>(maxMimeBytes)
               ? std::string()
               : mime.toStdString();
}

}  // namespace

FileTray::FileTray(Courier& courier, ContactId contact, VideoPort* videos, bool (*metered)(), QObject* parent)
    : QAbstractListModel(parent), m_courier(courier), m_contact(contact), m_videos(videos), m_metered(metered) {
}

int FileTray::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant FileTray::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto& item = m_items[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case NameRole:
            return item.name;
        case BytesRole:
            return bytesOf(item);
        case PictureRole:
            return item.picture;
        case PreviewRole:
            return item.preview;
        case ProblemRole:
            return item.problem;
        case BusyRole:
            return item.busy;
        case TracesRole:
            return isVideo(toQt(mimeOf(item.name))) && !item.busy && !goesCleaned(item);
        default:
            return {};
    }
}

QHash<int, QByteArray> FileTray::roleNames() const {
    return {{NameRole, "name"},       {BytesRole, "bytes"}, {PictureRole, "picture"}, {PreviewRole, "preview"},
            {ProblemRole, "problem"}, {BusyRole, "busy"},   {TracesRole, "traces"}};
}

int FileTray::pictures() const {
    return static_cast<int>(std::ranges::count_if(m_items, &Item::picture));
}

void FileTray::setAsPhotos(bool asPhotos) {
    if (m_asPhotos != asPhotos) {
        m_asPhotos = asPhotos;
        tellChange();
    }
}

void FileTray::setSmaller(bool smaller) {
    if (m_smaller == smaller) {
        return;
    }
    m_smaller = smaller;
    for (auto& item : m_items) {
        if (item.picture) {
            prepare(item);
        }
    }
    tellChange();
}

void FileTray::setCaption(const QString& caption) {
    if (m_caption != caption) {
        m_caption = caption;
        Q_EMIT changed();
    }
}

double FileTray::bytes() const {
    double sum = 0;
    for (const auto& item : m_items) {
        sum += bytesOf(item);
    }
    return sum;
}

double FileTray::bytesOf(const Item& item) const {
    if (goesAsPhoto(item)) {
        return item.photo ? static_cast<double>(item.photo->content.size()) : item.size;
    }
    return item.path.isEmpty() ? static_cast<double>(item.png.size()) : item.size;
}

TransferCost FileTray::cost() const {
    auto cost = m_cost;
    cost.metered = m_metered();
    return cost;
}

int FileTray::seconds() const {
    return m_cost.seconds(bytes());
}

bool FileTray::isCostly() const {
    return cost().asksFirst(bytes());
}

bool FileTray::isWorking() const {
    return m_sending || std::ranges::any_of(m_items, &Item::busy);
}

bool FileTray::isReady() const {
    return !m_items.empty() && !isWorking() &&
           std::ranges::all_of(m_items, [](const Item& item) { return item.problem.isEmpty(); });
}

void FileTray::add(const QList<QUrl>& files) {
    const auto before = count();
    m_problem.clear();
    for (const auto& file : files) {
        if (file.isLocalFile()) {
            addFile(file.toLocalFile());
        }
    }
    if (count() > before) {
        askLink();
        Q_EMIT filled();
    }
}

bool FileTray::paste() {
    const auto* data = QGuiApplication::clipboard()->mimeData();
    if (!data) {
        return false;
    }
    // A file manager gives addresses; a screenshot or a picture of a page comes as pixels. Text goes before pixels:
    // programs for writing offer a picture of what is copied besides.
    if (data->hasUrls() && std::ranges::any_of(data->urls(), &QUrl::isLocalFile)) {
        add(data->urls());
        return true;
    }
    if (!data->hasImage() || data->hasText()) {
        return false;
    }
    addPicture(qvariant_cast<QImage>(data->imageData()));
    return true;
}

void FileTray::addPicture(const QImage& picture) {
    if (picture.isNull() || qint64{picture.width()} * picture.height() > mostPixels) {
        m_problem = QStringLiteral("image-unreadable");
        Q_EMIT changed();
        return;
    }
    Item item;
    item.pasted = picture;
    //: the name of a pasted picture as a file; %1 is a date and a time
    item.name = tr("Picture %1").arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH.mm.ss"))) +
                QStringLiteral(".png");
    item.picture = true;
    m_problem.clear();
    add(std::move(item));
    askLink();
    Q_EMIT filled();
}

void FileTray::addFile(const QString& path) {
    const QFileInfo info(path);
    Item item;
    item.path = info.absoluteFilePath();
    item.name = info.fileName();
    item.size = static_cast<double>(info.size());
    QFile file(item.path);
    if (!info.isFile() || !file.open(QIODevice::ReadOnly)) {
        item.problem = toQt(ErrorCode::FileUnreadable);
    } else if (static_cast<std::uint64_t>(info.size()) > maxFileBytes) {
        item.problem = toQt(ErrorCode::FileTooLarge);
    } else {
        item.picture = pictureSize(file).isValid();
    }
    add(std::move(item));
}

void FileTray::add(Item item) {
    if (count() >= most) {
        m_problem = QStringLiteral("too-many-files");
        Q_EMIT changed();
        return;
    }
    item.key = ++m_lastKey;
    beginInsertRows({}, count(), count());
    m_items.push_back(std::move(item));
    endInsertRows();
    if (m_items.back().picture) {
        prepare(m_items.back());
    } else if (m_videos && m_items.back().problem.isEmpty() && isVideo(toQt(mimeOf(m_items.back().name)))) {
        lookInto(m_items.back());
    }
    tellChange();
}

void FileTray::lookInto(Item& video) {
    video.busy = true;
    video.looking = std::make_shared<VideoPoster>(*m_videos, video.path, [this, key = video.key](Poster poster) {
        const auto found = std::ranges::find(m_items, key, &Item::key);
        if (found == m_items.end()) {
            return;
        }
        found->preview = thumbnailAddress(poster.thumbnail);
        found->poster = std::move(poster);
        // Not from within itself.
        QMetaObject::invokeMethod(
            this, [looked = std::exchange(found->looking, nullptr)] {}, Qt::QueuedConnection);
        cleanVideo(*found);
    });
}

void FileTray::cleanVideo(const Item& video) {
    const auto done = [self = QPointer(this), key = video.key](std::optional<Bytes> cleaned) {
        const auto take = [self, key, cleaned = std::move(cleaned)]() mutable {
            if (self) {
                self->cleaned(key, std::move(cleaned));
            }
        };
        QMetaObject::invokeMethod(qApp, take, Qt::QueuedConnection);
    };
    double held = video.size;
    for (const auto& item : m_items) {
        held += item.cleaned ? static_cast<double>(item.cleaned->size()) : 0;
    }
    if (video.size > static_cast<double>(maxReadableBytes) || held > mostCleaned) {
        return done(std::nullopt);
    }
    QThreadPool::globalInstance()->start([done, path = video.path] {
        QFile file(path);
        QByteArray content;
        if (file.open(QIODevice::ReadOnly)) {
            content = file.read(static_cast<qint64>(maxReadableBytes) + 1);
        }
        const bool whole = content.size() <= static_cast<qsizetype>(maxReadableBytes);
        done(whole ? withoutMetadata(Bytes(content.begin(), content.end())) : std::nullopt);
    });
}

void FileTray::cleaned(int key, std::optional<Bytes> video) {
    const auto found = std::ranges::find(m_items, key, &Item::key);
    if (found != m_items.end()) {
        found->busy = false;
        found->cleaned = std::move(video);
        tellChange();
    }
}

void FileTray::prepare(Item& item) {
    item.busy = true;
    item.photo.reset();
    // The worker gets a copy; what it has made comes back to this item, unless that is gone or was asked anew.
    item.key = ++m_lastKey;
    const auto work = [self = QPointer(this), item = item, size = m_smaller ? smallPhoto : usualPhoto]() mutable {
        auto picture = item.pasted;
        if (picture.isNull()) {
            QFile file(item.path);
            if (file.open(QIODevice::ReadOnly)) {
                picture = decodePicture(file, QSize(size.longestSide, size.longestSide));
            }
        }
        item.photo = preparePhoto(picture, size);
        if (item.photo) {
            item.preview = thumbnailAddress(item.photo->thumbnail);
        }
        if (!item.pasted.isNull() && item.png.empty()) {
            item.png = encodePng(item.pasted);
        }
        QMetaObject::invokeMethod(
            qApp,
            [self, item = std::move(item)]() mutable {
                if (self) {
                    self->prepared(item.key, std::move(item));
                }
            },
            Qt::QueuedConnection);
    };
    QThreadPool::globalInstance()->start(work);
}

void FileTray::prepared(int key, Item fresh) {
    const auto found = std::ranges::find(m_items, key, &Item::key);
    if (found == m_items.end()) {
        return;
    }
    *found = std::move(fresh);
    found->busy = false;
    if (!found->photo) {
        // Its header is that of a picture and the rest is not: as a file it can still go.
        found->picture = false;
        found->problem = found->path.isEmpty() ? QStringLiteral("image-unreadable") : QString();
    }
    tellChange();
}

void FileTray::remove(int row) {
    if (row < 0 || row >= count() || m_sending) {
        return;
    }
    beginRemoveRows({}, row, row);
    m_items.erase(m_items.begin() + row);
    endRemoveRows();
    Q_EMIT changed();
}

void FileTray::clear() {
    if (m_sending) {
        return;
    }
    beginResetModel();
    m_items.clear();
    endResetModel();
    m_caption.clear();
    m_problem.clear();
    m_asPhotos = true;
    m_smaller = false;
    m_linkKnown = false;
    Q_EMIT changed();
}

void FileTray::send() {
    if (!isReady()) {
        return;
    }
    if (m_caption.trimmed().toUtf8().size() > static_cast<qsizetype>(maxCaptionBytes)) {
        m_problem = toQt(ErrorCode::MessageTooLong);
        Q_EMIT changed();
        return;
    }
    m_sending = true;
    m_problem.clear();
    Q_EMIT changed();
    sendNext(true);
}

void FileTray::sendNext(bool first) {
    if (m_items.empty()) {
        m_sending = false;
        clear();
        Q_EMIT sent();
        return;
    }
    const auto& item = m_items.front();
    SendFile command;
    command.contact = m_contact;
    command.caption = first ? m_caption.trimmed().toStdString() : std::string();
    command.name = item.name.toStdString();
    if (goesAsPhoto(item)) {
        command.asPhoto = true;
        command.name = (QFileInfo(item.name).completeBaseName() + QStringLiteral(".jpg")).toStdString();
        command.mime = "image/jpeg";
        command.content = item.photo->content;
        command.width = static_cast<std::uint32_t>(item.photo->size.width());
        command.height = static_cast<std::uint32_t>(item.photo->size.height());
    } else {
        command.mime = mimeOf(item.name);
        command.path = goesCleaned(item) ? std::string() : item.path.toStdString();
        command.content = goesCleaned(item) ? *item.cleaned : item.png;
    }
    if (item.poster) {
        const auto told = withDuration(toQt(command.mime), item.poster->duration).toStdString();
        command.mime = told.size() <= maxMimeBytes ? told : command.mime;
        command.thumbnail = item.poster->thumbnail;
        const bool known = std::max(item.poster->size.width(), item.poster->size.height()) <= 0xFFFF;
        command.width = known ? static_cast<std::uint32_t>(std::max(item.poster->size.width(), 0)) : 0;
        command.height = known ? static_cast<std::uint32_t>(std::max(item.poster->size.height(), 0)) : 0;
    }
    if (item.photo) {
        command.thumbnail = item.photo->thumbnail;
    }
    m_courier.ask(std::move(command), this, [this](const Event& answer) {
        if (const auto code = failureOf(answer); code != ErrorCode::None) {
            m_sending = false;
            m_problem = toQt(code);
            Q_EMIT changed();
            return;
        }
        beginRemoveRows({}, 0, 0);
        m_items.erase(m_items.begin());
        endRemoveRows();
        m_caption.clear();
        Q_EMIT changed();
        sendNext(false);
    });
}

void FileTray::noteRate(double rate) {
    m_cost.measured = rate;
    Q_EMIT changed();
}

void FileTray::setLimit(double bytes) {
    m_cost.limit = bytes;
    Q_EMIT changed();
}

void FileTray::askLink(const std::function<void()>& then) {
    GetLinkInfo get;
    get.contact = m_contact;
    m_courier.ask(get, this, [this, then](const Event& answer) {
        if (const auto* info = std::get_if<LinkInfoAnswer>(&answer)) {
            if (m_cost.linkClass != info->info.linkClass) {
                m_cost.linkClass = info->info.linkClass;
                m_cost.measured = 0;  // of another link
            }
            // Where bytes are dear photos are small, unless somebody says otherwise afterwards.
            if (!m_linkKnown) {
                m_linkKnown = true;
                setSmaller(m_smaller || m_cost.isNarrow());
            }
            Q_EMIT changed();
        }
        if (then) {
            then();
        }
    });
}

void FileTray::tellChange() {
    if (count() > 0) {
        Q_EMIT dataChanged(index(0), index(count() - 1));
    }
    Q_EMIT changed();
}

bool networkIsMetered() {
    static const bool known = QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Metered);
    const auto* information = known ? QNetworkInformation::instance() : nullptr;
    return information && information->isMetered();
}

}  // namespace nightjar
