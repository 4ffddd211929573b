// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "spelling.h"

namespace nightjar {

namespace {

/// What the thread holds.
class Worker : public QObject {
public:
    QList<DictionaryFiles> files;

    [[nodiscard]] const Dictionaries& dictionaries() {
        if (!m_dictionaries) {
            m_dictionaries = std::make_unique<Dictionaries>(files);
        }
        return *m_dictionaries;
    }

private:
    std::unique_ptr<Dictionaries> m_dictionaries;
};

}  // namespace

Spelling::Spelling(QStringList folders, QObject* parent)
    : SpellPort(parent), m_folders(folders.isEmpty() ? dictionaryFolders() : std::move(folders)) {
}

Spelling::~Spelling() {
    end();
}

void Spelling::end() {
    m_thread.quit();
    m_thread.wait();
    m_worker = nullptr;
}

bool Spelling::speak(const QStringList& languages) {
    end();
#ifdef NIGHTJAR_HAS_HUNSPELL
    m_files = findDictionaries(languages, m_folders);
#else
    Q_UNUSED(languages)
#endif
    return !m_files.isEmpty();
}

void Spelling::begin() {
    if (!m_worker) {
        auto* const worker = new Worker;
        worker->files = m_files;
        worker->moveToThread(&m_thread);
        connect(&m_thread, &QThread::finished, worker, &QObject::deleteLater);
        m_worker = worker;
        m_thread.start(QThread::LowPriority);
    }
}

void Spelling::check(const QStringList& words) {
    begin();
    QMetaObject::invokeMethod(m_worker, [this, worker = static_cast<Worker*>(m_worker), words] {
        QStringList right;
        QStringList wrong;
        for (const auto& word : words) {
            (worker->dictionaries().isRight(word) ? right : wrong).append(word);
        }
        Q_EMIT checked(right, wrong);  // queued: the receivers live elsewhere
    });
}

void Spelling::suggest(const QString& word) {
    begin();
    QMetaObject::invokeMethod(m_worker, [this, worker = static_cast<Worker*>(m_worker), word] {
        Q_EMIT suggested(word, worker->dictionaries().suggest(word));
    });
}

}  // namespace nightjar
