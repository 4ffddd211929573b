// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/codec.h"

#include <algorithm>
#include <array>

#include "voice/opusinternal.h"

namespace nightjar::voice {
namespace {

// Opus codes this far behind its input (its delay compensation, 4 ms); DRED made beside it has to count it in.
constexpr int opusDelaySamples = voiceSampleRate / 250;
constexpr int maxOpusBytes = 400;
// With the longest Opus content of its rung beside it, still within a payload.
constexpr int maxDredBytes = 240;
// What DRED itself calls the least that is a block.
constexpr int leastDredBytes = 8;
constexpr int coarsest = 15;
// Beyond quantizer 10 history is noise to a listener.
constexpr int coarsestHistory = 10;
// dred_encode_silk_frame looks 16 activity marks of 2.5 ms beyond the oldest latent.
constexpr std::size_t activityMarks = DRED_MAX_FRAMES * 4 + 32;
// Decoder complexity from which NoLACE runs; deep concealment starts at 5.
constexpr int decoderComplexity = 7;

struct EncoderFree {
    void operator()(OpusEncoder* e) const { opus_encoder_destroy(e); }
};
struct DecoderFree {
    void operator()(OpusDecoder* d) const { opus_decoder_destroy(d); }
};
struct DredDecoderFree {
    void operator()(OpusDREDDecoder* d) const { opus_dred_decoder_destroy(d); }
};
struct DredFree {
    void operator()(OpusDRED* d) const { opus_dred_free(d); }
};
using Encoder = std::unique_ptr<OpusEncoder, EncoderFree>;

Encoder makeEncoder() {
    int error = OPUS_OK;
    Encoder encoder(opus_encoder_create(voiceSampleRate, 1, OPUS_APPLICATION_VOIP, &error));
    if (!encoder || error != OPUS_OK) {
        throw std::bad_alloc();
    }
    // Constant rates below 8 kbit/s and frames above 60 ms would drop to narrow band and lose NoLACE; 60 ms with a
    // variable rate keep wide band.
    opus_encoder_ctl(encoder.get(), OPUS_SET_VBR(1));
    opus_encoder_ctl(encoder.get(), OPUS_SET_VBR_CONSTRAINT(0));
    opus_encoder_ctl(encoder.get(), OPUS_SET_COMPLEXITY(10));
    opus_encoder_ctl(encoder.get(), OPUS_SET_SIGNAL(OPUS_SIGNAL_VOICE));
    opus_encoder_ctl(encoder.get(), OPUS_SET_BANDWIDTH(OPUS_BANDWIDTH_WIDEBAND));
    return encoder;
}

}  // namespace

struct VoiceEncoder::State {
    Encoder opus = makeEncoder();
    std::unique_ptr<DREDEnc> dred = std::make_unique<DREDEnc>();
    std::array<unsigned char, activityMarks> activity{};
    int arch = opus_select_arch();
    Rung rung = startRung;
    Rung next = startRung;
    Protection protection = Protection::Light;
    bool opusStale = true;
    int lastFrames = 0;
    int givenUpFrames = 0;
    int sinceHistory = 0;
    int frames = 0;
    Pcm pcm;
    std::vector<Bytes> coded;

    void beginPacket() {
        if (next != rung) {
            rung = next;
            sinceHistory = 0;
        }
        const auto& plan = planOf(rung);
        if (plan.opusFrames == 0) {
            opusStale = true;
            return;
        }
        if (opusStale) {
            // What it remembers is from long ago; predicting from it would be heard.
            opus_encoder_ctl(opus.get(), OPUS_RESET_STATE);
            opusStale = false;
        }
        opus_encoder_ctl(opus.get(), OPUS_SET_BITRATE(plan.opusBitrate));
    }

    void codeOpus(const RungPlan& plan) {
        if (plan.opusFrames == 0) {
            return;
        }
        const auto length = static_cast<std::size_t>(plan.frames / plan.opusFrames) * frameSamples;
        if (pcm.size() < length) {
            return;
        }
        std::array<unsigned char, maxOpusBytes> out{};
        const auto size = opus_encode(opus.get(), pcm.data(), static_cast<int>(length), out.data(), out.size());
        coded.emplace_back(out.begin(), out.begin() + std::max<opus_int32>(0, size));
        pcm.clear();
    }

