// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <set>

#include "base/random.h"
#include "vault/disk.h"

namespace nightjar {

/// A profile folder in memory that can fail or die at a chosen operation. What it then holds is what a device may hold
/// after a power cut: whole operations before the fault, any part of the one under way.
class FaultyDisk final : public vault::Disk {
public:
    enum class Fault {
        None,
        Error,  ///< the operation fails with `error`, having changed nothing; the next ones work
        Full,   ///< from there on whatever needs space fails; overwriting and removing still work
        Death,  ///< the power goes: sectors of the operation are written or not; nothing works until revive()
    };

    explicit FaultyDisk(std::uint64_t seed = 1) : m_random(seed) {}

    /// Arms a fault at the operation number `at` (from 1) counted from now; only operations that change something
    /// count.
    void arm(Fault fault, int at, vault::DiskError error = vault::DiskError::Io);
    /// Disarms, and turns the power on again.
    void revive();
    /// Whether the armed fault has happened.
    [[nodiscard]] bool struck() const { return m_struck; }
    /// Operations that changed something since arm() or the beginning.
    [[nodiscard]] int operations() const { return m_operations; }

    [[nodiscard]] Result<Bytes, vault::DiskError> read(std::string_view name, std::size_t most) override;
    [[nodiscard]] Result<void, vault::DiskError> overwrite(std::string_view name, std::size_t offset,
                                                           ByteView bytes) override;
    [[nodiscard]] Result<void, vault::DiskError> create(std::string_view name, ByteView bytes) override;
    [[nodiscard]] Result<void, vault::DiskError> rename(std::string_view from, std::string_view to) override;
    [[nodiscard]] Result<void, vault::DiskError> makeFolder(std::string_view name) override;
    [[nodiscard]] Result<std::vector<std::string>, vault::DiskError> list(std::string_view folder) override;
    [[nodiscard]] Result<void, vault::DiskError> shred(std::string_view name) override;
    [[nodiscard]] Result<std::uint64_t, vault::DiskError> freeSpace() override;

    /// The raw content, for a test that plays the user, the thief or bit rot.
    std::map<std::string, Bytes> files;
    std::set<std::string> folders;

private:
    enum class Step { Works, Fails, Dies };
    [[nodiscard]] Step step(bool needsSpace);
    /// Some sectors of `to` become those of `from`.
    void tear(Bytes& to, ByteView from);

    SeededRandom m_random;
    Fault m_fault = Fault::None;
    vault::DiskError m_error = vault::DiskError::Io;
    int m_at = 0;
    int m_operations = 0;
    bool m_struck = false;
    bool m_dead = false;
};

}  // namespace nightjar
