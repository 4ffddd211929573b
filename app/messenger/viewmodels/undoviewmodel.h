// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QTimer>
#include <functional>

namespace nightjar {

/// The few seconds in which a deletion can be taken back. What is deleted is out of sight at once, and goes for good
/// when the time is over, when something else is deleted, or when this object goes (locking, quitting): a deletion is
/// never forgotten.
class UndoViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by SessionViewModel")
    Q_PROPERTY(bool possible READ isPossible NOTIFY changed FINAL)
    Q_PROPERTY(QString what READ what NOTIFY changed FINAL)
    Q_PROPERTY(QString name READ name NOTIFY changed FINAL)
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)

public:
    /// What is being deleted. `commit` does it; `revert` brings it back into sight. Exactly one of them is called.
    struct Deletion {
        QString what;  ///< "message" or "contact"
        QString name;  ///< of a contact
        int count = 1;
        std::function<void()> commit;
        std::function<void()> revert;
    };

    explicit UndoViewModel(QObject* parent = nullptr);
    ~UndoViewModel() override;

    [[nodiscard]] bool isPossible() const { return m_deletion.commit != nullptr; }
    [[nodiscard]] QString what() const { return m_deletion.what; }
    [[nodiscard]] QString name() const { return m_deletion.name; }
    [[nodiscard]] int count() const { return m_deletion.count; }

    void begin(Deletion deletion);
    /// Does now what would have been done in a few seconds.
    void settle();
    Q_INVOKABLE void undo();

Q_SIGNALS:
    void changed();

private:
    Deletion take();

    Deletion m_deletion;
    QTimer m_timer;
};

}  // namespace nightjar
