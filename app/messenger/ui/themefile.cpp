// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "themefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQmlListReference>
#include <QStandardPaths>
#include <QUrl>
#include <algorithm>
#include <cmath>
#include <memory>

namespace nightjar {

namespace {

/// Of a picture or a sound: they are read by whatever library the toolkit has for them.
constexpr qint64 maxMedia = 2 * 1024 * 1024;
constexpr qsizetype maxName = 40;

/// The first thing that is wrong ends the reading.
class Reader {
public:
    explicit Reader(const QString& path) : m_folder(QFileInfo(path).absolutePath()) {}

    QString problem;

    void fail(const QString& what) {
        if (problem.isEmpty()) {
            problem = what;
        }
    }
    void unknown(const QJsonObject& object, const QStringList& known, const QString& where) {
        for (const auto& key : object.keys()) {
            if (!known.contains(key)) {
                fail(QStringLiteral("%1 knows no \"%2\"").arg(where, key));
            }
        }
    }
    QJsonObject object(const QJsonValue& value, const QString& where) {
        if (!value.isUndefined() && !value.isObject()) {
            fail(QStringLiteral("%1 has to be an object").arg(where));
        }
        return value.toObject();
    }
    double number(const QJsonValue& value, double least, double most, const QString& where) {
        const auto is = value.toDouble(least - 1);
        if (!value.isDouble() || is < least || is > most) {
            fail(QStringLiteral("%1 has to be a number from %2 to %3").arg(where).arg(least).arg(most));
        }
        return is;
    }
    QString text(const QJsonValue& value, const QString& where) {
        const auto is = value.toString().trimmed();
        const bool plain = std::ranges::all_of(is, [](QChar c) { return c.isPrint(); });
        if (!value.isString() || is.isEmpty() || is.size() > maxName || !plain) {
            fail(QStringLiteral("%1 has to be a text of at most %2 characters").arg(where).arg(maxName));
        }
        return is;
    }
    QColor colour(const QJsonValue& value, const QString& where) {
        const auto is = value.toString();
        QColor out;
        if ((is.size() == 7 || is.size() == 9) && is.startsWith(u'#')) {
            out.setNamedColor(is);
        }
        if (!out.isValid()) {
            fail(QStringLiteral("%1 has to be a colour, #RRGGBB or #AARRGGBB").arg(where));
        }
        return out;
    }
    QString file(const QJsonValue& value, const QStringList& kinds, const QString& where) {
        const QFileInfo info(QDir(m_folder).filePath(value.toString()));
        if (!value.isString() || value.toString().isEmpty() || !kinds.contains(info.suffix().toLower()) ||
            !info.isFile() || !info.isReadable() || info.size() > maxMedia) {
            fail(QStringLiteral("%1 has to be a readable file (%2) of at most %3 bytes")
                     .arg(where, kinds.join(QStringLiteral(", ")))
                     .arg(maxMedia));
        }
        return info.absoluteFilePath();
    }

private:
    QString m_folder;
};

double luminance(const QColor& colour) {
    const auto part = [](double value) {
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF());
}

/// WCAG 2.1, "contrast ratio".
double contrastOf(const QColor& a, const QColor& b) {
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

QStringList applyColours(const QString& look, const QHash<QString, QColor>& chosen, QObject& colours) {
    QStringList warnings;
    for (auto it = chosen.begin(); it != chosen.end(); ++it) {
        const auto key = it.key().toLatin1();
        if (colours.property(key).userType() == QMetaType::QColor) {
            colours.setProperty(key, it.value());
        } else {
            warnings.append(QStringLiteral("%1: there is no colour \"%2\"").arg(look, it.key()));
        }
    }
    const QQmlListReference pairs(&colours, "pairs");
    for (qsizetype i = 0; i < pairs.count(); ++i) {
        const auto ink = pairs.at(i)->property("ink").toString();
        const auto ground = pairs.at(i)->property("ground").toString();
        const auto needed = pairs.at(i)->property("needed").toDouble();
        const auto is = contrastOf(colours.property(ink.toLatin1()).value<QColor>(),
                                   colours.property(ground.toLatin1()).value<QColor>());
        if (is < needed) {
            warnings.append(QStringLiteral("%1: %2 on %3 is %4:1, and %5:1 is needed to be legible")
                                .arg(look, ink, ground)
                                .arg(is, 0, 'f', 1)
                                .arg(needed, 0, 'f', 1));
        }
    }
    return warnings;
}

}  // namespace

ReadTheme readThemeFile(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return {{}, QStringLiteral("it cannot be read")};
    }
    if (file.size() > maxThemeFile) {
        return {{}, QStringLiteral("it is larger than %1 bytes").arg(maxThemeFile)};
    }
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(file.read(maxThemeFile), &error);
    if (!document.isObject()) {
        return {{}, QStringLiteral("it is no JSON object (%1 at byte %2)").arg(error.errorString()).arg(error.offset)};
    }
    const auto root = document.object();
    Reader reader(path);
    reader.unknown(
        root,
        {QStringLiteral("colours"), QStringLiteral("radius"), QStringLiteral("typeScale"), QStringLiteral("typeface"),
         QStringLiteral("name"), QStringLiteral("logo"), QStringLiteral("sounds")},
        QStringLiteral("a theme"));
    ThemeFile theme;
    const QStringList looks{QStringLiteral("light"), QStringLiteral("dark"), QStringLiteral("contrast")};
    const auto colours = reader.object(root.value(u"colours"), QStringLiteral("colours"));
    reader.unknown(colours, looks, QStringLiteral("colours"));
    for (const auto& look : looks) {
        const auto of = reader.object(colours.value(look), look);
        for (const auto& key : of.keys()) {
            theme.colours[look].insert(key, reader.colour(of.value(key), look + u'.' + key));
        }
    }
    if (root.contains(u"radius")) {
        theme.radius =
            static_cast<int>(std::lround(reader.number(root.value(u"radius"), 0, maxRadius, QStringLiteral("radius"))));
    }
    if (root.contains(u"typeScale")) {
        theme.typeScale =
            reader.number(root.value(u"typeScale"), minTypeScale, maxTypeScale, QStringLiteral("typeScale"));
    }
    if (root.contains(u"typeface")) {
        theme.typeface = reader.text(root.value(u"typeface"), QStringLiteral("typeface"));
    }
    if (root.contains(u"name")) {
        theme.name = reader.text(root.value(u"name"), QStringLiteral("name"));
    }
    if (root.contains(u"logo")) {
        theme.logo =
            reader.file(root.value(u"logo"), {QStringLiteral("svg"), QStringLiteral("png")}, QStringLiteral("logo"));
    }
    const auto sounds = reader.object(root.value(u"sounds"), QStringLiteral("sounds"));
    reader.unknown(sounds, {QStringLiteral("ring"), QStringLiteral("ringback"), QStringLiteral("ended")},
                   QStringLiteral("sounds"));
    for (const auto& key : sounds.keys()) {
        theme.sounds.insert(key,
                            reader.file(sounds.value(key), {QStringLiteral("wav")}, QStringLiteral("sounds.") + key));
    }
    if (!reader.problem.isEmpty()) {
        return {{}, reader.problem};
    }
    return {theme, {}};
}

QString installedThemeFile() {
    return QStandardPaths::locate(QStandardPaths::GenericConfigLocation, QStringLiteral("nightjar/theme.json"));
}

QStringList applyTheme(const ThemeFile& theme, QQmlEngine& engine) {
    QQmlComponent component(&engine);
    component.setData("import QtQml\nimport Nightjar.Theme\nQtObject { readonly property QtObject theme: Theme }",
                      QUrl());
    const std::unique_ptr<QObject> holder(component.create());
    auto* const singleton = holder ? holder->property("theme").value<QObject*>() : nullptr;
    if (!singleton) {
        return {component.errorString()};
    }
    QStringList warnings;
    for (const auto& [look, property] :
         {std::pair("light", "light"), std::pair("dark", "night"), std::pair("contrast", "contrast")}) {
        auto* const colours = singleton->property(property).value<QObject*>();
        const auto chosen = theme.colours.value(QString::fromLatin1(look));
        if (colours && !chosen.isEmpty()) {
            warnings += applyColours(QString::fromLatin1(look), chosen, *colours);
        }
    }
    if (theme.radius) {
        singleton->setProperty("radius", *theme.radius);
    }
    if (theme.typeScale) {
        singleton->setProperty("typeScale", *theme.typeScale);
    }
    if (!theme.typeface.isEmpty()) {
        singleton->setProperty("typeface", theme.typeface);
    }
    if (!theme.name.isEmpty()) {
        singleton->setProperty("name", theme.name);
    }
    if (!theme.logo.isEmpty()) {
        singleton->setProperty("logoSource", QUrl::fromLocalFile(theme.logo));
    }
    return warnings;
}

}  // namespace nightjar
