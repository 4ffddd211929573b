// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>
#include <memory>

#include "acceptviewmodel.h"
#include "calllogmodel.h"
#include "callviewmodel.h"
#include "cardsmodel.h"
#include "contactviewmodel.h"
#include "conversationviewmodel.h"
#include "inviteviewmodel.h"
#include "lockingviewmodel.h"
#include "meterviewmodel.h"
#include "mutedchats.h"
#include "newsecretviewmodel.h"
#include "placeviewmodel.h"
#include "publicaddressesmodel.h"
#include "searchmodel.h"
#include "secretviewmodel.h"
#include "settingsviewmodel.h"
#include "soundviewmodel.h"
#include "storageviewmodel.h"
#include "undoviewmodel.h"

namespace nightjar {

/// One open identity: exists from unlocking to locking, and with it everything that shows its content.
class SessionViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AppViewModel")
    Q_PROPERTY(nightjar::ChatListModel* chats READ chats CONSTANT FINAL)
    Q_PROPERTY(nightjar::SearchModel* search READ search CONSTANT FINAL)
    Q_PROPERTY(nightjar::SearchModel* quickSearch READ quickSearch CONSTANT FINAL)
    Q_PROPERTY(nightjar::UndoViewModel* undo READ undo CONSTANT FINAL)
    Q_PROPERTY(nightjar::CallViewModel* call READ call CONSTANT FINAL)
    Q_PROPERTY(nightjar::CallLogModel* calls READ calls CONSTANT FINAL)
    Q_PROPERTY(nightjar::SettingsViewModel* settings READ settings CONSTANT FINAL)
    Q_PROPERTY(nightjar::LockingViewModel* locking READ locking CONSTANT FINAL)
    Q_PROPERTY(nightjar::SoundViewModel* sound READ sound CONSTANT FINAL)
    Q_PROPERTY(nightjar::ConversationViewModel* conversation READ conversation NOTIFY conversationChanged FINAL)
    Q_PROPERTY(nightjar::ContactViewModel* contactDetails READ contactDetails NOTIFY contactDetailsChanged FINAL)
    Q_PROPERTY(nightjar::InviteViewModel* invite READ invite NOTIFY inviteChanged FINAL)
    Q_PROPERTY(nightjar::AcceptViewModel* accept READ accept NOTIFY acceptChanged FINAL)
    Q_PROPERTY(nightjar::PublicAddressesModel* addresses READ addresses NOTIFY addressesChanged FINAL)
    Q_PROPERTY(nightjar::SecretViewModel* secret READ secret CONSTANT FINAL)
    Q_PROPERTY(nightjar::NewSecretViewModel* newSecret READ newSecret NOTIFY newSecretChanged FINAL)
    Q_PROPERTY(nightjar::StorageViewModel* storage READ storage NOTIFY storageChanged FINAL)
    Q_PROPERTY(nightjar::PlaceViewModel* place READ place CONSTANT FINAL)
    Q_PROPERTY(nightjar::CardsModel* cards READ cards CONSTANT FINAL)
    Q_PROPERTY(nightjar::MeterViewModel* meter READ meter CONSTANT FINAL)
    Q_PROPERTY(QString hubState READ hubState NOTIFY hubChanged FINAL)
    Q_PROPERTY(QString hubProblem READ hubProblem NOTIFY hubChanged FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged FINAL)

public:
    SessionViewModel(Messenger& messenger, Gate& gate, QObject* parent = nullptr);
    ~SessionViewModel() override;

