// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

#include "positionsharing.h"

namespace nightjar {

/// A place that is about to be sent: typed, out of a geo: link, or where this device is.
class PlaceViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by SessionViewModel")
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY changed FINAL)
    Q_PROPERTY(QString label READ label WRITE setLabel NOTIFY changed FINAL)
    Q_PROPERTY(int minutes READ minutes WRITE setMinutes NOTIFY changed FINAL)
    Q_PROPERTY(bool valid READ isValid NOTIFY changed FINAL)
    Q_PROPERTY(double latitude READ latitude NOTIFY changed FINAL)
    Q_PROPERTY(double longitude READ longitude NOTIFY changed FINAL)
    Q_PROPERTY(double uncertainty READ uncertainty NOTIFY changed FINAL)
    Q_PROPERTY(bool canLocate READ canLocate NOTIFY changed FINAL)
    Q_PROPERTY(bool locating READ isLocating NOTIFY changed FINAL)
    Q_PROPERTY(bool here READ isHere NOTIFY changed FINAL)
    Q_PROPERTY(bool working READ isWorking NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)

public:
    PlaceViewModel(Courier& courier, PositionSharing& sharing, QObject* parent = nullptr);

    [[nodiscard]] QString text() const { return m_text; }
    void setText(const QString& text);
    [[nodiscard]] QString label() const { return m_label; }
    void setLabel(const QString& label);
    /// How long it shall be live; 0: it is not. Only of where we are.
    [[nodiscard]] int minutes() const { return m_here ? m_minutes : 0; }
    void setMinutes(int minutes);
    [[nodiscard]] bool isValid() const { return m_point.has_value(); }
    [[nodiscard]] double latitude() const { return m_point ? m_point->latitudeDegrees() : 0; }
    [[nodiscard]] double longitude() const { return m_point ? m_point->longitudeDegrees() : 0; }
    [[nodiscard]] double uncertainty() const { return m_point ? m_point->uncertainty : 0; }
    [[nodiscard]] bool canLocate() const { return m_sharing.isPossible(); }
    [[nodiscard]] bool isLocating() const { return m_locating; }
    /// The place is where this device is, as it says.
    [[nodiscard]] bool isHere() const { return m_here; }
    [[nodiscard]] bool isWorking() const { return m_working; }
    /// errorName(), "no-position"; empty: nothing.
    [[nodiscard]] QString problem() const { return m_problem; }

    /// For this contact, with nothing filled in.
    Q_INVOKABLE void begin(const QString& contact);
    /// Asks the device where it is.
    Q_INVOKABLE void locate();
    Q_INVOKABLE void send();
    /// A live place of ours stays where it is.
    Q_INVOKABLE void stop(const QString& contact, const QString& message);
    /// Opens the system's program for maps, and whether it has one.
    Q_INVOKABLE static bool openMap(const QString& uri);
    Q_INVOKABLE static void copy(const QString& coordinates);

Q_SIGNALS:
    void changed();
    void sent();

private:
    Courier& m_courier;
    PositionSharing& m_sharing;
    ContactId m_contact;
    QString m_text;
    QString m_label;
    QString m_problem;
    std::optional<GeoPoint> m_point;
    int m_minutes = 0;
    int m_question = 0;
    bool m_here = false;
    bool m_locating = false;
    bool m_working = false;
};

}  // namespace nightjar
