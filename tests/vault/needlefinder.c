/* SPDX-FileCopyrightText: The Nightjar authors
 * SPDX-License-Identifier: MPL-2.0
 *
 * Looks for many byte strings at once in files, folders, devices and the memory of processes.
 *
 *   nightjar-needlefinder TARGET … < PATTERNS
 *
 * PATTERNS: each as its length (32 bits, little-endian) and its bytes, 8 at least; a length of 0 ends them. They come
 * by a pipe, so that the search leaves no trace of what it looks for. TARGET: a path (of a folder everything below it,
 * and the names themselves), or pid:N for everything readable in the memory of that process (needs to be root where the
 * program forbids it to others). Every target gives one line of JSON:
 *
 *   {"target": text, "bytes": searched, "hits": count, "patterns": [numbers of the patterns found], "at": text of the
 * first}
 *
 * One pass, a few nanoseconds a byte: the first 8 bytes of every pattern are in a bitmap and a hash table. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { head = 8, filterBits = 24, chunk = 1 << 20, page = 4096, mostPattern = 4096 };

struct pattern {
    uint8_t* bytes;
    uint32_t length;
    uint32_t next; /* with the same place in the table, +1; 0: none */
    bool found;
};

static struct pattern* patterns;
static uint32_t patternCount;
static uint32_t longest;
static uint32_t* table; /* +1 */
static uint8_t* filter;

static uint64_t searched;
static uint64_t hits;
static char firstAt[PATH_MAX + 64];

static void broken(const char* what) {
    fprintf(stderr, "nightjar-needlefinder: %s: %s\n", what, strerror(errno));
    exit(2);
}

static uint32_t placeOf(const uint8_t* bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof(word));
    return (uint32_t)((word * UINT64_C(0x9E3779B97F4A7C15)) >> (64 - filterBits));
}

static void readPatterns(void) {
    uint32_t room = 0;
    table = calloc((size_t)1 << filterBits, sizeof(*table));
    filter = calloc((size_t)1 << (filterBits - 3), 1);
    if (table == NULL || filter == NULL) {
        broken("memory");
    }
    for (;;) {
        uint32_t length = 0;
        if (fread(&length, sizeof(length), 1, stdin) != 1 || length == 0) {
            break;
        }
        if (length < head || length > mostPattern) {
            errno = EINVAL;
            broken("a pattern");
        }
        if (patternCount == room) {
            room = room == 0 ? 1024 : room * 2;
            patterns = realloc(patterns, room * sizeof(*patterns));
        }
        uint8_t* bytes = malloc(length);
        if (patterns == NULL || bytes == NULL || fread(bytes, 1, length, stdin) != length) {
            broken("the patterns");
        }
        const uint32_t place = placeOf(bytes);
        patterns[patternCount] = (struct pattern){bytes, length, table[place], false};
        table[place] = ++patternCount;
        filter[place >> 3] |= (uint8_t)(1u << (place & 7));
        longest = length > longest ? length : longest;
    }
}

/* Counts what begins in the first `starts` of `length` bytes. */
static void search(const uint8_t* bytes, size_t length, size_t starts, const char* where, uint64_t offset) {
    for (size_t at = 0; at < starts && at + head <= length; ++at) {
        const uint32_t place = placeOf(bytes + at);
        if ((filter[place >> 3] & (1u << (place & 7))) == 0) {
            continue;
        }
        for (uint32_t i = table[place]; i != 0; i = patterns[i - 1].next) {
            struct pattern* pattern = &patterns[i - 1];
            if (pattern->length <= length - at && memcmp(pattern->bytes, bytes + at, pattern->length) == 0) {
                pattern->found = true;
                if (hits++ == 0) {
                    snprintf(firstAt, sizeof(firstAt), "%s +%" PRIu64, where, offset + at);
                }
            }
        }
    }
    searched += starts;
}

