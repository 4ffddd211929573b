// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>
#include <QTimer>
#include <memory>

#include "runtime/vaultservice.h"

namespace nightjar {

class Node;

/// The text of a Notice in a conversation: another device of ours was wiped under duress, and this one agreed to
/// follow.
inline constexpr std::string_view noticeWipeThisDevice = "forced-to-wipe-here";

/// The file "notices" in the folder of a container (docs/storage.md): there in every one, of one length, and random to
/// everybody without the container's key.
///
/// Makes one that says nothing, if there is none.
void ensureNoticeFile(const UnlockedIdentity& container);
/// Seals what the identity wants said after a wipe into its decoy's file. While the identity's own store is not open
/// elsewhere: before its Node begins, and after it has ended.
void sealNotices(const UnlockedIdentity& identity);

/// After a wipe: says what the file of the container that was opened holds, by an engine that is nobody's, with
/// sessions of its own; then the file says nothing any more. Does nothing where there is nothing to say, as ever before
/// a wipe. What could not be said in this run is tried again in the next.
class NoticeSender : public QObject {
    Q_OBJECT

public:
    explicit NoticeSender(QObject* parent = nullptr);
    ~NoticeSender() override;

    /// `container`: what a PIN opened. Its folder is free for a carrier beside its own files.
    void start(const UnlockedIdentity& container);
    void stop();
    [[nodiscard]] bool isBusy() const { return m_carrier != nullptr; }

Q_SIGNALS:
    /// Everything was said, and the file overwritten.
    void finished();

private:
    void conclude();

    QTimer m_look;
    std::unique_ptr<Node> m_carrier;
    std::string m_folder;         ///< of the container
    std::string m_carrierFolder;  ///< of the engine that is nobody's, within it
    SecretBytes m_key;
};

}  // namespace nightjar
