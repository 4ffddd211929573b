// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "addressline.h"
#include "runtime/disk.h"
#include "runtime/hardening.h"
#include "runtime/ports/localaddresses.h"
#include "server.h"
#include "serverkey.h"
#include "wire/address.h"
#include "wire/filegeometry.h"

using namespace nightjar;
using namespace nightjar::signald;

namespace {

enum ExitCode : int { Ended = 0, WrongUsage = 2, BadData = 3, BadNetwork = 4, BadStore = 5 };

int fail(ExitCode code, const std::string& sentence) {
    std::fprintf(stderr, "nightjar-signald: %s\n", sentence.c_str());
    return code;
}

/// From now on these signals wait until the server reads them.
sigset_t holdSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGUSR1);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signals;
}

std::string storeSentence(const std::string& path, store::StoreError error) {
    switch (error) {
        case store::StoreError::DiskFull:
            return "the disk is full: cannot write " + path;
        case store::StoreError::ReadOnly:
        case store::StoreError::Io:
            return "cannot write " + path;
        case store::StoreError::TooNew:
            return path + " was made by a newer version of this program";
        case store::StoreError::Locked:
            return path + " is in use by another program";
        default:
            return path + " is damaged or no mailbox file of this program; it was left as it is";
    }
}

ExitCode exitCodeFor(store::StoreError error) {
    const bool disk = error == store::StoreError::DiskFull || error == store::StoreError::ReadOnly ||
                      error == store::StoreError::Io || error == store::StoreError::Locked;
    return disk ? BadData : BadStore;
}

int serve(const Options& options) {
    const auto signals = holdSignals();
    const auto lock = runtime::ProfileLock::take(options.dataFolder);
    if (!lock) {
        const bool inUse = lock.error() == runtime::ProfileLock::Error::InUse;
        return fail(BadData, inUse ? options.dataFolder + " is in use by another nightjar-signald"
                                   : "cannot write to " + options.dataFolder + ": " + std::strerror(errno));
    }
    SystemRandom random;
    const auto keys = loadOrCreateServerKey(options.dataFolder, random);
    if (!keys) {
        return fail(BadData, keys.error());
    }
    hub::StoreQuota quota;
    quota.envelopeBytes = options.diskMiB << 20;
    quota.parcels.bytes = options.filesMiB << 20;
    // A parcel counts with the tags of its chunks; a file of exactly the largest size is still taken.
    const auto largest = hub::parcelBytes(wire::fileChunkCount(options.fileMiB << 20));
    quota.parcels.largest = options.filesMiB == 0 ? 0 : largest;
    quota.parcels.perQueue = 2 * largest;
    quota.parcels.life = std::chrono::hours(24 * options.fileDays);
    const auto path = options.dataFolder + "/mailboxes.sqlite";
    const auto store = SqliteQueueStore::open(path, quota);
    if (!store) {
        return fail(exitCodeFor(store.error()), storeSentence(path, store.error()));
    }
    auto sockets =
        Sockets::open({options.listen, options.secondListen, !options.listen.isLoopback(), options.directoryPort});
    if (!sockets) {
        return fail(BadNetwork, sockets.error());
    }
    Streams streams;
    if (const auto tls = streams.prepareTls(options.certificateFile); !tls) {
        return fail(BadData, tls.error());
    }
    if (const auto tcp = streams.listen(options.listen.withPort(sockets->port())); !tcp) {
        return fail(BadNetwork, tcp.error());
    }
    if (options.secondListen.isValid()) {
        if (const auto tcp = streams.listen(options.secondListen); !tcp) {
            return fail(BadNetwork, tcp.error());
        }
    }
    const auto tlsPort = options.tlsPort.value_or(options.listen.isLoopback() ? 0 : wire::defaultTlsPort);
    if (tlsPort != 0 && tlsPort != sockets->port()) {
        if (const auto tls = streams.listen(options.listen.withPort(tlsPort)); !tls && options.tlsPort) {
            return fail(BadNetwork, tls.error());
        } else if (!tls) {
            fail(Ended, tls.error() + "; who is let out by HTTPS alone cannot come (--tls)");
        }
    }
    Metrics metrics;
    if (options.metricsPort != 0) {
        if (const auto listens = metrics.listen(options.metricsPort); !listens) {
            return fail(BadNetwork, listens.error());
        }
    }
    hub::Config config;
    config.stun = {sockets->port(), {options.listen, options.secondListen}, options.foreignStun};
    config.directory = {options.directoryPort != 0, options.directoryForAnybody};
    config.discoveryLine = discoveryLine(options, sockets->port(), keys->publicKey);
    hub::Hub hub(*keys, **store, random, std::move(config));
    Server server(hub, *sockets, streams, metrics, **store, signals);

    const auto own = localAddresses(sockets->port(), false);
    std::printf("%s\nready\n", addressLine(options, sockets->port(), keys->publicKey, own).c_str());
    std::fflush(stdout);
    return server.run() ? Ended : fail(BadNetwork, "the system refuses to wait for the network");
}

}  // namespace

int main(int count, char** arguments) {
    hardenProcess();
    const std::vector<const char*> list(arguments + (count > 0 ? 1 : 0), arguments + count);
    const auto options = parseOptions(list);
    if (!options) {
        fail(WrongUsage, options.error());
        std::fputs("try nightjar-signald --help\n", stderr);
        return WrongUsage;
    }
    if (options->help) {
        std::fwrite(usage().data(), 1, usage().size(), stdout);
        return Ended;
    }
    if (options->version) {
        std::puts("nightjar-signald " NIGHTJAR_VERSION);
        return Ended;
    }
    return serve(*options);
}
