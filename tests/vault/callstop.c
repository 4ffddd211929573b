/* SPDX-FileCopyrightText: The Nightjar authors
 * SPDX-License-Identifier: MPL-2.0
 *
 * Watches what a program does to files, and ends it at the call one names.
 *
 *   nightjar-callstop [--under FOLDER] [--kill N] [--log FILE] [--data FILE] PROGRAM [ARGUMENTS]
 *
 * A call that changes files (or makes a change last: fsync) stops all the threads of the program for a moment and gets
 * a number, 1, 2, 3 …, in the order in which the calls are made. With --under only calls on files below that folder
 * count. With --kill N the program is killed as kill -9 does when it is about to make call N: calls 1 … N-1 were made,
 * N was not. With --log there is one line a call:
 *
 *   number TAB begun (ns) TAB ended (ns) TAB result TAB name TAB path TAB argument TAB data
 *
 * The clock is CLOCK_MONOTONIC; the argument is the other path of a rename, offset and length of a write, the length of
 * a truncation, the flags of an open. With --data, what is written is appended to FILE, and `data` is the offset there;
 * else it is -1. Calls that change nothing, but are wanted in the log, have the number 0: opening for writing, and
 * giving back more than 4 MiB of memory, which is how the end of a key derivation looks from outside.
 *
 * Ends as the program does; 99 when it was killed at call N; 98 when the watching itself failed (no permission, no such
 * program). Linux only. */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { exitKilled = 99, exitBroken = 98, mostThreads = 256 };
static const uint64_t largeMemory = 4u << 20;

/* What the arguments of a call mean. */
enum shape { onDescriptor, onPath, onPathAt, twoPaths, twoPathsAt, opening, writing, writingAt, unmapping };

struct call {
    long number;
    const char* name;
    enum shape shape;
};

static const struct call calls[] = {
#ifdef SYS_open
    {SYS_open, "open", opening},
    {SYS_creat, "creat", onPath},
    {SYS_mkdir, "mkdir", onPath},
    {SYS_rmdir, "rmdir", onPath},
    {SYS_unlink, "unlink", onPath},
    {SYS_rename, "rename", twoPaths},
    {SYS_link, "link", twoPaths},
    {SYS_symlink, "symlink", twoPaths},
    {SYS_renameat, "renameat", twoPathsAt},
#endif
    {SYS_openat, "openat", opening},
    {SYS_mkdirat, "mkdirat", onPathAt},
    {SYS_unlinkat, "unlinkat", onPathAt},
    {SYS_renameat2, "renameat2", twoPathsAt},
    {SYS_linkat, "linkat", twoPathsAt},
    {SYS_truncate, "truncate", onPath},
    {SYS_ftruncate, "ftruncate", onDescriptor},
    {SYS_fallocate, "fallocate", onDescriptor},
    {SYS_write, "write", writing},
    {SYS_pwrite64, "pwrite64", writingAt},
    {SYS_writev, "writev", onDescriptor},
    {SYS_pwritev, "pwritev", onDescriptor},
    {SYS_copy_file_range, "copy_file_range", onDescriptor},
    {SYS_fsync, "fsync", onDescriptor},
    {SYS_fdatasync, "fdatasync", onDescriptor},
    {SYS_munmap, "munmap", unmapping},
};
enum { callCount = sizeof(calls) / sizeof(calls[0]) };

struct thread {
    pid_t id;
    bool inside; /* between the beginning and the end of a call that is logged */
    char line[2 * PATH_MAX + 256];
    char begun[96];
};

static struct thread threads[mostThreads];
static const char* under;
static long killAt;
static FILE* logFile;
static FILE* dataFile;
static long counted;

static void broken(const char* what) {
    fprintf(stderr, "nightjar-callstop: %s: %s\n", what, strerror(errno));
    exit(exitBroken);
}

