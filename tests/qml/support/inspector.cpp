// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "inspector.h"

#include <QAccessible>
#include <QHash>
#include <QQuickItem>
#include <cmath>

#include "stage.h"

namespace nightjar::test {

namespace {

/// A finger is about nine millimetres wide; WCAG 2.5.8 asks for 24 px, platforms for 40 to 48.
constexpr double smallestTarget = 40;

QString nameOf(const QQuickItem& item) {
    const auto type = QString::fromLatin1(item.metaObject()->className()).section(u"_QMLTYPE"_qs, 0, 0);
    const auto text = item.property("text").toString().left(40);
    return QStringLiteral("%1 %2 \"%3\"").arg(type, item.objectName(), text);
}

bool isA(const QObject& object, const char* className) {
    for (const auto* meta = object.metaObject(); meta; meta = meta->superClass()) {
        if (QByteArray(meta->className()) == className ||
            QByteArray(meta->className()).startsWith(QByteArray(className) + "_QMLTYPE")) {
            return true;
        }
    }
    return false;
}

bool isButton(const QObject& object) {
    return isA(object, "QQuickAbstractButton");
}

/// The button whose words this text is; rows that show what people wrote may cut it.
const QQuickItem* buttonAround(const QQuickItem& text) {
    for (const auto* at = text.parentItem(); at; at = at->parentItem()) {
        for (const auto* type : {"ActionButton", "SheetAction", "CallButton", "ChoiceRow"}) {
            if (isA(*at, type)) {
                return at;
            }
        }
    }
    return nullptr;
}

QRectF onScene(const QQuickItem& item) {
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()));
}

/// What of the item its clipping ancestors and the window leave.
QRectF seen(const QQuickItem& item, const QRectF& window) {
    auto rect = onScene(item).intersected(window);
    for (const auto* at = item.parentItem(); at; at = at->parentItem()) {
        if (at->clip()) {
            rect = rect.intersected(onScene(*at));
        }
    }
    return rect;
}

double channel(double value) {
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour) {
    return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF()) + 0.0722 * channel(colour.blueF());
}

/// What the letters stand on: the colour that most of the edge of this part of the picture has.
QColor ground(const QImage& picture, const QRect& part) {
    QHash<QRgb, int> count;
    for (int x = part.left(); x <= part.right(); ++x) {
        ++count[picture.pixel(x, part.top())];
        ++count[picture.pixel(x, part.bottom())];
    }
    for (int y = part.top(); y <= part.bottom(); ++y) {
        ++count[picture.pixel(part.left(), y)];
        ++count[picture.pixel(part.right(), y)];
    }
    QRgb most = 0;
    int times = 0;
    for (auto it = count.cbegin(); it != count.cend(); ++it) {
        if (it.value() > times) {
            times = it.value();
            most = it.key();
        }
    }
    return QColor::fromRgb(most);
}

int distance(const QColor& a, const QColor& b) {
    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue());
}

/// Whether letters of this colour are there at all, or something lies over them.
bool isPainted(const QImage& picture, const QRect& part, const QColor& ink, const QColor& behind) {
    const auto near = distance(ink, behind) / 2;
    for (int y = part.top(); y <= part.bottom(); ++y) {
        for (int x = part.left(); x <= part.right(); ++x) {
            if (distance(picture.pixelColor(x, y), ink) <= near) {
                return true;
            }
        }
    }
    return false;
}

/// Where the letters are within the item.
QRectF paintedRect(const QQuickItem& text) {
    const QSizeF size(text.property("contentWidth").toDouble(), text.property("contentHeight").toDouble());
    const auto horizontal = text.property("effectiveHorizontalAlignment").toInt();
    const auto vertical = text.property("verticalAlignment").toInt();
    const double x = horizontal & Qt::AlignHCenter ? (text.width() - size.width()) / 2
                     : horizontal & Qt::AlignRight ? text.width() - size.width()
                                                   : 0;
    const double y = vertical & Qt::AlignVCenter  ? (text.height() - size.height()) / 2
                     : vertical & Qt::AlignBottom ? text.height() - size.height()
                                                  : 0;
    return text.mapRectToScene(QRectF(QPointF(x, y), size));
}

double opacityOf(const QQuickItem& item) {
    double opacity = 1;
    for (const auto* at = &item; at; at = at->parentItem()) {
        opacity *= at->opacity();
    }
    return opacity;
}

class Inspection {
public:
    explicit Inspection(QQuickWindow& window)
        : m_quick(window), m_picture(window.grabWindow()), m_window(QRectF(QPointF(), window.size())) {}

