// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <QVariantList>

#include "chatlistmodel.h"
#include "mutedchats.h"
#include "undoviewmodel.h"

namespace nightjar {

/// What is known about one contact: name, safety number, and the link to them, asked anew while it is looked at.
class ContactViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by SessionViewModel::showContact")
    Q_PROPERTY(QString contact READ contact CONSTANT FINAL)
    Q_PROPERTY(QString name READ name NOTIFY changed FINAL)
    Q_PROPERTY(QString initials READ initialsOfName NOTIFY changed FINAL)
    Q_PROPERTY(int tint READ tintOfContact CONSTANT FINAL)
    Q_PROPERTY(QStringList safetyGroups READ safetyGroups NOTIFY changed FINAL)
    Q_PROPERTY(QString safetyNumber READ safetyNumber NOTIFY changed FINAL)
    Q_PROPERTY(QString path READ path NOTIFY linkChanged FINAL)
    Q_PROPERTY(QString linkClass READ linkClass NOTIFY linkChanged FINAL)
    Q_PROPERTY(QString remoteAddress READ remoteAddress NOTIFY linkChanged FINAL)
    Q_PROPERTY(double rttMs READ rttMs NOTIFY linkChanged FINAL)
    Q_PROPERTY(double lossPercent READ lossPercent NOTIFY linkChanged FINAL)
    Q_PROPERTY(QString remoteNat READ remoteNat NOTIFY linkChanged FINAL)
    Q_PROPERTY(QString method READ method NOTIFY linkChanged FINAL)
    Q_PROPERTY(QString localCandidates READ localCandidates NOTIFY linkChanged FINAL)
    Q_PROPERTY(QString remoteCandidates READ remoteCandidates NOTIFY linkChanged FINAL)
    Q_PROPERTY(bool relayOnly READ isRelayOnly WRITE setRelayOnly NOTIFY changed FINAL)
    Q_PROPERTY(bool blocked READ isBlocked WRITE setBlocked NOTIFY changed FINAL)
    Q_PROPERTY(bool receipts READ givesReceipts WRITE setReceipts NOTIFY changed FINAL)
    Q_PROPERTY(bool readReceipts READ givesReadReceipts WRITE setReadReceipts NOTIFY changed FINAL)
    Q_PROPERTY(QString wipeNotice READ wipeNotice NOTIFY changed FINAL)
    Q_PROPERTY(bool wipeErases READ wipeErases NOTIFY changed FINAL)
    Q_PROPERTY(bool typing READ tellsTyping WRITE setTyping NOTIFY changed FINAL)
    Q_PROPERTY(bool mayErase READ lets WRITE setMayErase NOTIFY changed FINAL)
    Q_PROPERTY(bool theyMayErase READ isLet NOTIFY changed FINAL)
    Q_PROPERTY(double bytesSent READ bytesSent NOTIFY linkChanged FINAL)
    Q_PROPERTY(double bytesReceived READ bytesReceived NOTIFY linkChanged FINAL)
    Q_PROPERTY(QString lifeFrom READ lifeFrom NOTIFY changed FINAL)
    Q_PROPERTY(int lifeSeconds READ lifeSeconds NOTIFY changed FINAL)
    Q_PROPERTY(bool group READ isGroup NOTIFY changed FINAL)
    Q_PROPERTY(bool founder READ isFounder NOTIFY changed FINAL)
    Q_PROPERTY(QVariantList members READ members NOTIFY changed FINAL)
    Q_PROPERTY(bool muted READ isMuted WRITE setMuted NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)

public:
    ContactViewModel(Courier& courier, ChatListModel& chats, UndoViewModel& undo, MutedChats& muted,
                     const ContactId& contact, QObject* parent = nullptr);

