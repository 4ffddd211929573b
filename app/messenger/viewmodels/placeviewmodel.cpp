// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "placeviewmodel.h"

#include <QDesktopServices>
#include <QPointer>
#include <QUrl>

#include "clipboard.h"
#include "names.h"
#include "placefacts.h"

namespace nightjar {

PlaceViewModel::PlaceViewModel(Courier& courier, PositionSharing& sharing, QObject* parent)
    : QObject(parent), m_courier(courier), m_sharing(sharing) {
}

void PlaceViewModel::setText(const QString& text) {
    if (m_text == text) {
        return;
    }
    m_text = text;
    m_point = GeoPoint::parse(text.toStdString());
    m_here = false;
    m_problem.clear();
    Q_EMIT changed();
}

void PlaceViewModel::setLabel(const QString& label) {
    if (m_label != label) {
        m_label = label;
        Q_EMIT changed();
    }
}

void PlaceViewModel::setMinutes(int minutes) {
    if (m_minutes != minutes) {
        m_minutes = minutes;
        Q_EMIT changed();
    }
}

void PlaceViewModel::begin(const QString& contact) {
    m_contact = ContactId::parse(contact.toStdString()).value_or(ContactId{});
    m_text.clear();
    m_label.clear();
    m_problem.clear();
    m_point.reset();
    m_minutes = 0;
    ++m_question;
    m_here = m_locating = m_working = false;
    Q_EMIT changed();
}

void PlaceViewModel::locate() {
    if (m_locating) {
        return;
    }
    m_locating = true;
    m_problem.clear();
    Q_EMIT changed();
    m_sharing.locate([self = QPointer(this), question = ++m_question](const std::optional<GeoPoint>& point) {
        if (!self || self->m_question != question) {
            return;
        }
        self->m_locating = false;
        if (point) {
            self->m_text = coordinatesOf(*point);
            self->m_point = point;
            self->m_here = true;
        } else {
            self->m_problem = QStringLiteral("no-position");
        }
        Q_EMIT self->changed();
    });
}

void PlaceViewModel::send() {
    if (!m_point || m_working) {
        return;
    }
    m_working = true;
    SendLocation command;
    command.contact = m_contact;
    command.point = *m_point;
    command.label = m_label.trimmed().toStdString();
    command.live = std::chrono::minutes(minutes());
    m_courier.ask(std::move(command), this, [this](const Event& answer) {
        m_working = false;
        m_problem = toQt(failureOf(answer));
        Q_EMIT changed();
        if (m_problem.isEmpty()) {
            Q_EMIT sent();
        }
    });
    Q_EMIT changed();
}

void PlaceViewModel::stop(const QString& contact, const QString& message) {
    const auto who = ContactId::parse(contact.toStdString());
    const auto what = MessageId::parse(message.toStdString());
    if (who && what) {
        m_courier.tell(StopLocation{0, *who, *what});
    }
}

bool PlaceViewModel::openMap(const QString& uri) {
    // Only what is a place, written by ourselves, leaves for another program.
    const auto point = GeoPoint::parseUri(uri.toStdString());
    return point && QDesktopServices::openUrl(QUrl(toQt(point->toUri())));
}

void PlaceViewModel::copy(const QString& coordinates) {
    copySensitive(coordinates);
}

}  // namespace nightjar
