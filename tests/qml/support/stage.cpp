// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "stage.h"

#include <QGuiApplication>
#include <QQuickItem>
#include <QTest>

namespace nightjar::test {

namespace {

void walk(QQuickItem& item, const std::function<void(QQuickItem&)>& visit) {
    if (!item.isVisible() || item.opacity() == 0) {
        return;
    }
    visit(item);
    for (auto* child : item.childItems()) {
        walk(*child, visit);
    }
}

QQuickItem* named(QQuickItem& item, const QString& objectName) {
    if (item.objectName() == objectName) {
        return &item;
    }
    for (auto* child : item.childItems()) {
        if (auto* found = named(*child, objectName)) {
            return found;
        }
    }
    return nullptr;
}

QStringList& qmlWarnings() {
    static QStringList list;
    return list;
}

}  // namespace

void collectQmlWarnings() {
    qInstallMessageHandler([](QtMsgType type, const QMessageLogContext& context, const QString& text) {
        if (type == QtWarningMsg && text.startsWith(u"qrc:")) {
            qmlWarnings().append(text);
        }
        fprintf(stderr, "%s\n", qPrintable(qFormatLogMessage(type, context, text)));
    });
}

QStringList takeQmlWarnings() {
    return std::exchange(qmlWarnings(), {});
}

void forEachVisible(QQuickWindow& window, const std::function<void(QQuickItem&)>& visit) {
    walk(*window.contentItem(), visit);
}

Stage::Stage(Gate::Profile profile, const Look& look, std::function<void(FakeGate&)> prepare)
    : gate(profile), ui((prepare ? prepare(gate) : void(), gate), preferences, QString()) {
    preferences.setMotion(false);  // nothing is caught half-way
    preferences.setTheme(look.theme);
    preferences.setLanguage(look.language);
    if (!ui.show()) {
        qFatal("The window cannot be made.");
    }
    window().resize(look.size);
    window().requestActivate();
    settle();
}

QQuickItem* Stage::find(const QString& objectName) const {
    QQuickItem* found = nullptr;
    forEachVisible(window(), [&](QQuickItem& item) {
        if (!found && item.objectName() == objectName) {
            found = &item;
        }
    });
    return found;
}

QQuickItem* Stage::item(const QString& objectName) const {
    return named(*window().contentItem(), objectName);
}

bool Stage::click(const QString& objectName) {
    auto* item = find(objectName);
    if (!item) {
        return false;
    }
    // Who presses something has scrolled to it.
    for (auto* at = item->parentItem(); at; at = at->parentItem()) {
        for (int i = 0; i < at->metaObject()->methodCount(); ++i) {
            const auto method = at->metaObject()->method(i);
            if (method.name() == "reveal") {
                QVariant argument = QVariant::fromValue(item);
                method.invoke(at, QGenericArgument(method.parameterTypeName(0).constData(),
                                                   method.parameterMetaType(0) == QMetaType::fromType<QVariant>()
                                                       ? static_cast<const void*>(&argument)
                                                       : static_cast<const void*>(&item)));
            }
        }
    }
    settle();
    (void)window().grabWindow();  // layouts are settled when a frame is drawn
    const auto middle = item->mapToScene(QPointF(item->width() / 2, item->height() / 2)).toPoint();
    QTest::mouseClick(&window(), Qt::LeftButton, {}, middle);
    settle();
    return true;
}

void Stage::type(const QString& text) {
    for (const auto c : text) {
        QTest::sendKeyEvent(QTest::Click, &window(), Qt::Key_unknown, c, Qt::NoModifier);
    }
    settle();
}

void Stage::press(Qt::Key key, Qt::KeyboardModifiers modifiers) {
    QTest::keyClick(&window(), key, modifiers);
    settle();
}

void Stage::settle() {
    // Answers of the fake, answers to those, and the refreshing of the list 50 ms after a message.
    for (int round = 0; round < 8; ++round) {
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

QImage Stage::picture() {
    settle();
    return window().grabWindow();
}

}  // namespace nightjar::test