static struct thread* threadOf(pid_t id) {
    struct thread* unused = NULL;
    for (int i = 0; i < mostThreads; ++i) {
        if (threads[i].id == id) {
            return &threads[i];
        }
        if (threads[i].id == 0 && unused == NULL) {
            unused = &threads[i];
        }
    }
    if (unused == NULL) {
        errno = EAGAIN;
        broken("too many threads");
    }
    memset(unused, 0, sizeof(*unused));
    unused->id = id;
    return unused;
}

/* ---- the program that is watched */

/* The kernel stops the program at these calls and lets all others pass at full speed. */
static void filterCalls(void) {
    enum { most = 2 * callCount + 4 };
    struct sock_filter code[most];
    unsigned short length = 0;
    code[length++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (int i = 0; i < callCount; ++i) {
        code[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)calls[i].number, 0, 1);
        code[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
    }
    code[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = {length, code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
        broken("seccomp");
    }
}

static pid_t start(char** command) {
    const pid_t child = fork();
    if (child < 0) {
        broken("fork");
    }
    if (child == 0) {
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        raise(SIGSTOP);
        filterCalls();
        execvp(command[0], command);
        broken(command[0]);
    }
    int status = 0;
    if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) {
        broken("the program did not start");
    }
    const long options = PTRACE_O_EXITKILL | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK |
                         PTRACE_O_TRACEVFORK | PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC;
    if (ptrace(PTRACE_SETOPTIONS, child, NULL, options) != 0) {
        broken("ptrace");
    }
    return child;
}

/* ---- what a stopped thread is about to do */

struct registers {
    long number;
    uint64_t argument[6];
    int64_t result;
};

static bool readRegisters(pid_t id, struct registers* out) {
#if defined(__x86_64__)
    struct user_regs_struct raw;
    struct iovec part = {&raw, sizeof(raw)};
    if (ptrace(PTRACE_GETREGSET, id, (void*)NT_PRSTATUS, &part) != 0) {
        return false;
    }
    *out =
        (struct registers){(long)raw.orig_rax, {raw.rdi, raw.rsi, raw.rdx, raw.r10, raw.r8, raw.r9}, (int64_t)raw.rax};
#elif defined(__aarch64__)
    struct user_regs_struct raw;
    struct iovec part = {&raw, sizeof(raw)};
    if (ptrace(PTRACE_GETREGSET, id, (void*)NT_PRSTATUS, &part) != 0) {
        return false;
    }
    *out = (struct registers){(long)raw.regs[8], {0}, (int64_t)raw.regs[0]};
    for (int i = 0; i < 6; ++i) {
        out->argument[i] = raw.regs[i];
    }
#else
#error "nightjar-callstop does not know the registers of this processor"
#endif
    return true;
}

static size_t readMemory(pid_t id, uint64_t from, void* to, size_t length) {
    struct iovec here = {to, length};
    struct iovec there = {(void*)(uintptr_t)from, length};
    const ssize_t got = process_vm_readv(id, &here, 1, &there, 1, 0);
    return got < 0 ? 0 : (size_t)got;
}

/* A text of the program; what lies in the next page may not be readable. */
static void readText(pid_t id, uint64_t from, char* to) {
    size_t have = 0;
    to[0] = '\0';
    while (have < PATH_MAX - 1) {
        size_t part = 256 - (from + have) % 256;
        if (part > PATH_MAX - 1 - have) {
            part = PATH_MAX - 1 - have;
        }
        const size_t got = readMemory(id, from + have, to + have, part);
        to[have + got] = '\0';
        if (got < part || memchr(to + have, '\0', got) != NULL) {
            return;
        }
        have += got;
    }
}

static bool readLink(char* to, const char* format, ...) {
    char name[64];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(name, sizeof(name), format, arguments);
    va_end(arguments);
    const ssize_t length = readlink(name, to, PATH_MAX - 1);
    to[length < 0 ? 0 : length] = '\0';
    return length > 0;
}

static void pathAt(pid_t id, int folder, uint64_t text, char* to) {
    char name[PATH_MAX];
    readText(id, text, name);
    if (name[0] == '/') {
        strcpy(to, name);
        return;
    }
    char base[PATH_MAX];
    const bool known = folder == AT_FDCWD ? readLink(base, "/proc/%d/cwd", (int)id)
                                          : readLink(base, "/proc/%d/fd/%d", (int)id, folder);
    const size_t length = known ? strlen(base) : 0;
    if (length + 1 + strlen(name) >= PATH_MAX) {
        to[0] = '\0';
        return;
    }
    memcpy(to, base, length);
    to[length] = '/';
    strcpy(to + length + 1, name);
}

static bool isBelow(const char* path) {
    if (path[0] != '/') {
        return false; /* a socket, a pipe */
    }
    if (under == NULL) {
        return true;
    }
    const size_t length = strlen(under);
    return strncmp(path, under, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static uint64_t positionOf(pid_t id, int descriptor) {
    char name[64];
    snprintf(name, sizeof(name), "/proc/%d/fdinfo/%d", (int)id, descriptor);
    FILE* file = fopen(name, "r");
    uint64_t position = 0;
    if (file != NULL) {
        if (fscanf(file, "pos: %" SCNu64, &position) != 1) {
            position = 0;
        }
        fclose(file);
    }
    return position;
}

static int64_t keepData(pid_t id, uint64_t from, uint64_t length) {
    if (dataFile == NULL) {
        return -1;
    }
    const int64_t at = ftello(dataFile);
    char part[65536];
    while (length > 0) {
        const size_t wanted = length < sizeof(part) ? length : sizeof(part);
        if (readMemory(id, from, part, wanted) != wanted) {
            broken("what is written cannot be read");
        }
        fwrite(part, 1, wanted, dataFile);
        from += wanted;
        length -= wanted;
    }
    return at;
}

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void endEverything(pid_t program, const char* what, const char* path) {
    fprintf(stderr, "killed before call %ld: %s %s\n", counted, what, path);
    kill(program, SIGKILL);
    int status = 0;
    while (waitpid(-1, &status, __WALL) > 0 || errno == EINTR) {
    }
    exit(exitKilled);
}

/* Takes note of a call that begins; true when its end is wanted, too. */
static bool begins(pid_t program, struct thread* thread) {
    struct registers r;
    if (!readRegisters(thread->id, &r)) {
        return false;
    }
    const struct call* call = NULL;
    for (int i = 0; i < callCount && call == NULL; ++i) {
        call = calls[i].number == r.number ? &calls[i] : NULL;
    }
    if (call == NULL) {
        return false;
    }
    const pid_t id = thread->id;
    char path[PATH_MAX] = "";
    char argument[PATH_MAX] = "";
    bool changes = true;
    int64_t data = -1;
    switch (call->shape) {
        case unmapping:
            if (r.argument[1] < largeMemory) {
                return false;
            }
            changes = false;
            snprintf(argument, sizeof(argument), "%" PRIu64, r.argument[1]);
            break;
        case opening: {
            const bool at = r.number == SYS_openat;
            const uint64_t flags = r.argument[at ? 2 : 1];
            if ((flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) == 0) {
                return false;
            }
            pathAt(id, at ? (int)r.argument[0] : AT_FDCWD, r.argument[at ? 1 : 0], path);
            changes = (flags & (O_CREAT | O_TRUNC)) != 0;
            snprintf(argument, sizeof(argument), "%s%s%s", (flags & O_CREAT) != 0 ? "create " : "",
                     (flags & O_TRUNC) != 0 ? "truncate " : "", (flags & O_EXCL) != 0 ? "new" : "");
            break;
        }
        case onPath:
            pathAt(id, AT_FDCWD, r.argument[0], path);
            snprintf(argument, sizeof(argument), "%" PRIu64, r.argument[1]);
            break;
        case onPathAt:
            pathAt(id, (int)r.argument[0], r.argument[1], path);
            snprintf(argument, sizeof(argument), "%" PRIu64, r.argument[2]);
            break;
        case twoPaths:
            pathAt(id, AT_FDCWD, r.argument[0], path);
            pathAt(id, AT_FDCWD, r.argument[1], argument);
            break;
        case twoPathsAt:
            pathAt(id, (int)r.argument[0], r.argument[1], path);
            pathAt(id, (int)r.argument[2], r.argument[3], argument);
            break;
        case onDescriptor:
        case writing:
        case writingAt:
            readLink(path, "/proc/%d/fd/%d", (int)id, (int)r.argument[0]);
            if (!isBelow(path)) {
                return false;
            }
            if (call->shape == onDescriptor) {
                snprintf(argument, sizeof(argument), "%" PRIu64 " %" PRIu64, r.argument[1], r.argument[2]);
                break;
            }
            snprintf(argument, sizeof(argument), "%" PRIu64 " %" PRIu64,
                     call->shape == writingAt ? r.argument[3] : positionOf(id, (int)r.argument[0]), r.argument[2]);
            data = keepData(id, r.argument[1], r.argument[2]);
            break;
    }
    if (call->shape != unmapping && !isBelow(path)) {
        return false;
    }
    if (changes) {
        ++counted;
        if (counted == killAt) {
            endEverything(program, call->name, path);
        }
    }
    if (logFile == NULL) {
        return false;
    }
    snprintf(thread->begun, sizeof(thread->begun), "%ld\t%" PRIu64, changes ? counted : 0, now());
    snprintf(thread->line, sizeof(thread->line), "%s\t%s\t%s\t%" PRId64, call->name, path, argument, data);
    return true;
}

static void ends(struct thread* thread) {
    struct registers r;
    if (thread->inside && readRegisters(thread->id, &r)) {
        fprintf(logFile, "%s\t%" PRIu64 "\t%" PRId64 "\t%s\n", thread->begun, now(), r.result, thread->line);
    }
    thread->inside = false;
}

/* ---- */

static int watch(pid_t program) {
    ptrace(PTRACE_CONT, program, NULL, NULL);
    int result = exitBroken;
    for (;;) {
        int status = 0;
        const pid_t id = waitpid(-1, &status, __WALL);
        if (id < 0) {
            if (errno == EINTR) {
                continue;
            }
            return result; /* none is left */
        }
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            threadOf(id)->id = 0;
            if (id == program) {
                result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            }
            continue;
        }
        struct thread* thread = threadOf(id);
        const int stop = WSTOPSIG(status);
        const int event = status >> 16;
        if (event == PTRACE_EVENT_SECCOMP) {
            thread->inside = begins(program, thread);
            ptrace(thread->inside ? PTRACE_SYSCALL : PTRACE_CONT, id, NULL, NULL);
        } else if (stop == (SIGTRAP | 0x80)) {
            ends(thread);
            ptrace(PTRACE_CONT, id, NULL, NULL);
        } else {
            /* A new thread begins with a stop of its own; all other signals are the program's. */
            const bool ours = event != 0 || stop == SIGSTOP || stop == SIGTRAP;
            ptrace(PTRACE_CONT, id, NULL, (void*)(uintptr_t)(ours ? 0 : stop));
        }
    }
}

int main(int argc, char** argv) {
    int at = 1;
    for (; at + 1 < argc && strncmp(argv[at], "--", 2) == 0; at += 2) {
        const char* value = argv[at + 1];
        if (strcmp(argv[at], "--under") == 0) {
            under = value;
        } else if (strcmp(argv[at], "--kill") == 0) {
            killAt = atol(value);
        } else if (strcmp(argv[at], "--log") == 0) {
            logFile = fopen(value, "we");
        } else if (strcmp(argv[at], "--data") == 0) {
            dataFile = fopen(value, "we");
        } else {
            break;
        }
    }
    if (at >= argc || strncmp(argv[at], "--", 2) == 0) {
        fprintf(stderr, "usage: nightjar-callstop [--under FOLDER] [--kill N] [--log FILE] [--data FILE] PROGRAM …\n");
        return exitBroken;
    }
    const int result = watch(start(argv + at));
    if ((logFile != NULL && fclose(logFile) != 0) || (dataFile != NULL && fclose(dataFile) != 0)) {
        broken("the log");
    }
    return result;
}
