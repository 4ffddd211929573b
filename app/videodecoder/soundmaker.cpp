// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "soundmaker.h"

extern "C" {
#include <libavutil/channel_layout.h>
#include <libavutil/frame.h>
#include <libswresample/swresample.h>
}

#include "videomessages.h"

namespace nightjar::video {

SoundMaker::~SoundMaker() {
    forget();
}

void SoundMaker::forget() {
    swr_free(&m_changer);
}

std::vector<std::int16_t> SoundMaker::make(const AVFrame& frame) {
    const int channels = frame.ch_layout.nb_channels;
    if (frame.sample_rate <= 0 || channels <= 0 || frame.nb_samples <= 0) {
        return {};
    }
    if (!m_changer || m_rate != frame.sample_rate || m_format != frame.format || m_channels != channels) {
        forget();
        AVChannelLayout from{};
        AVChannelLayout to{};
        av_channel_layout_default(&to, soundChannels);
        // Files that count their channels and do not name them.
        if (frame.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC) {
            av_channel_layout_default(&from, channels);
        } else if (av_channel_layout_copy(&from, &frame.ch_layout) < 0) {
            return {};
        }
        const int made = swr_alloc_set_opts2(&m_changer, &to, AV_SAMPLE_FMT_S16, soundRate, &from,
                                             static_cast<AVSampleFormat>(frame.format), frame.sample_rate, 0, nullptr);
        av_channel_layout_uninit(&from);
        if (made < 0 || swr_init(m_changer) < 0) {
            forget();
            return {};
        }
        m_rate = frame.sample_rate;
        m_format = frame.format;
        m_channels = channels;
    }
    const int room = swr_get_out_samples(m_changer, frame.nb_samples);
    if (room <= 0) {
        return {};
    }
    std::vector<std::int16_t> sound(static_cast<std::size_t>(room) * soundChannels);
    auto* out = reinterpret_cast<std::uint8_t*>(sound.data());
    const int frames =
        swr_convert(m_changer, &out, room, const_cast<const std::uint8_t**>(frame.extended_data), frame.nb_samples);
    sound.resize(frames > 0 ? static_cast<std::size_t>(frames) * soundChannels : 0);
    return sound;
}

}  // namespace nightjar::video