    CodedPacket finish(const RungPlan& plan, int reserved) {
        CodedPacket packet;
        packet.rung = rung;
        packet.opus = std::move(coded);
        coded.clear();
        const bool full = protection == Protection::Full || givenUpFrames > 0;
        const bool turn = protection == Protection::Light && ++sinceHistory >= plan.historyEvery;
        const bool history = plan.historySize > 0 && (plan.plainSize == 0 || full || turn);
        sinceHistory = history ? 0 : sinceHistory;
        int room = (!history ? plan.plainSize : full ? plan.fullSize : plan.historySize) - reserved - (history ? 1 : 0);
        for (const auto& frame : packet.opus) {
            room -= static_cast<int>(frame.size()) + (frame.size() < 64 ? 1 : 2);
        }
        if (!history || !fillWithHistory(plan, room, packet)) {
            fillPlain(plan, room, packet);
        }
        lastFrames = plan.frames;
        givenUpFrames = 0;
        frames = 0;
        return packet;
    }

    [[nodiscard]] Bytes dredBlock(int chunks, int q0, int dQ, int qMax) {
        std::array<unsigned char, maxDredBytes> out{};
        const int size =
            dred_encode_silk_frame(dred.get(), out.data(), chunks, maxDredBytes, q0, dQ, qMax, activity.data(), arch);
        return {out.begin(), out.begin() + std::max(0, size)};
    }

    /// As far back and then as fine as there is room for.
    bool fillWithHistory(const RungPlan& plan, int room, CodedPacket& packet) {
        struct Shape {
            int dQ, qMax;
        };
        constexpr std::array<Shape, 4> shapes{{{3, 8}, {4, 9}, {5, coarsestHistory}, {7, coarsestHistory}}};
        for (int chunks = maxHistoryChunks; chunks > plan.plainChunks; chunks -= 2) {
            for (const auto& shape : shapes) {
                // Only the coarsest is tried with less than everything: reach is worth more than fineness.
                if (chunks < maxHistoryChunks && &shape != &shapes.back()) {
                    continue;
                }
                auto block = dredBlock(chunks, plan.q0, shape.dQ, shape.qMax);
                if (static_cast<int>(block.size()) <= room && std::ssize(block) >= leastDredBytes) {
                    packet.dred = std::move(block);
                    packet.historyChunks = chunks;
                    return true;
                }
            }
        }
        return false;
    }

    /// This packet alone, as fine as there is room for.
    void fillPlain(const RungPlan& plan, int room, CodedPacket& packet) {
        packet.historyChunks = 0;
        if (plan.plainChunks == 0) {
            return;
        }
        for (int q = plan.q0; q <= coarsest; ++q) {
            packet.dred = dredBlock(plan.plainChunks, q, 0, coarsest);
            if (static_cast<int>(packet.dred.size()) <= room) {
                break;
            }
        }
    }
};

VoiceEncoder::VoiceEncoder() : m_state(std::make_unique<State>()) {
    dred_encoder_init(m_state->dred.get(), voiceSampleRate, 1);
    // The silence gate decides what is sent, so for DRED everything is speech.
    m_state->activity.fill(1);
}
VoiceEncoder::~VoiceEncoder() = default;
VoiceEncoder::VoiceEncoder(VoiceEncoder&&) noexcept = default;
VoiceEncoder& VoiceEncoder::operator=(VoiceEncoder&&) noexcept = default;

void VoiceEncoder::setRung(Rung rung) {
    m_state->next = rung;
}

void VoiceEncoder::setProtection(Protection protection) {
    m_state->protection = protection;
}

Rung VoiceEncoder::rung() const {
    return m_state->frames == 0 ? m_state->next : m_state->rung;
}

void VoiceEncoder::gaveUp() {
    m_state->givenUpFrames += m_state->lastFrames;
}

std::optional<CodedPacket> VoiceEncoder::encode(PcmView frame, int reserved) {
    auto& s = *m_state;
    if (s.frames == 0) {
        s.beginPacket();
    }
    const auto& plan = planOf(s.rung);
    std::array<float, frameSamples> samples{};
    std::transform(frame.begin(), frame.begin() + std::min<std::ptrdiff_t>(std::ssize(frame), frameSamples),
                   samples.begin(), [](std::int16_t x) { return static_cast<float>(x) / 32768.0f; });
    dred_compute_latents(s.dred.get(), samples.data(), frameSamples, plan.opusFrames > 0 ? opusDelaySamples : 0,
                         s.arch);
    if (plan.opusFrames > 0) {
        s.pcm.insert(s.pcm.end(), frame.begin(), frame.end());
        s.codeOpus(plan);
    }
    if (++s.frames < plan.frames) {
        return std::nullopt;
    }
    return s.finish(plan, reserved);
}

struct VoiceDecoder::State {
    std::unique_ptr<OpusDecoder, DecoderFree> opus;
    std::unique_ptr<OpusDREDDecoder, DredDecoderFree> dredDecoder;
    std::unique_ptr<OpusDRED, DredFree> block;

