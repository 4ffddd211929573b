// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voicesoak.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <random>

#include "../../unit/voice/speech.h"
#include "scene.h"

namespace nightjar::lab {
namespace {

using namespace voice;

constexpr std::size_t wireOverhead = 38;
constexpr double leastSpan = 5;  // s
constexpr double mostSpan = 60;
constexpr double settling = 12;     // s that a call has to get used to a new link
constexpr double mostDelay = 9500;  // ms: never more than eight seconds behind the network
constexpr std::size_t heardPeak = 300;
const Instant begin = fromUnixMs(1'700'000'000'000);

struct Weather {
    LinkPlan plan;
    LinkClass linkClass = LinkClass::Unknown;
    bool dead = false;
};

class Dice {
public:
    explicit Dice(unsigned seed) : m_engine(seed) {}
    double between(double low, double high) { return std::uniform_real_distribution<>(low, high)(m_engine); }
    bool happens(double chance) { return between(0, 1) < chance; }

private:
    std::mt19937 m_engine;
};

Weather draw(Dice& dice) {
    struct Kind {
        LinkClass linkClass;
        double leastRate, mostRate, leastDelay, mostDelay;
    };
    constexpr std::array<Kind, 5> kinds{{{LinkClass::Gprs, 8, 40, 200, 700},
                                         {LinkClass::Edge, 50, 200, 100, 400},
                                         {LinkClass::Umts, 300, 2000, 30, 120},
                                         {LinkClass::Lan, 10000, 100000, 1, 10},
                                         {LinkClass::Unknown, 60, 5000, 10, 300}}};
    const auto& kind = kinds[static_cast<std::size_t>(dice.between(0, 4.999))];
    Weather out;
    out.linkClass = kind.linkClass;
    out.plan.kbit = dice.between(kind.leastRate, kind.mostRate);
    out.plan.oneWay = dice.between(kind.leastDelay, kind.mostDelay);
    out.plan.layerBytes = 10;
    if (dice.happens(0.4)) {
        out.plan.randomLoss = dice.between(0, 0.15);
    }
    if (dice.happens(0.4)) {
        out.plan.repeatChance = 0.1;
        out.plan.repeatDelay = 120;
    }
    if (dice.happens(0.2)) {
        out.plan.outageEvery = dice.between(4000, 15000);
        out.plan.outageLength = dice.between(200, 1500);
        out.plan.outageHolds = dice.happens(0.5);
    }
    out.dead = dice.happens(0.1);
    return out;
}

struct End {
    VoiceSession session;
    LabLink out;
    std::multimap<Instant, OutgoingVoice> coming;
};

void say(End& from, End& to, Instant now, PcmView frame, bool dead) {
    for (auto& packet : from.session.capture(now, frame)) {
        const auto at =
            from.out.send(static_cast<double>((now - begin).count()) / 1000, packet.payload.size() + wireOverhead);
        if (at && !dead) {
            to.coming.emplace(begin + Duration(static_cast<std::int64_t>(*at * 1000)), std::move(packet));
        }
    }
}

void receive(End& end, Instant now) {
    while (!end.coming.empty() && end.coming.begin()->first <= now) {
        const auto packet = std::move(end.coming.extract(end.coming.begin()).mapped());
        const VoiceHeader header{packet.rung, false, static_cast<std::uint16_t>(packet.sequence % sequenceWrap)};
        (void)end.session.received(now, header, packet.sequence, packet.payload);
    }
}

}  // namespace

SoakResult soak(double minutes, unsigned seed) {
    Dice dice(seed);
    SoakResult result;
    const auto speech = test::speech(20, seed);
    End a{VoiceSession{}, LabLink({}, seed, 0), {}};
    End b{VoiceSession{}, LabLink({}, seed + 1, 0), {}};
    Weather weather;
    Instant changeAt = begin;
    Instant since = begin;
    bool heard = true;
    const auto end = begin + Duration(static_cast<std::int64_t>(minutes * 60e6));
    const auto tell = [&](Instant now, const std::string& what) {
        result.findings.push_back("seed " + std::to_string(seed) + ", second " + std::to_string((now - begin) / 1s) +
                                  ": " + what);
    };
    std::size_t at = 0;
    for (auto now = begin; now < end; now += frameTime) {
        if (now >= changeAt) {
            if (!heard && !weather.dead && now - since > 20s) {
                tell(now, "no sound came through a link that lives");
            }
            const bool wasDead = weather.dead;
            weather = draw(dice);
            weather.dead = weather.dead && !wasDead;
            const auto length = weather.dead ? dice.between(1, 30) : dice.between(leastSpan, mostSpan);
            changeAt = now + Duration(static_cast<std::int64_t>(length * 1e6));
            since = now;
            heard = weather.dead;
            a.out.change(weather.plan);
            b.out.change(weather.plan);
            ++result.changes;
        }
        if ((now - begin) % 500ms == Duration{}) {
            const PathReport path{weather.linkClass, Duration(static_cast<std::int64_t>(weather.plan.oneWay * 2000)),
                                  false};
            a.session.report(now, path);
            b.session.report(now, path);
        }
        const auto frame = PcmView(speech).subspan(at, frameSamples);
        at = (at + frameSamples) % (speech.size() - frameSamples);
        say(a, b, now, frame, weather.dead);
        say(b, a, now, frame, weather.dead);
        receive(a, now);
        receive(b, now);
        (void)a.session.playback(now, frameSamples);
        const auto pcm = b.session.playback(now, frameSamples);
        const bool loud = std::any_of(pcm.begin(), pcm.end(), [](auto x) { return std::abs(int(x)) > int(heardPeak); });
        const auto stats = b.session.stats(now);
        if (loud && !heard && now - since > 2s) {
            heard = true;
            result.worstRecovery = std::max(result.worstRecovery, static_cast<double>((now - since) / 1ms) / 1000);
        }
        const double delay = stats.mediaTime ? static_cast<double>((now - begin - *stats.mediaTime).count()) / 1000 : 0;
        if (!weather.dead && now - since > std::chrono::seconds(static_cast<int>(settling)) &&
            delay > mostDelay + weather.plan.oneWay) {
            tell(now, "it plays " + std::to_string(static_cast<int>(delay)) + " ms late");
            break;
        }
    }
    return result;
}

}  // namespace nightjar::lab
