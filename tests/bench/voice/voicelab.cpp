// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0
//
// voicelab IN.wav OUT.wav KEY=VALUE… — a call over a simulated link in virtual time. Writes what the other end heard,
// and to OUT.wav.places, a line for each 20 ms of what was said, at which sample of it that was heard (-1: never).
// Prints JSON.
//
//   rung=0…6 (else what the controller chooses)   class=gprs|edge|umts|lte|lan|unknown   both=0|1 (the listener talks
//   too) rate=KBIT delay=MS layer=BYTES repeat=CHANCE,MS   loss=SHARE   burst=SHARE,MS   outage=EVERY_MS,MS   seed=N
//   other=BITRATE,FRAME_MS,BUNDLE,HEADER_BYTES,FEC   somebody else's settings instead (othercall.h)
//   drift=PPM (the listener's loudspeaker is faster)   hold=0|1 (what is sent in an outage waits)   times=N (the
//   recording over and over: a long call)
// All links are the same both ways. voicelab --soak MINUTES SEED tortures a call (voicesoak.h). voicelab --score
// CLEAN.wav HEARD.wav prints ESTOI alone.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "estoi.h"
#include "othercall.h"
#include "voice/wav.h"
#include "voicesoak.h"

using namespace nightjar;
using namespace nightjar::lab;

namespace {

struct Arguments {
    std::map<std::string, std::vector<double>> numbers;
    std::string linkClass = "gprs";

    [[nodiscard]] double get(const std::string& key, std::size_t i, double otherwise) const {
        const auto found = numbers.find(key);
        return found == numbers.end() || i >= found->second.size() ? otherwise : found->second[i];
    }
};

Pcm load(const char* path) {
    std::ifstream file(path, std::ios::binary);
    const Bytes bytes((std::istreambuf_iterator<char>(file)), {});
    auto wav = voice::decodeWav(bytes);
    if (!wav || wav->sampleRate != voice::voiceSampleRate) {
        std::fprintf(stderr, "%s is not a WAV file of 16 kHz, mono, 16 bit\n", path);
        std::exit(2);
    }
    return std::move(wav->samples);
}

Arguments parse(int count, char** words) {
    Arguments out;
    for (int i = 0; i < count; ++i) {
        const std::string word = words[i];
        const auto sign = word.find('=');
        const auto key = word.substr(0, sign);
        if (key == "class") {
            out.linkClass = word.substr(sign + 1);
            continue;
        }
        auto& values = out.numbers[key];
        for (auto at = sign; at != std::string::npos; at = word.find(',', at + 1)) {
            values.push_back(std::strtod(word.c_str() + at + 1, nullptr));
        }
    }
    return out;
}

LinkClass classOf(const std::string& name) {
    static const std::map<std::string, LinkClass> names{{"gprs", LinkClass::Gprs},
                                                        {"edge", LinkClass::Edge},
                                                        {"umts", LinkClass::Umts},
                                                        {"lte", LinkClass::Lte},
                                                        {"lan", LinkClass::Lan}};
    const auto found = names.find(name);
    return found == names.end() ? LinkClass::Unknown : found->second;
}

Scene sceneOf(const Arguments& a) {
    Scene scene;
    auto& link = scene.link;
    link.kbit = a.get("rate", 0, 0);
    link.oneWay = a.get("delay", 0, 20);
    link.layerBytes = static_cast<int>(a.get("layer", 0, 0));
    link.repeatChance = a.get("repeat", 0, 0);
    link.repeatDelay = a.get("repeat", 1, 0);
    link.randomLoss = a.get("loss", 0, 0);
    link.burstShare = a.get("burst", 0, 0);
    link.burstLength = a.get("burst", 1, 0);
    link.outageEvery = a.get("outage", 0, 0);
    link.outageLength = a.get("outage", 1, 0);
    link.outageHolds = a.get("hold", 0, 0) != 0;
    scene.driftPpm = a.get("drift", 0, 0);
    scene.linkClass = classOf(a.linkClass);
    scene.bothTalk = a.get("both", 0, 1) != 0;
    scene.seed = static_cast<unsigned>(a.get("seed", 0, 1));
    if (a.numbers.contains("rung")) {
        scene.rung = static_cast<voice::Rung>(a.get("rung", 0, 3));
    }
    return scene;
}

/// Half of the delays of a tenth of the call are below it, ms.
double medianOfTenth(const std::vector<double>& delays, std::size_t tenth) {
    const auto size = delays.size() / 10;
    if (size == 0) {
        return 0;
    }
    const auto from = delays.begin() + static_cast<std::ptrdiff_t>(tenth * size);
    std::vector<double> part(from, from + static_cast<std::ptrdiff_t>(size));
    const auto middle = part.begin() + static_cast<std::ptrdiff_t>(size / 2);
    std::nth_element(part.begin(), middle, part.end());
    return *middle;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 4 && std::string(argv[1]) == "--score") {
        std::printf("{\"estoi\": %.4f}\n", estoi(load(argv[2]), load(argv[3])));
        return 0;
    }
    if (argc == 4 && std::string(argv[1]) == "--soak") {
        const auto result = soak(std::strtod(argv[2], nullptr), static_cast<unsigned>(std::atoi(argv[3])));
        for (const auto& finding : result.findings) {
            std::fprintf(stderr, "%s\n", finding.c_str());
        }
        std::printf("{\"changes\": %d, \"findings\": %zu, \"worst_recovery\": %.2f}\n", result.changes,
                    result.findings.size(), result.worstRecovery);
        return result.findings.empty() ? 0 : 1;
    }
    if (argc < 3) {
        std::fputs("usage: voicelab IN.wav OUT.wav KEY=VALUE…\n", stderr);
        return 2;
    }
    const auto recording = load(argv[1]);
    const auto arguments = parse(argc - 3, argv + 3);
    Pcm said;
    for (auto times = static_cast<int>(arguments.get("times", 0, 1)); times > 0; --times) {
        said.insert(said.end(), recording.begin(), recording.end());
    }
    const auto scene = sceneOf(arguments);
    const bool other = arguments.numbers.contains("other");
    const auto number = [&](std::size_t i) { return static_cast<int>(arguments.get("other", i, 0)); };
    const auto outcome = other ? playOther(scene, {number(0), number(1), number(2), number(3), number(4) != 0}, said)
                               : play(scene, said);
    const double score = estoi(said, aligned(outcome));
    const auto bytes = voice::encodeWav({voice::voiceSampleRate, outcome.heard});
    std::ofstream places(std::string(argv[2]) + ".places");
    for (const auto place : outcome.placeOf) {
        places << place << '\n';
    }
    std::ofstream(argv[2], std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), std::ssize(bytes));
    std::printf(
        "{\"wire\": %.3f, \"layer\": %.3f, \"estoi\": %.4f, \"delay\": %.0f, \"delay95\": %.0f, "
        "\"delay_begin\": %.0f, \"delay_end\": %.0f, \"catch_up\": %.1f, "
        "\"cpu\": %.2f, \"rung\": %.2f, \"concealed\": %.2f, \"recovered\": %.2f, \"queue\": %.0f}\n",
        outcome.wireKbit, outcome.layerKbit, score, outcome.delayMedian, outcome.delayMost,
        medianOfTenth(outcome.delays, 0), medianOfTenth(outcome.delays, 9), outcome.catchUp, outcome.cpuPercent,
        outcome.rungMean, outcome.concealedPercent, outcome.recoveredPercent, outcome.worstQueue);
    return 0;
}
