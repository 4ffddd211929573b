// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Does the time of an operation depend on what is secret? After Reparaz, Balasch, Verbauwhede, "dude, is my code
// constant time?" (DATE 2017): inputs of two classes in random order, the cycles of each call, Welch's t-test between
// the classes, also with the slowest measurements cut off at several percentiles. The largest |t| is told; above 10
// there is a leak for sure, below 4.5 none is seen with so many measurements. A comparison that leaks on purpose shows
// that the measurement can see.
//
//   bench_consttime [measurements per operation]

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

#include "base/random.h"
#include "bench/report.h"
#include "crypto/bodyseal.h"
#include "crypto/mlkem.h"
#include "vault/keyslots.h"

using namespace nightjar;

namespace {

std::uint64_t cycles() {
#if defined(__x86_64__)
    unsigned core = 0;
    _mm_lfence();
    const auto now = __rdtscp(&core);
    _mm_lfence();
    return now;
#else
    return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
#endif
}

/// Mean and variance of a growing sample: Welford 1962.
class Sample {
public:
    void add(double value) {
        ++m_count;
        const auto difference = value - m_mean;
        m_mean += difference / m_count;
        m_squares += difference * (value - m_mean);
    }
    [[nodiscard]] double count() const { return m_count; }
    [[nodiscard]] double mean() const { return m_mean; }
    [[nodiscard]] double variance() const { return m_count > 1 ? m_squares / (m_count - 1) : 0; }

private:
    double m_count = 0;
    double m_mean = 0;
    double m_squares = 0;
};

double welch(const Sample& a, const Sample& b) {
    const auto spread = a.variance() / a.count() + b.variance() / b.count();
    return spread > 0 ? std::abs(a.mean() - b.mean()) / std::sqrt(spread) : 0;
}

struct Measured {
    int kind = 0;
    std::uint64_t cycles = 0;
};

/// The largest |t| of all cuts. `prepare(kind)` makes the input of one call, `call()` is what is measured.
double test(std::size_t count, RandomSource& random, const std::function<void(int)>& prepare,
            const std::function<void()>& call) {
    std::vector<Measured> all;
    all.reserve(count);
    for (std::size_t i = 0; i < count + count / 10; ++i) {
        const int kind = static_cast<int>(random.below(2));
        prepare(kind);
        const auto before = cycles();
        call();
        const auto after = cycles();
        if (i >= count / 10) {  // the first ones warm up
            all.push_back({kind, after - before});
        }
    }
    std::vector<std::uint64_t> sorted;
    for (const auto& one : all) {
        sorted.push_back(one.cycles);
    }
    std::sort(sorted.begin(), sorted.end());
    double worst = 0;
    for (const double part : {0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0}) {
        const auto most = sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))];
        Sample samples[2];
        for (const auto& one : all) {
            if (one.cycles <= most) {
                samples[one.kind].add(static_cast<double>(one.cycles));
            }
        }
        if (samples[0].count() > 100 && samples[1].count() > 100) {
            worst = std::max(worst, welch(samples[0], samples[1]));
        }
    }
    return worst;
}

volatile bool sink = false;

/// Ends at the first difference.
bool leakyEqual(ByteView a, ByteView b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] != b[i]) {
            return false;
        }
    }
    return true;
}

/// Kind 0: the tag that is right. Kind 1: any other.
double testCompare(std::size_t count, RandomSource& random, bool (*compare)(ByteView, ByteView)) {
    ByteArray<16> right{};
    ByteArray<16> given{};
    random.fill(right);
    return test(
        count, random,
        [&](int kind) {
            random.fill(given);
            ByteArray<16> copy = right;
            given = kind == 0 ? copy : given;
        },
        [&] { sink = compare(right, given); });
}

/// Messages that are refused. Kind 0: always the same, true but for a bit of its text. Kind 1: random bytes.
double testBody(std::size_t count, RandomSource& random) {
    const Bytes key(32, 1);
    const Bytes associated(122, 2);
    Bytes almost(154 + crypto::BodySeal::tagSize, 3);
    crypto::BodySeal::sealInPlace(key, associated, almost);
    almost[77] ^= 1;
    Bytes given(almost.size());
    return test(
        count, random,
        [&](int kind) {
            random.fill(given);
            const auto copy = kind == 0 ? almost : given;
            std::copy(copy.begin(), copy.end(), given.begin());
        },
        [&] { sink = crypto::BodySeal::open(key, associated, given).has_value(); });
}

/// Kind 0: a ciphertext made for the key. Kind 1: one that is rejected.
double testDecapsulate(std::size_t count, RandomSource& random) {
    const auto pair = crypto::generateKemKeyPair(random);
    std::vector<crypto::KemCiphertext> inputs[2];
    for (int i = 0; i < 64; ++i) {
        const auto made = crypto::encapsulate(pair.publicKey, random);
        inputs[0].push_back(made->ciphertext);
        inputs[1].push_back(made->ciphertext);
        inputs[1].back()[random.below(crypto::kemCiphertextSize)] ^= static_cast<std::uint8_t>(1 + random.below(255));
    }
    crypto::KemCiphertext given{};
    return test(
        count, random, [&](int kind) { given = inputs[kind][random.below(64)]; },
        [&] { sink = crypto::decapsulate(pair.seed.view(), given).view()[0] != 0; });
}

/// Kind 0: the key opens the second slot. Kind 1: it wipes from the seventh.
double testSlots(std::size_t count, RandomSource& random) {
    const auto draw = [&random] {
        SecretBytes out(32);
        random.fill(out.mutableView());
        return out;
    };
    const auto deviceKey = draw();
    const SecretBytes pinKeys[2] = {draw(), draw()};
    auto file = vault::KeyslotFile::random(random);
    vault::SlotContent open{
        vault::SlotKind::Open, ContainerId::draw(random), draw(), ContainerId::draw(random), draw(), 6};
    vault::SlotContent wipe{vault::SlotKind::Wipe, ContainerId::draw(random), draw(), {}, {}, vault::slotCount};
    vault::sealDummies(file, deviceKey, random);
    file.slots[1] = vault::sealSlot(open, 1, pinKeys[0], deviceKey, random);
    file.slots[6] = vault::sealSlot(wipe, 6, pinKeys[1], deviceKey, random);
    SecretBytes given;
    return test(
        count, random, [&](int kind) { given = pinKeys[kind].clone(); },
        [&] { sink = vault::openSlots(file, given, deviceKey).has_value(); });
}

}  // namespace

int main(int argc, char** argv) {
    const auto count = argc > 1 ? static_cast<std::size_t>(std::strtoull(argv[1], nullptr, 10)) : 200'000;
    SeededRandom random(1);
    const auto leak = testCompare(count, random, leakyEqual);
    bench::report("consttime.leaky_compare_control", leak, "|t|");
    bench::report("consttime.tag_compare", testCompare(count, random, constantTimeEqual), "|t|");
    bench::report("consttime.body_open", testBody(count, random), "|t|");
    bench::report("consttime.mlkem768_decapsulate", testDecapsulate(count / 4, random), "|t|");
    bench::report("consttime.slot_choice", testSlots(count / 8, random), "|t|");
    return leak > 10 ? 0 : 1;  // a measurement that cannot see the leak proves nothing
}