    State() {
        int error = OPUS_OK;
        opus.reset(opus_decoder_create(voiceSampleRate, 1, &error));
        dredDecoder.reset(opus_dred_decoder_create(&error));
        block.reset(opus_dred_alloc(&error));
        if (!opus || !dredDecoder || !block) {
            throw std::bad_alloc();
        }
        opus_decoder_ctl(opus.get(), OPUS_SET_COMPLEXITY(decoderComplexity));
        prime();
    }

    // A fresh decoder conceals nothing and draws nothing from DRED before its first real packet: give it wide-band
    // silence.
    void prime() {
        const auto encoder = makeEncoder();
        opus_encoder_ctl(encoder.get(), OPUS_SET_BITRATE(12000));
        const std::array<std::int16_t, frameSamples> silence{};
        std::array<unsigned char, maxOpusBytes> packet{};
        std::array<std::int16_t, frameSamples> sink{};
        for (int i = 0; i < 3; ++i) {
            const auto size = opus_encode(encoder.get(), silence.data(), frameSamples, packet.data(), packet.size());
            if (size > 0 && opus_decode(opus.get(), packet.data(), size, sink.data(), frameSamples, 0) < 0) {
                return;
            }
        }
    }
};

VoiceDecoder::VoiceDecoder() : m_state(std::make_unique<State>()) {
}
VoiceDecoder::~VoiceDecoder() = default;
VoiceDecoder::VoiceDecoder(VoiceDecoder&&) noexcept = default;
VoiceDecoder& VoiceDecoder::operator=(VoiceDecoder&&) noexcept = default;

std::optional<Pcm> VoiceDecoder::decodeOpus(ByteView frame) {
    constexpr int most = 6 * frameSamples;
    if (frame.empty() || opus_packet_get_nb_channels(frame.data()) != 1) {
        return std::nullopt;
    }
    Pcm out(most);
    const int samples =
        opus_decode(m_state->opus.get(), frame.data(), static_cast<opus_int32>(frame.size()), out.data(), most, 0);
    if (samples <= 0 || samples % frameSamples != 0) {
        return std::nullopt;
    }
    out.resize(static_cast<std::size_t>(samples));
    return out;
}

bool VoiceDecoder::loadDred(ByteView dred, int chunks) {
    if (dred.size() < DRED_MIN_BYTES || dred.size() > DRED_MAX_DATA_SIZE || chunks <= 0) {
        return false;
    }
    // Exactly so many chunks: what follows is filling, which would decode to noise.
    const int featureFrames = 4 * std::min(chunks, DRED_MAX_LATENTS) - 1;
    const int got = dred_ec_decode(m_state->block.get(), dred.data(), static_cast<int>(dred.size()), featureFrames, 0);
    return got > 0 &&
           opus_dred_process(m_state->dredDecoder.get(), m_state->block.get(), m_state->block.get()) == OPUS_OK;
}

Pcm VoiceDecoder::dred(int framesBack) {
    Pcm out(frameSamples);
    const int got = opus_decoder_dred_decode(m_state->opus.get(), m_state->block.get(),
                                             std::max(0, framesBack) * frameSamples, out.data(), frameSamples);
    if (got != frameSamples) {
        std::fill(out.begin(), out.end(), std::int16_t{0});
    }
    return out;
}

Pcm VoiceDecoder::conceal() {
    Pcm out(frameSamples);
    if (opus_decode(m_state->opus.get(), nullptr, 0, out.data(), frameSamples, 0) != frameSamples) {
        std::fill(out.begin(), out.end(), std::int16_t{0});
    }
    return out;
}

}  // namespace nightjar::voice
