// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What is freed is zeroed: texts and names lie in strings of C++, of Qt and of SQLite, and every one of them gives its
// memory back here. So nothing of a locked vault stays in memory for somebody who takes an image of it, whichever
// library held it. A program takes part by linking the object library nightjar_zeroing (decision 0029).
//
// glibc lets free and realloc be replaced alone as long as what they are handed comes from its own malloc. Sanitizers
// bring an allocator of their own, which is left alone.

#if defined(__GLIBC__) || (defined(__linux__) && __has_include(<features.h>))
#include <features.h>
#endif

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

#include <malloc.h>

#include <cstring>

// Names of glibc.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" {
void* __libc_malloc(std::size_t size);
void __libc_free(void* block);

void free(void* block) noexcept {
    if (block != nullptr) {
        explicit_bzero(block, malloc_usable_size(block));
        __libc_free(block);
    }
}

void* realloc(void* block, std::size_t size) noexcept {
    if (block == nullptr) {
        return __libc_malloc(size);
    }
    if (size == 0) {
        free(block);
        return nullptr;
    }
    const auto usable = malloc_usable_size(block);
    if (size <= usable && size >= usable / 2) {
        return block;
    }
    void* const moved = __libc_malloc(size);
    if (moved != nullptr) {
        std::memcpy(moved, block, size < usable ? size : usable);
        free(block);
    }
    return moved;
}
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

#endif