/* From `from` on: at most `size` bytes of a descriptor. What cannot be read is passed over in steps of a page. */
static void searchRange(int descriptor, uint64_t from, uint64_t size, const char* where, bool holes) {
    static uint8_t buffer[chunk + mostPattern];
    size_t kept = 0; /* bytes in the buffer that lie before `from` */
    uint64_t left = size;
    while (left > 0) {
        const size_t wanted = left < chunk ? (size_t)left : chunk;
        ssize_t got = pread(descriptor, buffer + kept, wanted, (off_t)from);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            if (kept > 0) {
                search(buffer, kept, kept, where, from - kept);
                kept = 0;
            }
            if (!holes) {
                return;
            }
            const uint64_t skip = page - from % page;
            if (skip >= left) {
                return;
            }
            from += skip;
            left -= skip;
            continue;
        }
        const size_t have = kept + (size_t)got;
        const size_t tail = longest > 0 && have >= longest ? longest - 1 : have;
        search(buffer, have, have - tail, where, from - kept);
        memmove(buffer, buffer + have - tail, tail);
        kept = tail;
        from += (uint64_t)got;
        left -= (uint64_t)got;
    }
    search(buffer, kept, kept, where, from - kept);
}

static void searchText(const char* text, const char* where) {
    const size_t length = strlen(text);
    search((const uint8_t*)text, length, length, where, 0);
}

static void searchPath(const char* path) {
    struct stat status;
    if (lstat(path, &status) != 0) {
        if (errno == ENOENT) {
            return; /* gone meanwhile, or never there */
        }
        broken(path);
    }
    if (S_ISLNK(status.st_mode)) {
        char to[PATH_MAX] = "";
        if (readlink(path, to, sizeof(to) - 1) > 0) {
            searchText(to, path);
        }
    } else if (S_ISREG(status.st_mode) || S_ISBLK(status.st_mode)) {
        const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
        if (descriptor < 0) {
            broken(path);
        }
        searchRange(descriptor, 0, S_ISBLK(status.st_mode) ? UINT64_MAX : (uint64_t)status.st_size, path, false);
        close(descriptor);
    } else if (S_ISDIR(status.st_mode)) {
        DIR* folder = opendir(path);
        if (folder == NULL) {
            broken(path);
        }
        for (struct dirent* entry; (entry = readdir(folder)) != NULL;) {
            if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
                char child[PATH_MAX];
                if (snprintf(child, sizeof(child), "%s/%s", path, entry->d_name) < (int)sizeof(child)) {
                    searchText(entry->d_name, child);
                    searchPath(child);
                }
            }
        }
        closedir(folder);
    }
}

static void searchProcess(int process) {
    char name[64];
    snprintf(name, sizeof(name), "/proc/%d/maps", process);
    FILE* maps = fopen(name, "re");
    snprintf(name, sizeof(name), "/proc/%d/mem", process);
    const int memory = open(name, O_RDONLY | O_CLOEXEC);
    if (maps == NULL || memory < 0) {
        broken(name);
    }
    char line[PATH_MAX + 128];
    while (fgets(line, sizeof(line), maps) != NULL) {
        uint64_t from = 0;
        uint64_t to = 0;
        char rights[8] = "";
        if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s", &from, &to, rights) == 3 && rights[0] == 'r' &&
            strstr(line, "[v") == NULL) {
            line[strcspn(line, "\n")] = '\0';
            searchRange(memory, from, to - from, line, true);
        }
    }
    fclose(maps);
    close(memory);
}

static void printText(const char* text) {
    putchar('"');
    for (; *text != '\0'; ++text) {
        const unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') {
            putchar('\\');
        }
        if (c < 0x20 || c >= 0x7f) {
            printf("?");
        } else {
            putchar(c);
        }
    }
    putchar('"');
}

int main(int argc, char** argv) {
    readPatterns();
    for (int i = 1; i < argc; ++i) {
        searched = hits = 0;
        firstAt[0] = '\0';
        if (strncmp(argv[i], "pid:", 4) == 0) {
            searchProcess(atoi(argv[i] + 4));
        } else {
            searchPath(argv[i]);
        }
        printf("{\"target\": ");
        printText(argv[i]);
        printf(", \"bytes\": %" PRIu64 ", \"hits\": %" PRIu64 ", \"patterns\": [", searched, hits);
        const char* between = "";
        for (uint32_t p = 0; p < patternCount; ++p) {
            if (patterns[p].found) {
                printf("%s%" PRIu32, between, p);
                between = ", ";
                patterns[p].found = false;
            }
        }
        printf("], \"at\": ");
        printText(firstAt);
        printf("}\n");
    }
    return 0;
}
