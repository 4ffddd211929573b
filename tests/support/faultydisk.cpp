// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "faultydisk.h"

#include <algorithm>

namespace nightjar {

using vault::DiskError;

namespace {

constexpr std::size_t sector = 512;

Unexpected<DiskError> off() {
    return {DiskError::Io};
}

}  // namespace

void FaultyDisk::arm(Fault fault, int at, DiskError error) {
    m_fault = fault;
    m_at = at;
    m_error = error;
    m_operations = 0;
    m_struck = false;
}

void FaultyDisk::revive() {
    m_fault = Fault::None;
    m_dead = false;
}

FaultyDisk::Step FaultyDisk::step(bool needsSpace) {
    ++m_operations;
    switch (m_fault) {
        case Fault::None:
            return Step::Works;
        case Fault::Error:
            if (m_operations == m_at) {
                m_struck = true;
                return Step::Fails;
            }
            return Step::Works;
        case Fault::Full:
            if (m_operations >= m_at && needsSpace) {
                m_struck = true;
                m_error = DiskError::Full;
                return Step::Fails;
            }
            return Step::Works;
        case Fault::Death:
            if (m_operations == m_at) {
                m_struck = true;
                m_dead = true;
                return Step::Dies;
            }
            return Step::Works;
    }
    return Step::Works;
}

void FaultyDisk::tear(Bytes& to, ByteView from) {
    for (std::size_t at = 0; at < from.size() && at < to.size(); at += sector) {
        if (m_random.below(2) == 0) {
            const auto count = std::min({sector, from.size() - at, to.size() - at});
            std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(at), count,
                        to.begin() + static_cast<std::ptrdiff_t>(at));
        }
    }
}

Result<Bytes, DiskError> FaultyDisk::read(std::string_view name, std::size_t most) {
    if (m_dead) {
        return off();
    }
    const auto file = files.find(std::string(name));
    if (file == files.end()) {
        return Unexpected{DiskError::NotFound};
    }
    return file->second.size() > most ? Result<Bytes, DiskError>(Unexpected{DiskError::TooLarge}) : file->second;
}

Result<void, DiskError> FaultyDisk::overwrite(std::string_view name, std::size_t offset, ByteView bytes) {
    if (m_dead) {
        return off();
    }
    const auto file = files.find(std::string(name));
    if (file == files.end()) {
        return Unexpected{DiskError::NotFound};
    }
    auto after = file->second;
    after.resize(std::max(after.size(), offset + bytes.size()));
    std::copy(bytes.begin(), bytes.end(), after.begin() + static_cast<std::ptrdiff_t>(offset));
    switch (step(false)) {
        case Step::Works:
            file->second = std::move(after);
            return {};
        case Step::Fails:
            return Unexpected{m_error};
        case Step::Dies:
            break;
    }
    tear(file->second, after);
    return off();
}

Result<void, DiskError> FaultyDisk::create(std::string_view name, ByteView bytes) {
    if (m_dead) {
        return off();
    }
    const std::string key(name);
    if (files.contains(key)) {
        return Unexpected{DiskError::Exists};
    }
    switch (step(true)) {
        case Step::Works:
            files[key] = toBytes(bytes);
            return {};
        case Step::Fails:
            return Unexpected{m_error};
        case Step::Dies:
            break;
    }
    // No name yet, or a file of any length with any of its sectors.
    if (m_random.below(3) > 0) {
        Bytes part(m_random.below(bytes.size() + 1));
        tear(part, bytes);
        files[key] = std::move(part);
    }
    return off();
}

Result<void, DiskError> FaultyDisk::rename(std::string_view from, std::string_view to) {
    if (m_dead) {
        return off();
    }
    const auto file = files.find(std::string(from));
    if (file == files.end()) {
        return Unexpected{DiskError::NotFound};
    }
    const auto done = step(false);
    if (done == Step::Fails) {
        return Unexpected{m_error};
    }
    if (done == Step::Works || m_random.below(2) == 0) {
        auto content = std::move(file->second);
        files.erase(file);
        files[std::string(to)] = std::move(content);
    }
    return done == Step::Works ? Result<void, DiskError>() : off();
}

Result<void, DiskError> FaultyDisk::makeFolder(std::string_view name) {
    if (m_dead) {
        return off();
    }
    const auto done = step(true);
    if (done == Step::Fails) {
        return Unexpected{m_error};
    }
    if (done == Step::Works || m_random.below(2) == 0) {
        folders.insert(std::string(name));
    }
    return done == Step::Works ? Result<void, DiskError>() : off();
}

Result<std::vector<std::string>, DiskError> FaultyDisk::list(std::string_view folder) {
    if (m_dead) {
        return off();
    }
    const auto prefix = folder.empty() ? std::string() : std::string(folder) + "/";
    std::set<std::string> names;
    const auto add = [&](const std::string& path) {
        if (path.size() > prefix.size() && path.starts_with(prefix)) {
            names.insert(path.substr(prefix.size(), path.find('/', prefix.size()) - prefix.size()));
        }
    };
    for (const auto& [path, content] : files) {
        add(path);
    }
    for (const auto& path : folders) {
        add(path);
    }
    return std::vector<std::string>(names.begin(), names.end());
}

Result<void, DiskError> FaultyDisk::shred(std::string_view name) {
    if (m_dead) {
        return off();
    }
    const std::string key(name);
    const auto inside = [&key](const std::string& path) { return path == key || path.starts_with(key + "/"); };
    const bool present = std::any_of(files.begin(), files.end(), [&](const auto& f) { return inside(f.first); }) ||
                         std::any_of(folders.begin(), folders.end(), inside);
    if (!present) {
        return {};
    }
    const auto done = step(false);
    if (done == Step::Fails) {
        return Unexpected{m_error};
    }
    for (auto file = files.begin(); file != files.end();) {
        if (!inside(file->first)) {
            ++file;
            continue;
        }
        if (done == Step::Dies && m_random.below(2) == 0) {
            Bytes noise(file->second.size());
            m_random.fill(noise);
            tear(file->second, noise);
            ++file;
            continue;
        }
        file = files.erase(file);
    }
    if (done == Step::Works) {
        std::erase_if(folders, inside);
    }
    return done == Step::Works ? Result<void, DiskError>() : off();
}

Result<std::uint64_t, DiskError> FaultyDisk::freeSpace() {
    if (m_dead) {
        return off();
    }
    return m_fault == Fault::Full && m_operations >= m_at ? 0 : std::uint64_t{1} << 40;
}

}  // namespace nightjar
