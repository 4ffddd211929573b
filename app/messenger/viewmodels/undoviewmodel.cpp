// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "undoviewmodel.h"

#include <utility>

namespace nightjar {

namespace {
constexpr auto timeToUndo = std::chrono::seconds(5);
}

UndoViewModel::UndoViewModel(QObject* parent) : QObject(parent) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(timeToUndo);
    connect(&m_timer, &QTimer::timeout, this, &UndoViewModel::settle);
}

UndoViewModel::~UndoViewModel() {
    settle();
}

void UndoViewModel::begin(Deletion deletion) {
    settle();
    m_deletion = std::move(deletion);
    m_timer.start();
    Q_EMIT changed();
}

void UndoViewModel::settle() {
    if (isPossible()) {
        take().commit();
        Q_EMIT changed();
    }
}

void UndoViewModel::undo() {
    if (isPossible()) {
        take().revert();
        Q_EMIT changed();
    }
}

UndoViewModel::Deletion UndoViewModel::take() {
    m_timer.stop();
    return std::exchange(m_deletion, {});
}

}  // namespace nightjar
