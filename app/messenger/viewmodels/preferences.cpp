// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "preferences.h"

#include <QFile>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QPalette>
#include <QSaveFile>
#include <algorithm>

namespace nightjar {

namespace {

/// More than this is not ours.
constexpr qint64 maxFileSize = 4096;

QString oneOf(const QString& value, const QStringList& known) {
    return known.contains(value) ? value : known.first();
}

const QStringList& languages() {
    static const QStringList known{QStringLiteral("system"), QStringLiteral("en"), QStringLiteral("ru")};
    return known;
}

const QStringList& themes() {
    static const QStringList known{QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark"),
                                   QStringLiteral("contrast")};
    return known;
}

}  // namespace

Preferences::Preferences(QString file, QObject* parent) : QObject(parent), m_file(std::move(file)) {
    m_writeSoon.setSingleShot(true);
    m_writeSoon.setInterval(std::chrono::milliseconds(200));
    connect(&m_writeSoon, &QTimer::timeout, this, &Preferences::write);
    load();
}

Preferences::~Preferences() {
    if (m_writeSoon.isActive()) {
        write();
    }
}

void Preferences::setLanguage(const QString& language) {
    if (m_language != language && languages().contains(language)) {
        m_language = language;
        save();
        Q_EMIT languageChanged();
    }
}

QString Preferences::spokenLanguage() const {
    if (m_language != u"system") {
        return m_language;
    }
    return QLocale::system().language() == QLocale::Russian ? QStringLiteral("ru") : QStringLiteral("en");
}

void Preferences::setTheme(const QString& theme) {
    if (m_theme != theme && themes().contains(theme)) {
        m_theme = theme;
        save();
        Q_EMIT themeChanged();
    }
}

void Preferences::setThemeProblem(const QString& problem) {
    m_themeProblem = problem;
    Q_EMIT themeChanged();
}

bool Preferences::isTheme(const QString& name) {
    return themes().contains(name);
}

bool Preferences::isDark() const {
    if (m_theme != u"system") {
        return m_theme != u"light";
    }
    return QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
}

void Preferences::setTextScale(double scale) {
    scale = std::clamp(scale, minTextScale, maxTextScale);
    if (m_textScale != scale) {
        m_textScale = scale;
        save();
        Q_EMIT textScaleChanged();
    }
}

void Preferences::setMotion(bool motion) {
    if (m_motion != motion) {
        m_motion = motion;
        save();
        Q_EMIT motionChanged();
    }
}

void Preferences::setEnterSending(bool enterSends) {
    if (m_enterSends != enterSends) {
        m_enterSends = enterSends;
        save();
        Q_EMIT enterSendsChanged();
    }
}

void Preferences::setShuffledPad(bool shuffled) {
    if (m_shuffledPad != shuffled) {
        m_shuffledPad = shuffled;
        save();
        Q_EMIT shuffledPadChanged();
    }
}

void Preferences::setListWidth(int width) {
    if (m_listWidth != width) {
        m_listWidth = width;
        save();
        Q_EMIT listWidthChanged();
    }
}

void Preferences::setWindow(const QRect& window, bool maximised) {
    if (m_window != window || m_maximised != maximised) {
        m_window = window;
        m_maximised = maximised;
        save();
    }
}

void Preferences::choose(bool& kept, bool on) {
    if (kept != on) {
        kept = on;
        save();
        Q_EMIT desktopChanged();
    }
}

void Preferences::keep() {
    m_keeping = !m_file.isEmpty();
    if (m_touched) {
        save();
    }
}

void Preferences::forget() {
    m_keeping = false;
    m_writeSoon.stop();
    if (!m_file.isEmpty()) {
        QFile::remove(m_file);
    }
}

QString Preferences::fileIn(const QString& profileFolder) {
    return profileFolder + QStringLiteral("/look.json");
}

void Preferences::load() {
    QFile file(m_file);
    if (m_file.isEmpty() || !file.open(QIODevice::ReadOnly) || file.size() > maxFileSize) {
        return;
    }
    const auto kept = QJsonDocument::fromJson(file.readAll()).object();
    m_language = oneOf(kept.value(u"language").toString(), languages());
    m_theme = oneOf(kept.value(u"theme").toString(), themes());
    m_textScale = std::clamp(kept.value(u"textScale").toDouble(1.0), minTextScale, maxTextScale);
    m_motion = kept.value(u"motion").toBool(true);
    m_enterSends = kept.value(u"enterSends").toBool(true);
    m_shuffledPad = kept.value(u"shuffledPad").toBool(false);
    m_listWidth = kept.value(u"listWidth").toInt();
    m_notifies = kept.value(u"notifies").toBool(true);
    m_notifiesContent = kept.value(u"notifiesContent").toBool(false);
    m_tray = kept.value(u"tray").toBool(true);
    m_closesToTray = kept.value(u"closesToTray").toBool(false);
    m_checksSpelling = kept.value(u"checksSpelling").toBool(true);
    if (const auto place = kept.value(u"window").toArray(); place.size() == 4) {
        m_window = {place.at(0).toInt(), place.at(1).toInt(), place.at(2).toInt(), place.at(3).toInt()};
    }
    m_maximised = kept.value(u"maximised").toBool(false);
}

void Preferences::save() {
    m_touched = true;
    if (m_keeping) {
        m_writeSoon.start();
    }
}

void Preferences::write() const {
    QSaveFile file(m_file);
    if (file.open(QIODevice::WriteOnly)) {
        file.write(
            QJsonDocument(QJsonObject{{QStringLiteral("language"), m_language},
                                      {QStringLiteral("theme"), m_theme},
                                      {QStringLiteral("textScale"), m_textScale},
                                      {QStringLiteral("motion"), m_motion},
                                      {QStringLiteral("enterSends"), m_enterSends},
                                      {QStringLiteral("shuffledPad"), m_shuffledPad},
                                      {QStringLiteral("listWidth"), m_listWidth},
                                      {QStringLiteral("notifies"), m_notifies},
                                      {QStringLiteral("notifiesContent"), m_notifiesContent},
                                      {QStringLiteral("tray"), m_tray},
                                      {QStringLiteral("closesToTray"), m_closesToTray},
                                      {QStringLiteral("checksSpelling"), m_checksSpelling},
                                      {QStringLiteral("window"),
                                       QJsonArray{m_window.x(), m_window.y(), m_window.width(), m_window.height()}},
                                      {QStringLiteral("maximised"), m_maximised}})
                .toJson(QJsonDocument::Compact));
        file.commit();
    }
}

}  // namespace nightjar
