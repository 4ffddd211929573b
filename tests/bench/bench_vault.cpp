// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What a PIN costs at the desktop's setting, and how long after the key derivation a wipe is irrecoverable.

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "bench/report.h"
#include "runtime/disk.h"
#include "runtime/keystore.h"
#include "vault/vault.h"

using namespace nightjar;
using namespace nightjar::vault;

namespace {

SecretBytes pinOf(std::string_view text) {
    return SecretBytes(asBytes(text));
}

struct Profile {
    explicit Profile(const std::string& folder) : disk(folder) {}
    runtime::FolderDisk disk;
    SystemRandom random;
    runtime::FileKeystore keystore{disk, random};
    Vault vault{disk, keystore, random};
};

double median(std::vector<double> times) {
    std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
    return times[times.size() / 2];
}

/// The medians of several unlocks with that PIN, each of a new profile.
double unlockMs(const std::string& folder, KdfCost cost, std::string_view pin, int rounds) {
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
        std::filesystem::remove_all(folder);
        Profile profile(folder);
        if (!profile.vault.create(cost, pinOf("1234"), pinOf("9999"))) {
            std::exit(1);
        }
        const bench::Stopwatch watch;
        if (!profile.vault.unlock(pinOf(pin), fromUnixMs(1))) {
            std::exit(1);
        }
        times.push_back(watch.seconds() * 1000);
    }
    return median(std::move(times));
}

}  // namespace

int main() {
    char folder[] = "/tmp/nightjar-bench-XXXXXX";
    if (::mkdtemp(folder) == nullptr) {
        return 1;
    }
    const std::string profile = std::string(folder) + "/profile";
    bench::report("vault.unlock", unlockMs(profile, KdfCost::desktop(), "1234", 3), "ms");
    bench::report("vault.unlock_with_wipe_pin", unlockMs(profile, KdfCost::desktop(), "9999", 3), "ms");
    bench::report("vault.unlock_phone_cost", unlockMs(profile, KdfCost::phone(), "1234", 3), "ms");
    // With a derivation of no cost what is left is the work on the disk.
    bench::report("vault.work_without_kdf", unlockMs(profile, {8, 1}, "1234", 50), "ms");
    bench::report("vault.wipe_without_kdf", unlockMs(profile, {8, 1}, "9999", 50), "ms");
    std::filesystem::remove_all(folder);
    return 0;
}
