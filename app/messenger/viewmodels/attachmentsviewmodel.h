// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QUrl>

#include "attachmentfacts.h"
#include "filetray.h"
#include "gallerymodel.h"
#include "videoplayer.h"

namespace nightjar {

/// The files and photos of one conversation: what is about to be sent, what there is, and what can be done with it.
class AttachmentsViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by ConversationViewModel")
    Q_PROPERTY(nightjar::FileTray* tray READ tray CONSTANT FINAL)
    Q_PROPERTY(nightjar::GalleryModel* photos READ photos CONSTANT FINAL)
    Q_PROPERTY(nightjar::GalleryModel* files READ files CONSTANT FINAL)
    Q_PROPERTY(nightjar::VideoPlayer* video READ video CONSTANT FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)
    Q_PROPERTY(QString saved READ saved NOTIFY changed FINAL)
    Q_PROPERTY(bool asking READ isAsking NOTIFY changed FINAL)
    Q_PROPERTY(double askedBytes READ askedBytes NOTIFY changed FINAL)
    Q_PROPERTY(int askedSeconds READ askedSeconds NOTIFY changed FINAL)

public:
    /// The setting that has how many bytes are asked about first where they are dear.
    static constexpr std::string_view limitKey = "ask-above";

    /// `videos`: null where they cannot be played. `metered`: whether the present network is paid for by the byte.
    AttachmentsViewModel(Courier& courier, ContactId contact, VideoPort* videos = nullptr,
                         bool (*metered)() = &networkIsMetered, QObject* parent = nullptr);

    [[nodiscard]] FileTray* tray() { return &m_tray; }
    [[nodiscard]] GalleryModel* photos() { return &m_photos; }
    [[nodiscard]] GalleryModel* files() { return &m_files; }
    [[nodiscard]] VideoPlayer* video() { return &m_video; }
    /// Stable name of what went wrong with the last thing asked for; empty: nothing.
    [[nodiscard]] QString problem() const { return m_problem; }
    /// The name of what was saved last; empty: nothing since dismiss().
    [[nodiscard]] QString saved() const { return m_saved; }

    /// A download waits for a yes, since it is dear here and now: so many bytes, so long (-1: nobody knows).
    [[nodiscard]] bool isAsking() const { return m_asked.has_value(); }
    [[nodiscard]] double askedBytes() const { return m_askedBytes; }
    [[nodiscard]] int askedSeconds() const { return m_tray.cost().seconds(m_askedBytes); }

    /// Of so many bytes; asks first where that is dear.
    Q_INVOKABLE void fetch(const QString& message, double bytes);
    Q_INVOKABLE void fetchAnyway();
    Q_INVOKABLE void forgetQuestion();
    Q_INVOKABLE void pause(const QString& message);
    /// After a pause or a failure.
    Q_INVOKABLE void resume(const QString& message);
    Q_INVOKABLE void cancel(const QString& message);
    Q_INVOKABLE void save(const QString& message, const QUrl& target);
    /// Hands it to the program that the system has for such files; see openedfiles.h.
    Q_INVOKABLE void open(const QString& message, const QString& name);
    /// Writes it where another program may take it from (openedfiles.h); lent() tells where.
    Q_INVOKABLE void lend(const QString& message, const QString& name);
    /// Begins to drag what was lent, if the mouse is still held, as a copy for whoever it is dropped on. What nobody
    /// took is destroyed at once; what somebody did, with the lock, as they copy it when they like.
    Q_INVOKABLE void dragOut(const QUrl& file);
    Q_INVOKABLE [[nodiscard]] bool mayOpen(const QString& name) const;
    /// Where a file of this name is saved unless somebody chooses otherwise.
    Q_INVOKABLE [[nodiscard]] QUrl proposedTarget(const QString& name) const;
    Q_INVOKABLE void dismiss();

Q_SIGNALS:
    void changed();
    void lent(const QString& message, const QUrl& file);

private:
    template <class C>
    void act(const QString& message);
    void report(const Event& answer, const QString& saved = {});
    void hear(const Event& event);

    Courier& m_courier;
    ContactId m_contact;
    FileTray m_tray;
    GalleryModel m_photos;
    GalleryModel m_files;
    VideoPlayer m_video;
    TransferMeters m_meters;
    QString m_problem;
    QString m_saved;
    std::optional<MessageId> m_asked;
    double m_askedBytes = 0;
};

}  // namespace nightjar
