// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QFile>
#include <QJsonDocument>
#include <QtTest>

#include "nj1vectors.h"

using namespace nightjar::crypto::test;

/// docs/vectors/nj1.json is what this code computes. Whoever changes the suite on purpose writes the file anew with
/// NIGHTJAR_WRITE_VECTORS=1 and changes docs/protocol.md in the same commit.
class TestNj1Vectors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void computedIsPublished() {
        const auto computed = nj1Vectors();
        QFile file(QStringLiteral(NIGHTJAR_VECTORS));
        if (qEnvironmentVariableIsSet("NIGHTJAR_WRITE_VECTORS")) {
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            QVERIFY(file.write(QJsonDocument(computed).toJson()) > 0);
            file.close();
        }
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto published = QJsonDocument::fromJson(file.readAll()).object();
        QCOMPARE(published.keys(), computed.keys());
        for (const auto& area : computed.keys()) {
            QVERIFY2(published[area] == computed[area], qPrintable(area));
        }
    }
};

QTEST_APPLESS_MAIN(TestNj1Vectors)
#include "tst_nj1vectors.moc"
