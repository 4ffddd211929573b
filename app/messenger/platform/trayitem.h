// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QDBusAbstractAdaptor>
#include <QDBusArgument>
#include <QDBusObjectPath>
#include <QImage>
#include <functional>

namespace nightjar {

/// A picture as StatusNotifierItem takes it: (iiay), ARGB32 in network byte order.
struct TrayPicture {
    int width = 0;
    int height = 0;
    QByteArray bytes;
};
QDBusArgument& operator<<(QDBusArgument& argument, const TrayPicture& picture);
const QDBusArgument& operator>>(const QDBusArgument& argument, TrayPicture& picture);
[[nodiscard]] TrayPicture trayPicture(const QImage& image);

/// (sa(iiay)ss): icon, its pictures, a title, a text.
struct TrayTip {
    QString icon;
    QList<TrayPicture> pictures;
    QString title;
    QString text;
};
QDBusArgument& operator<<(QDBusArgument& argument, const TrayTip& tip);
const QDBusArgument& operator>>(const QDBusArgument& argument, TrayTip& tip);

/// Our icon in the tray, as org.kde.StatusNotifierItem. Says the same whatever is behind it, but for the mark that
/// something is unread.
class TrayItem final : public QDBusAbstractAdaptor {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierItem")
    Q_PROPERTY(QString Category READ category CONSTANT FINAL)
    Q_PROPERTY(QString Id READ id CONSTANT FINAL)
    Q_PROPERTY(QString Title READ title CONSTANT FINAL)
    Q_PROPERTY(QString Status READ status CONSTANT FINAL)
    Q_PROPERTY(int WindowId READ windowId CONSTANT FINAL)
    Q_PROPERTY(QString IconName READ noIcon CONSTANT FINAL)
    Q_PROPERTY(QString IconThemePath READ noIcon CONSTANT FINAL)
    Q_PROPERTY(QString OverlayIconName READ noIcon CONSTANT FINAL)
    Q_PROPERTY(QString AttentionIconName READ noIcon CONSTANT FINAL)
    Q_PROPERTY(QList<nightjar::TrayPicture> IconPixmap READ pictures FINAL)
    Q_PROPERTY(nightjar::TrayTip ToolTip READ toolTip CONSTANT FINAL)
    Q_PROPERTY(bool ItemIsMenu READ isMenu CONSTANT FINAL)
    Q_PROPERTY(QDBusObjectPath Menu READ menu CONSTANT FINAL)

public:
    /// Where the menu is.
    static constexpr auto menuPath = "/MenuBar";

    /// `activated`: somebody clicked on it. No signal: those of an adaptor go to the whole bus.
    TrayItem(QObject* parent, std::function<void()> activated);

    void setUnread(bool unread);

    [[nodiscard]] QString category() const { return QStringLiteral("Communications"); }
    [[nodiscard]] QString id() const { return QStringLiteral("nightjar"); }
    [[nodiscard]] QString title() const { return QStringLiteral("Nightjar"); }
    [[nodiscard]] QString status() const { return QStringLiteral("Active"); }
    [[nodiscard]] int windowId() const { return 0; }
    [[nodiscard]] QString noIcon() const { return {}; }
    [[nodiscard]] QList<TrayPicture> pictures() const { return m_pictures; }
    [[nodiscard]] TrayTip toolTip() const { return {{}, {}, title(), {}}; }
    [[nodiscard]] bool isMenu() const { return false; }
    [[nodiscard]] QDBusObjectPath menu() const { return QDBusObjectPath(QString::fromLatin1(menuPath)); }

public Q_SLOTS:
    void Activate(int x, int y);
    void SecondaryActivate(int x, int y);
    void ContextMenu(int x, int y);
    void Scroll(int delta, const QString& orientation);
    void ProvideXdgActivationToken(const QString& token);

Q_SIGNALS:
    void NewIcon();

private:
    void draw();

    std::function<void()> m_activated;
    QList<TrayPicture> m_pictures;
    bool m_unread = false;
};

}  // namespace nightjar

Q_DECLARE_METATYPE(nightjar::TrayPicture)
Q_DECLARE_METATYPE(nightjar::TrayTip)
