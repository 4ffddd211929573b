// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QImage>
#include <QUrl>
#include <functional>
#include <vector>

#include "courier.h"
#include "pictures.h"
#include "transfercost.h"
#include "videoposter.h"

namespace nightjar {

/// Files and pictures that were picked, dropped or pasted and are looked at once more before they are sent: as photos
/// (smaller, and without what a camera wrote into them) or as they are, with a caption, and with what it costs here and
/// now. Pictures are read and made smaller by a worker.
class FileTray : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AttachmentsViewModel")
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    Q_PROPERTY(int pictures READ pictures NOTIFY changed FINAL)
    Q_PROPERTY(bool asPhotos READ isAsPhotos WRITE setAsPhotos NOTIFY changed FINAL)
    Q_PROPERTY(bool smaller READ isSmaller WRITE setSmaller NOTIFY changed FINAL)
    Q_PROPERTY(QString caption READ caption WRITE setCaption NOTIFY changed FINAL)
    Q_PROPERTY(double bytes READ bytes NOTIFY changed FINAL)
    Q_PROPERTY(int seconds READ seconds NOTIFY changed FINAL)
    Q_PROPERTY(bool costly READ isCostly NOTIFY changed FINAL)
    Q_PROPERTY(bool working READ isWorking NOTIFY changed FINAL)
    Q_PROPERTY(bool ready READ isReady NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)

public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        BytesRole,    ///< what would be sent of it now
        PictureRole,  ///< it can be sent as a photo
        PreviewRole,  ///< an address for an Image; empty while there is none
        ProblemRole,  ///< errorName(ErrorCode) or a name of Words.pageProblem; empty
        BusyRole,     ///< a worker has it
        TracesRole,   ///< a video that goes as it is, with whatever a camera wrote into it
    };
    /// One goes through so many by hand.
    static constexpr int most = 20;

    /// `videos`: null where nothing can look into them. `metered`: whether the present network is paid for by the byte.
    FileTray(Courier& courier, ContactId contact, VideoPort* videos, bool (*metered)(), QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] int count() const { return static_cast<int>(m_items.size()); }
    /// How many of them can be sent as photos.
    [[nodiscard]] int pictures() const;
    [[nodiscard]] bool isAsPhotos() const { return m_asPhotos; }
    void setAsPhotos(bool asPhotos);
    /// Photos as small as they are still good to look at.
    [[nodiscard]] bool isSmaller() const { return m_smaller; }
    void setSmaller(bool smaller);
    [[nodiscard]] QString caption() const { return m_caption; }
    void setCaption(const QString& caption);
    /// Of everything, as it would be sent now.
    [[nodiscard]] double bytes() const;
    /// How long that takes at the present rate; -1: not known.
    [[nodiscard]] int seconds() const;
    /// Worth a question first.
    [[nodiscard]] bool isCostly() const;
    [[nodiscard]] bool isWorking() const;
    /// There is something, and all of it can be sent.
    [[nodiscard]] bool isReady() const;
    [[nodiscard]] QString problem() const { return m_problem; }

    /// Takes files; what is beyond `most` is left out.
    Q_INVOKABLE void add(const QList<QUrl>& files);
    /// Takes files or a picture from the clipboard; false when there are none.
    Q_INVOKABLE bool paste();
    void addPicture(const QImage& picture);
    Q_INVOKABLE void remove(int row);
    Q_INVOKABLE void clear();
    Q_INVOKABLE void send();

    /// What a transfer on this link reached, bytes per second.
    void noteRate(double rate);
    /// From here on a question comes first where bytes are dear.
    void setLimit(double bytes);
    /// What moving something costs here and now.
    [[nodiscard]] TransferCost cost() const;
    /// Looks at the link anew; `then` is called when that is done.
    void askLink(const std::function<void()>& then = {});

Q_SIGNALS:
    void changed();
    /// Something was put in.
    void filled();
    /// All of it is on its way.
    void sent();

private:
    struct Item {
        int key = 0;
        QString path;   ///< empty: a picture from the clipboard
        QImage pasted;  ///< of such a one
        QString name;
        double size = 0;  ///< bytes of the file
        bool picture = false;
        bool busy = false;
        QString preview;
        QString problem;
        std::optional<PreparedPhoto> photo;
        Bytes png;                             ///< of a pasted one, when it goes as a file
        std::shared_ptr<VideoPoster> looking;  ///< of a video, while it is looked into
        std::optional<Poster> poster;          ///< of a video
        std::optional<Bytes> cleaned;          ///< a video without what a camera wrote into it
    };

    void addFile(const QString& path);
    void add(Item item);
    void prepare(Item& item);
    void prepared(int key, Item fresh);
    void lookInto(Item& video);
    void cleanVideo(const Item& video);
    void cleaned(int key, std::optional<Bytes> video);
    [[nodiscard]] bool goesCleaned(const Item& item) const { return m_asPhotos && item.cleaned; }
    void sendNext(bool first);
    void tellChange();
    [[nodiscard]] double bytesOf(const Item& item) const;
    [[nodiscard]] bool goesAsPhoto(const Item& item) const { return m_asPhotos && item.picture; }

    Courier& m_courier;
    ContactId m_contact;
    VideoPort* m_videos;
    bool (*m_metered)();
    std::vector<Item> m_items;
    QString m_caption;
    QString m_problem;
    TransferCost m_cost;
    int m_lastKey = 0;
    bool m_asPhotos = true;
    bool m_smaller = false;
    bool m_sending = false;
    bool m_linkKnown = false;
};

/// What the system says about the present network; false where it says nothing.
[[nodiscard]] bool networkIsMetered();

}  // namespace nightjar
