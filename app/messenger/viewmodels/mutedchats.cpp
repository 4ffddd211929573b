// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "mutedchats.h"

#include <QPointer>

#include "names.h"

namespace nightjar {

namespace {

constexpr auto settingKey = "muted";

}  // namespace

MutedChats::MutedChats(Courier& courier, QObject* parent) : QObject(parent), m_courier(courier) {
    // Who is gone is in no list any more.
    connect(&m_courier, &Courier::news, this, [this](const Event& event) {
        if (const auto* const removed = std::get_if<ContactRemoved>(&event)) {
            ask(removed->contact, this, [this, contact = removed->contact](bool muted) {
                if (muted) {
                    set(contact, false, this, [](ErrorCode) {});
                }
            });
        }
    });
}

void MutedChats::ask(const ContactId& contact, const QObject* asker, std::function<void(bool)> answer) {
    read(asker, [contact, answer = std::move(answer)](const QStringList& all) { answer(all.contains(toQt(contact))); });
}

void MutedChats::set(const ContactId& contact, bool muted, const QObject* asker, std::function<void(ErrorCode)> done) {
    read(asker,
         [this, contact, muted, guard = QPointer<const QObject>(asker), done = std::move(done)](QStringList all) {
             all.removeAll(toQt(contact));
             if (muted) {
                 all.append(toQt(contact));
             }
             SetSetting command;
             command.key = settingKey;
             command.value = all.join(u' ').toStdString();
             m_courier.ask(command, guard.data(), [done](const Event& answer) { done(failureOf(answer)); });
         });
}

void MutedChats::read(const QObject* asker, std::function<void(QStringList)> use) {
    GetSetting get;
    get.key = settingKey;
    m_courier.ask(get, asker, [use = std::move(use)](const Event& answer) {
        const auto* const setting = std::get_if<SettingAnswer>(&answer);
        use(setting ? toQt(setting->value).split(u' ', Qt::SkipEmptyParts) : QStringList());
    });
}

}  // namespace nightjar
