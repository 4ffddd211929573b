// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "memoryscan.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

namespace nightjar {

namespace {

constexpr std::size_t chunkSize = 1 << 20;
constexpr std::size_t mostHits = 100;

}  // namespace

void MemoryScan::seek(ByteView needle) {
    Bytes turned(needle.size());
    std::transform(needle.begin(), needle.end(), turned.begin(),
                   [](std::uint8_t byte) { return static_cast<std::uint8_t>(~byte); });
    m_turned.push_back(std::move(turned));
}

std::vector<MemoryScan::Hit> MemoryScan::run() const {
    std::size_t longest = 0;
    for (const auto& one : m_turned) {
        longest = std::max(longest, one.size());
    }
    // What is read is a copy of everything: it has a place of its own, which is not looked at.
    const auto bufferSize = chunkSize + longest;
    auto* const buffer = static_cast<std::uint8_t*>(
        ::mmap(nullptr, bufferSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    const auto own = reinterpret_cast<std::uintptr_t>(buffer);
    const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    std::vector<Hit> hits;
    std::ifstream maps("/proc/self/maps");
    std::string line;
    while (std::getline(maps, line)) {
        unsigned long long begin = 0;
        unsigned long long end = 0;
        char rights[5] = {};
        if (std::sscanf(line.c_str(), "%llx-%llx %4s", &begin, &end, rights) != 3 || rights[0] != 'r' ||
            line.find("[v") != std::string::npos) {
            continue;
        }
        for (auto at = begin; at < end; at += chunkSize) {
            const auto want = static_cast<std::size_t>(std::min<unsigned long long>(bufferSize, end - at));
            const auto got = ::pread(memory, buffer, want, static_cast<off_t>(at));
            if (got <= 0) {
                continue;
            }
            // All bits turned over in place, so that the needle is sought as it is kept.
            for (ssize_t i = 0; i < got; ++i) {
                buffer[i] = static_cast<std::uint8_t>(~buffer[i]);
            }
            for (std::size_t n = 0; n < m_turned.size() && hits.size() < mostHits; ++n) {
                const auto& needle = m_turned[n];
                for (auto* found = buffer;;) {
                    found = static_cast<std::uint8_t*>(
                        ::memmem(found, static_cast<std::size_t>(buffer + got - found), needle.data(), needle.size()));
                    if (!found) {
                        break;
                    }
                    const auto place = at + static_cast<unsigned long long>(found - buffer);
                    const bool inBuffer = place + needle.size() > own && place < own + bufferSize;
                    if (!inBuffer && found < buffer + chunkSize) {
                        hits.push_back({n, line, static_cast<std::size_t>(place - begin)});
                    }
                    ++found;
                }
            }
        }
    }
    ::close(memory);
    explicit_bzero(buffer, bufferSize);
    ::munmap(buffer, bufferSize);
    return hits;
}

}  // namespace nightjar
