// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What of a device folder counts as something to draw with. Special files are stood in for by links to one.

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include "renderer.h"

using namespace nightjar;

class TestRenderer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void withoutDevicesThereIsNone() {
        QVERIFY(!hasGraphicsProcessor(m_folder->path()));
        QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("dri")));
        QVERIFY(!hasGraphicsProcessor(m_folder->path()));
    }

    void aScreenAloneDoesNotDraw() {
        add("dri/card0");
        QVERIFY(!hasGraphicsProcessor(m_folder->path()));
    }

    void aRenderNodeDoes() {
        add("dri/renderD128");
        QVERIFY(hasGraphicsProcessor(m_folder->path()));
    }

    void soDoesTheOtherDriver() {
        add("nvidiactl");
        QVERIFY(hasGraphicsProcessor(m_folder->path()));
    }

private:
    void add(const char* name) {
        const QDir folder(m_folder->path());
        QVERIFY(folder.mkpath(QStringLiteral("dri")));
        QVERIFY(QFile::link(QStringLiteral("/dev/null"), folder.filePath(QString::fromLatin1(name))));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestRenderer)
#include "tst_renderer.moc"
