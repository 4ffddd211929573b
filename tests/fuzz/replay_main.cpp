// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0
//
// Runs a fuzz target without libFuzzer, the same way every time: the inputs of the corpus, every beginning of them,
// then mutations of them and random inputs. An input that ends the program is left in crash-input.
//
//   target [CORPUS-FOLDER | FILE]…

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "base/bytes.h"
#include "base/random.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

namespace {

using namespace nightjar;
using Clock = std::chrono::steady_clock;

/// Generated inputs after the corpus, unless the time is over first (a slow target under a sanitizer).
constexpr int generatedInputs = 20'000;
constexpr std::chrono::seconds timeLimit{5};
/// More than the longest datagram: length checks on both sides of it are met.
constexpr std::size_t longestRandomInput = 2048;
/// Of a longer input not every beginning is tried, only this many.
constexpr std::size_t longestPrefix = 4096;

Bytes runningInput;

void keepRunningInput() {
    const int file = ::open("crash-input", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file >= 0 && ::write(file, runningInput.data(), runningInput.size()) >= 0) {
        static constexpr char note[] = "The input is in ./crash-input\n";
        [[maybe_unused]] const auto written = ::write(STDERR_FILENO, note, sizeof note - 1);
    }
}

void onFatalSignal(int signal) {
    keepRunningInput();
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

void catchDeath() {
    if (__sanitizer_set_death_callback) {
        __sanitizer_set_death_callback(keepRunningInput);
        return;
    }
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL})
        std::signal(signal, onFatalSignal);
}

/// A copy of its own size on the heap, so that a sanitizer sees each byte read past the end.
void run(ByteView input) {
    runningInput = toBytes(input);
    LLVMFuzzerTestOneInput(runningInput.data(), runningInput.size());
}

Bytes contentOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<Bytes> readCorpus(int count, char** paths) {
    std::vector<std::filesystem::path> files;
    for (int i = 1; i < count; ++i) {
        if (std::filesystem::is_regular_file(paths[i]))
            files.emplace_back(paths[i]);
        if (!std::filesystem::is_directory(paths[i]))
            continue;
        for (const auto& entry : std::filesystem::directory_iterator(paths[i])) {
            if (entry.is_regular_file())
                files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<Bytes> corpus;
    for (const auto& file : files)
        corpus.push_back(contentOf(file));
    return corpus;
}

/// Produces inputs from a seeded stream: the n-th is the same in every run.
class Mutator {
public:
    explicit Mutator(const std::vector<Bytes>& corpus) : m_corpus(corpus) {}

    Bytes next() {
        if (m_corpus.empty() || m_random.below(8) == 0)
            return randomInput();
        Bytes input = anySeed();
        for (auto steps = 1 + m_random.below(6); steps > 0; --steps)
            mutate(input);
        return input;
    }

private:
    const Bytes& anySeed() { return m_corpus[m_random.below(m_corpus.size())]; }
    /// A position in `input`, its end included.
    std::size_t position(const Bytes& input) { return m_random.below(input.size() + 1); }
    static auto at(Bytes& input, std::size_t index) { return input.begin() + static_cast<std::ptrdiff_t>(index); }

    Bytes randomInput() {
        // Short inputs more often than long ones: most decoders give up early.
        Bytes input(m_random.below(1 + m_random.below(longestRandomInput)));
        m_random.fill(input);
        return input;
    }

    void mutate(Bytes& input) {
        if (input.empty()) {
            input = randomInput();
            return;
        }
        const std::size_t index = m_random.below(input.size());
        const std::size_t span = 1 + m_random.below(std::min<std::size_t>(input.size() - index, 32));
        switch (m_random.below(7)) {
            case 0:
                input[index] ^= static_cast<std::uint8_t>(1U << m_random.below(8));
                break;
            case 1:
                input[index] = static_cast<std::uint8_t>(m_random.below(256));
                break;
            case 2:
                writeExtremeNumber(input, index);
                break;
            case 3:
                input.resize(index);
                break;
            case 4:
                input.erase(at(input, index), at(input, index + span));
                break;
            case 5: {
                const Bytes copy(at(input, index), at(input, index + span));
                input.insert(at(input, position(input)), copy.begin(), copy.end());
                break;
            }
            default: {
                const Bytes& other = anySeed();
                input.resize(index);
                append(input, ByteView(other).subspan(position(other)));
            }
        }
    }

    /// A length or a count as a liar would write it, in one to eight bytes, big-endian.
    void writeExtremeNumber(Bytes& input, std::size_t index) {
        static constexpr std::array<std::uint64_t, 10> numbers{0,      1,      0x7f,       0x80,       0xff,
                                                               0x7fff, 0xffff, 0x7fffffff, 0xffffffff, ~0ULL};
        const std::uint64_t number = numbers[m_random.below(numbers.size())];
        const std::size_t width = std::min<std::size_t>(std::size_t{1} << m_random.below(4), input.size() - index);
        for (std::size_t i = 0; i < width; ++i) {
            input[index + i] = static_cast<std::uint8_t>(number >> (8 * (width - 1 - i)));
        }
    }

    const std::vector<Bytes>& m_corpus;
    SeededRandom m_random{1};
};

}  // namespace

int main(int argc, char** argv) {
    catchDeath();
    const std::vector<Bytes> corpus = readCorpus(argc, argv);
    for (const Bytes& input : corpus)
        run(input);
    for (const Bytes& input : corpus) {
        for (std::size_t length = 0; length < std::min(input.size(), longestPrefix); ++length) {
            run(ByteView(input).first(length));
        }
    }

    const auto end = Clock::now() + timeLimit;
    Mutator mutator(corpus);
    int generated = 0;
    while (generated < generatedInputs && Clock::now() < end) {
        run(mutator.next());
        ++generated;
    }
    std::printf("%zu inputs of the corpus and their beginnings, %d generated\n", corpus.size(), generated);
    return 0;
}