    QStringList run() {
        auto* scope = modalSheet();
        forEachVisible(m_quick, [&](QQuickItem& item) {
            if (!scope || scope == &item || scope->isAncestorOf(&item)) {
                look(item);
            }
        });
        return m_findings;
    }

private:
    /// While a sheet is open everything behind it is dimmed and out of reach.
    QQuickItem* modalSheet() {
        QQuickItem* found = nullptr;
        forEachVisible(m_quick, [&](QQuickItem& item) {
            if (isA(item, "QQuickPopupItem") && !item.parentItem()->childItems().isEmpty() &&
                isA(*item.parentItem(), "QQuickOverlay")) {
                found = &item;
            }
        });
        return found;
    }

    void look(QQuickItem& item) {
        if (item.activeFocusOnTab() || isButton(item)) {
            lookForName(item);
        }
        if (isButton(item) && item.isEnabled()) {
            lookAtSize(item);
        }
        if (isA(item, "QQuickText") && !item.property("text").toString().isEmpty()) {
            lookAtText(item);
        }
    }

    void lookForName(QQuickItem& item) {
        auto* accessible = QAccessible::queryAccessibleInterface(&item);
        // Qt 6.4 tells no name of a password input, but its description.
        const auto kind = accessible && accessible->state().passwordEdit ? QAccessible::Description : QAccessible::Name;
        if (!accessible || accessible->text(kind).trimmed().isEmpty()) {
            complain(item, QStringLiteral("has no accessible name"));
        } else if (accessible->role() == QAccessible::NoRole || accessible->role() == QAccessible::Client) {
            complain(item, QStringLiteral("has no accessible role"));
        }
    }

    void lookAtSize(const QQuickItem& item) {
        if (item.width() < smallestTarget || item.height() < smallestTarget) {
            complain(item, QStringLiteral("is only %1 × %2").arg(item.width()).arg(item.height()));
        }
    }

    void lookAtText(const QQuickItem& text) {
        const auto whole = onScene(text);
        if (const auto* button = buttonAround(text)) {
            const auto room = onScene(*button);
            const auto painted = text.property("contentWidth").toDouble();
            if (text.property("truncated").toBool() || painted > room.width() + 1 || whole.top() < room.top() - 1 ||
                whole.bottom() > room.bottom() + 1) {
                complain(*button, QStringLiteral("cuts its words"));
            }
        }
        const auto letters = paintedRect(text);
        if ((letters.right() > m_window.right() + 1 || letters.left() < m_window.left() - 1) &&
            !seen(text, m_window).isEmpty()) {
            complain(text, QStringLiteral("leaves the window"));
        }
        if (text.isEnabled()) {
            lookAtContrast(text);
        }
    }

    void lookAtContrast(const QQuickItem& text) {
        const auto painted = paintedRect(text);
        const auto part = seen(text, m_window).intersected(painted).toAlignedRect().intersected(m_picture.rect());
        if (part.width() < 4 || part.height() < painted.height() - 1) {
            return;  // half out of sight: scrolled, and its edge says nothing
        }
        const auto font = text.property("font").value<QFont>();
        const bool large = font.pixelSize() >= 24 || (font.pixelSize() >= 19 && font.weight() >= QFont::Bold);
        const auto behind = ground(m_picture, part);
        auto ink = text.property("color").value<QColor>();
        const auto opacity = opacityOf(text) * ink.alphaF();
        ink = QColor::fromRgbF(float(ink.redF() * opacity + behind.redF() * (1 - opacity)),
                               float(ink.greenF() * opacity + behind.greenF() * (1 - opacity)),
                               float(ink.blueF() * opacity + behind.blueF() * (1 - opacity)));
        if (isPainted(m_picture, part, ink, behind) && contrast(ink, behind) < (large ? 3.0 : 4.5)) {
            complain(text, QStringLiteral("is too pale: %1 on %2, %3:1")
                               .arg(ink.name(), behind.name())
                               .arg(contrast(ink, behind), 0, 'f', 2));
        }
    }

    void complain(const QQuickItem& item, const QString& what) { m_findings.append(nameOf(item) + u' ' + what); }

    QQuickWindow& m_quick;
    QImage m_picture;
    QRectF m_window;
    QStringList m_findings;
};

}  // namespace

double contrast(const QColor& a, const QColor& b) {
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

QStringList inspect(QQuickWindow& window) {
    QAccessible::setActive(true);
    return Inspection(window).run();
}

}  // namespace nightjar::test