    [[nodiscard]] QString contact() const;
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString initialsOfName() const;
    [[nodiscard]] int tintOfContact() const;
    /// Twelve groups of five digits; empty until the other side has answered.
    [[nodiscard]] QStringList safetyGroups() const { return m_safetyGroups; }
    /// The same in one line.
    [[nodiscard]] QString safetyNumber() const { return m_safetyGroups.join(u' '); }
    [[nodiscard]] QString path() const;
    [[nodiscard]] QString linkClass() const;
    [[nodiscard]] QString remoteAddress() const;
    [[nodiscard]] double rttMs() const { return m_link.rttMs; }
    [[nodiscard]] double lossPercent() const { return m_link.lossPercent; }
    [[nodiscard]] QString remoteNat() const;
    /// How the direct path was found: "punch", "prediction", "probing", "tcp"; empty while relayed.
    [[nodiscard]] QString method() const;
    /// A line for each: "host 192.0.2.1:40000".
    [[nodiscard]] QString localCandidates() const;
    [[nodiscard]] QString remoteCandidates() const;
    /// Nothing goes to them but through the server: they do not learn our address.
    [[nodiscard]] bool isRelayOnly() const;
    void setRelayOnly(bool relayOnly);
    /// Nothing of theirs is shown or answered, and they are not told.
    [[nodiscard]] bool isBlocked() const;
    void setBlocked(bool blocked);
    /// They are told that something arrived.
    [[nodiscard]] bool givesReceipts() const { return privacy().receipts; }
    void setReceipts(bool on);
    /// They are told that it was looked at; never without the former.
    [[nodiscard]] bool givesReadReceipts() const { return privacy().receipts && privacy().readReceipts; }
    void setReadReceipts(bool on);
    /// Nothing is told on the desktop of what they write.
    [[nodiscard]] bool isMuted() const { return m_isMuted; }
    void setMuted(bool muted);
    /// They are told that we are writing.
    /// Whether they are told of a forced wipe: "", "on", "own-device".
    [[nodiscard]] QString wipeNotice() const { return m_wipeNotice; }
    /// The notice asks for this conversation to be deleted there.
    [[nodiscard]] bool wipeErases() const { return m_wipeErases; }
    Q_INVOKABLE void setWipeNotice(bool on, bool ownDevice, bool erases);
    [[nodiscard]] bool tellsTyping() const { return privacy().typing; }
    void setTyping(bool on);
    /// What they ask to be deleted here is deleted.
    [[nodiscard]] bool lets() const { return privacy().mayErase; }
    void setMayErase(bool on);
    /// The same of their side, as they told.
    [[nodiscard]] bool isLet() const;
    [[nodiscard]] double bytesSent() const { return static_cast<double>(m_link.bytesSent); }
    [[nodiscard]] double bytesReceived() const { return static_cast<double>(m_link.bytesReceived); }
    [[nodiscard]] QString problem() const { return m_problem; }
    /// From when on the life of new messages is counted: lifeFromName(LifeFrom) …
    [[nodiscard]] QString lifeFrom() const;
    /// … and how long it is; 0 with "never".
    [[nodiscard]] int lifeSeconds() const;

    [[nodiscard]] bool isGroup() const;
    /// Of a group: we made it.
    [[nodiscard]] bool isFounder() const;
    /// Of a group, besides us: name, initials, tint, joined, founder.
    [[nodiscard]] QVariantList members() const;

    /// Takes somebody out of the group.
    Q_INVOKABLE void removeMember(const QString& name);
    Q_INVOKABLE void rename(const QString& name);
    /// Removes the contact and the conversation, unless that is undone (UndoViewModel); both: asks their Nightjar to
    /// remove us, too.
    Q_INVOKABLE void remove(bool both);
    /// Deletes the conversation, unless that is undone; the contact stays. both: at their side, too.
    Q_INVOKABLE void clear(bool both);
    Q_INVOKABLE void copySafetyNumber();
    /// "never", or "sent" or "read" and so many seconds.
    Q_INVOKABLE void setLife(const QString& from, int seconds);

Q_SIGNALS:
    void changed();
    void linkChanged();

private:
    void askSafetyNumber();
    void askFounder();
    void askLink();
    [[nodiscard]] ContactPrivacy privacy() const;
    void readWipeNotice();
    void setPrivacy(const ContactPrivacy& privacy);
    /// Takes over what became of a command.
    void report(const Event& answer);

    Courier& m_courier;
    ChatListModel& m_chats;
    UndoViewModel& m_undo;
    MutedChats& m_muted;
    bool m_isMuted = false;
    ContactId m_id;
    QStringList m_safetyGroups;
    bool m_founder = false;
    LinkInfo m_link;
    QTimer m_poll;
    QString m_problem;
    QString m_wipeNotice;
    bool m_wipeErases = false;
};

}  // namespace nightjar
