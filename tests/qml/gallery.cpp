// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// nightjar-gallery FOLDER [NAME…]: a picture of every page in every state and look, and an index.html over them. With
// NAMEs only scenes whose name contains one of them.

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QTextStream>
#include <algorithm>
#include <map>

#include "scenes.h"

using namespace nightjar;
using namespace nightjar::test;

int main(int argc, char* argv[]) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_QUICK_BACKEND", "software");
    UserInterface::prepareToolkit();
    QGuiApplication application(argc, argv);
    QGuiApplication::setApplicationVersion(QStringLiteral("0.1.0"));
    UserInterface::chooseFont();
    const auto arguments = QGuiApplication::arguments();
    if (arguments.size() < 2) {
        qCritical("usage: nightjar-gallery FOLDER [NAME…]");
        return 2;
    }
    const QDir folder(arguments[1]);
    folder.mkpath(QStringLiteral("."));
    const auto wanted = arguments.mid(2);

    const auto looks = allLooks();
    std::map<QString, QStringList> rows;
    int failures = 0;
    for (const auto& look : looks) {
        for (const auto& scene : allScenes(look.language)) {
            const bool shown = wanted.isEmpty() || std::ranges::any_of(wanted, [&](const QString& part) {
                                   return (scene.name + u'-' + look.name).contains(part);
                               });
            if (!shown) {
                continue;
            }
            Stage stage(scene.profile, look, scene.prepare);
            if (scene.play) {
                scene.play(stage);
            }
            const auto file = QStringLiteral("%1-%2.png").arg(scene.name, look.name);
            if (!stage.picture().save(folder.filePath(file))) {
                qWarning("cannot write %s", qPrintable(folder.filePath(file)));
                ++failures;
            }
            rows[scene.name].append(file);
        }
    }

    QFile index(folder.filePath(QStringLiteral("index.html")));
    if (!index.open(QIODevice::WriteOnly | QIODevice::Text)) {
        return 1;
    }
    QTextStream html(&index);
    html << "<!doctype html><meta charset=utf-8><title>Nightjar: every screen</title><style>body{font:15px sans-serif;"
            "background:#777;margin:24px}h2{color:#fff}img{height:420px;margin:0 12px 12px 0;border-radius:8px}"
            "div{white-space:nowrap;overflow-x:auto}</style>\n";
    for (const auto& [name, files] : rows) {
        html << "<h2>" << name << "</h2><div>";
        for (const auto& file : files) {
            html << "<a href=\"" << file << "\"><img loading=lazy src=\"" << file << "\" title=\"" << file << "\"></a>";
        }
        html << "</div>\n";
    }
    return failures == 0 ? 0 : 1;
}
