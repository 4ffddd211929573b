// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QGuiApplication>
#include <QTest>

#include "stage.h"

/// The main() of a test over the stage: QTEST_MAIN with the toolkit as the program sets it up, and a test that fails on
/// a warning of the QML engine.
#define NIGHTJAR_PAGE_TEST_MAIN(Test)              \
    int main(int argc, char* argv[]) {             \
        nightjar::UserInterface::prepareToolkit(); \
        QGuiApplication application(argc, argv);   \
        nightjar::UserInterface::chooseFont();     \
        nightjar::test::collectQmlWarnings();      \
        Test test;                                 \
        return QTest::qExec(&test, argc, argv);    \
    }
