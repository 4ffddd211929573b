// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "trayitem.h"

#include <QDBusMetaType>
#include <QIcon>
#include <QPainter>
#include <QtEndian>

namespace nightjar {

namespace {

/// In pixels: a panel, one at twice the density, and a large one.
constexpr int sizes[] = {22, 44, 64};
/// The mark, as a share of the icon; light and dark panels show both of its colours.
constexpr double markShare = 0.42;
constexpr QRgb markColour = 0xffe5484d;
constexpr QRgb markEdge = 0xffffffff;

}  // namespace

QDBusArgument& operator<<(QDBusArgument& argument, const TrayPicture& picture) {
    argument.beginStructure();
    argument << picture.width << picture.height << picture.bytes;
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, TrayPicture& picture) {
    argument.beginStructure();
    argument >> picture.width >> picture.height >> picture.bytes;
    argument.endStructure();
    return argument;
}

QDBusArgument& operator<<(QDBusArgument& argument, const TrayTip& tip) {
    argument.beginStructure();
    argument << tip.icon << tip.pictures << tip.title << tip.text;
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, TrayTip& tip) {
    argument.beginStructure();
    argument >> tip.icon >> tip.pictures >> tip.title >> tip.text;
    argument.endStructure();
    return argument;
}

TrayPicture trayPicture(const QImage& image) {
    const auto plain = image.convertToFormat(QImage::Format_ARGB32);
    TrayPicture out{plain.width(), plain.height(), QByteArray(qsizetype{4} * plain.width() * plain.height(), '\0')};
    auto* at = out.bytes.data();
    for (int y = 0; y < plain.height(); ++y) {
        const auto* const line = reinterpret_cast<const QRgb*>(plain.constScanLine(y));
        for (int x = 0; x < plain.width(); ++x, at += 4) {
            qToBigEndian<quint32>(line[x], at);
        }
    }
    return out;
}

TrayItem::TrayItem(QObject* parent, std::function<void()> activated)
    : QDBusAbstractAdaptor(parent), m_activated(std::move(activated)) {
    qDBusRegisterMetaType<TrayPicture>();
    qDBusRegisterMetaType<QList<TrayPicture>>();
    qDBusRegisterMetaType<TrayTip>();
    draw();
}

void TrayItem::setUnread(bool unread) {
    if (m_unread != unread) {
        m_unread = unread;
        draw();
        Q_EMIT NewIcon();
    }
}

void TrayItem::draw() {
    const QIcon icon(QStringLiteral(":/nightjar/icons/appicon.svg"));
    m_pictures.clear();
    for (const int size : sizes) {
        auto image = icon.pixmap(QSize(size, size), 1.0).toImage();
        if (image.isNull()) {
            image = QImage(size, size, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
        }
        if (m_unread) {
            QPainter painter(&image);
            painter.setRenderHint(QPainter::Antialiasing);
            const double mark = size * markShare;
            painter.setPen(QPen(QColor::fromRgba(markEdge), size / 16.0));
            painter.setBrush(QColor::fromRgba(markColour));
            painter.drawEllipse(QRectF(size - mark - size / 32.0, size / 32.0, mark, mark));
        }
        m_pictures.append(trayPicture(image));
    }
}

void TrayItem::Activate(int, int) {
    m_activated();
}

void TrayItem::SecondaryActivate(int, int) {
    m_activated();
}

// Who asks for it rather than showing the menu itself gets the window.
void TrayItem::ContextMenu(int, int) {
    m_activated();
}

void TrayItem::Scroll(int, const QString&) {
}

void TrayItem::ProvideXdgActivationToken(const QString& token) {
    // Read by the toolkit when the window asks to come to the front.
    qputenv("XDG_ACTIVATION_TOKEN", token.left(200).toLatin1());
}

}  // namespace nightjar

#include "moc_trayitem.cpp"