    [[nodiscard]] ChatListModel* chats() { return &m_chats; }
    /// What the search field of the list finds.
    [[nodiscard]] SearchModel* search() { return &m_search; }
    /// What the quick switch finds.
    [[nodiscard]] SearchModel* quickSearch() { return &m_quickSearch; }
    [[nodiscard]] UndoViewModel* undo() { return &m_undo; }
    [[nodiscard]] CallViewModel* call() { return &m_call; }
    /// All calls that were.
    [[nodiscard]] CallLogModel* calls() { return &m_calls; }
    [[nodiscard]] SettingsViewModel* settings() { return &m_settings; }
    [[nodiscard]] LockingViewModel* locking() { return &m_locking; }
    [[nodiscard]] SoundViewModel* sound() { return &m_sound; }
    /// The open conversation; null when none is.
    [[nodiscard]] ConversationViewModel* conversation() const { return m_conversation.get(); }
    [[nodiscard]] ContactViewModel* contactDetails() const { return m_contactDetails.get(); }
    [[nodiscard]] InviteViewModel* invite() const { return m_invite.get(); }
    [[nodiscard]] AcceptViewModel* accept() const { return m_accept.get(); }
    [[nodiscard]] PublicAddressesModel* addresses() const { return m_addresses.get(); }
    /// What is different when this session is a secret chat.
    [[nodiscard]] SecretViewModel* secret() { return &m_secret; }
    [[nodiscard]] NewSecretViewModel* newSecret() const { return m_newSecret.get(); }
    [[nodiscard]] StorageViewModel* storage() const { return m_storage.get(); }
    [[nodiscard]] PlaceViewModel* place() { return &m_place; }
    [[nodiscard]] CardsModel* cards() { return &m_cards; }
    [[nodiscard]] MeterViewModel* meter() { return &m_meter; }
    [[nodiscard]] MutedChats* muted() { return &m_muted; }
    /// stateName(HubState).
    [[nodiscard]] QString hubState() const { return m_hubState; }
    [[nodiscard]] QString hubProblem() const { return m_hubProblem; }
    /// errorName() of what nobody asked for and everybody should know (Problem); empty: nothing.
    [[nodiscard]] QString problem() const { return m_problem; }

    Q_INVOKABLE void open(const QString& contact);
    /// Opens the conversation at a message that a search for `words` found.
    Q_INVOKABLE void openAt(const QString& contact, const QString& message, const QString& words);
    Q_INVOKABLE void close();
    Q_INVOKABLE void showContact(const QString& contact);
    Q_INVOKABLE void startInvite();
    Q_INVOKABLE void startAccept();
    /// With what a card says.
    Q_INVOKABLE void startAcceptCard(const QString& link, const QString& name);
    Q_INVOKABLE void startAddresses();
    Q_INVOKABLE void startSecret();
    Q_INVOKABLE void startStorage();
    Q_INVOKABLE void dismissProblem();

    /// The bytes of a photo, decrypted, in memory; empty when they are not here (yet). `use` is called once, later,
    /// unless the session ends before.
    void readPhoto(const MessageId& message, std::function<void(Bytes)> use);
    /// Answers from outside the window: a text, unless it is blank, and what came before it counts as read.
    void reply(const ContactId& contact, const QString& text);

Q_SIGNALS:
    void conversationChanged();
    void contactDetailsChanged();
    void inviteChanged();
    void acceptChanged();
    void addressesChanged();
    void newSecretChanged();
    void storageChanged();
    void hubChanged();
    void problemChanged();
    /// A message is new, ours or theirs; of a call, that it was.
    void messageArrived(const nightjar::Message& message);
    /// A contact and everything about them is gone; pages about them close.
    void contactRemoved(const QString& contact);

private:
    void hear(const Event& event);
    void forgetContact(const ContactId& contact);

    Gate& m_gate;
    Courier m_courier;
    ChatListModel m_chats;
    MutedChats m_muted;
    SearchModel m_search;
    SearchModel m_quickSearch;
    UndoViewModel m_undo;
    CallViewModel m_call;
    CallLogModel m_calls;
    SettingsViewModel m_settings;
    LockingViewModel m_locking;
    SoundViewModel m_sound;
    SecretViewModel m_secret;
    PositionSharing m_positions;
    PlaceViewModel m_place;
    CardsModel m_cards;
    MeterViewModel m_meter;
    std::unique_ptr<NewSecretViewModel> m_newSecret;
    std::unique_ptr<ConversationViewModel> m_conversation;
    std::unique_ptr<ContactViewModel> m_contactDetails;
    std::unique_ptr<InviteViewModel> m_invite;
    std::unique_ptr<AcceptViewModel> m_accept;
    std::unique_ptr<PublicAddressesModel> m_addresses;
    std::unique_ptr<StorageViewModel> m_storage;
    QString m_hubState;
    QString m_hubProblem;
    QString m_problem;
};

}  // namespace nightjar
