// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "videofile.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
}

#include <algorithm>
#include <cmath>
#include <limits>

namespace nightjar::video {

namespace {

constexpr int ioBytes = 64 * 1024;
/// What is looked at to find out what a file is.
constexpr std::int64_t probeBytes = 5'000'000;
constexpr std::int64_t probeTime = 5 * AV_TIME_BASE;
constexpr unsigned mostStreams = 32;
/// Frames of sound in one frame of a codec; those of Opus and AAC have at most some thousands.
constexpr std::int64_t mostSamples = 200'000;

constexpr auto containers = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi";
constexpr auto codecs =
    "h264,hevc,mpeg4,mjpeg,h263,vp8,vp9,libdav1d,av1,theora,"
    "aac,aac_latm,mp3,mp3float,opus,vorbis,flac,amrnb,amrwb,alac,pcm_s16le,pcm_s16be,pcm_u8,pcm_alaw,pcm_mulaw";

/// How often the pictures of a stream have to be turned clockwise to stand upright.
int quartersOf(const AVStream& stream) {
    const auto* matrix =
        reinterpret_cast<const std::int32_t*>(av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr));
    const double turned = matrix ? av_display_rotation_get(matrix) : 0;  // anticlockwise
    return std::isnan(turned) ? 0 : static_cast<int>((std::lround(-turned / 90) % 4 + 4) % 4);
}

bool isTooLarge(const AVFormatContext& format) {
    const std::span streams(format.streams, format.nb_streams);
    return std::ranges::any_of(streams, [](const AVStream* stream) {
        const auto& what = *stream->codecpar;
        return what.codec_type == AVMEDIA_TYPE_VIDEO && std::int64_t{what.width} * what.height > mostPixels;
    });
}

std::uint32_t clampMs(std::int64_t ms) {
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(ms, 0, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace

VideoFile::VideoFile(std::uint64_t size, Size bound, Read read)
    : m_size(size), m_bound(bound), m_read(std::move(read)) {
    av_log_set_level(AV_LOG_QUIET);
}

VideoFile::~VideoFile() {
    avcodec_free_context(&m_video.decoder);
    avcodec_free_context(&m_sound.decoder);
    avformat_close_input(&m_format);
    if (m_io) {
        av_freep(&m_io->buffer);
        avio_context_free(&m_io);
    }
    av_packet_free(&m_packet);
    av_frame_free(&m_frame);
}

int VideoFile::readBytes(void* self, std::uint8_t* room, int length) {
    auto& file = *static_cast<VideoFile*>(self);
    if (length <= 0 || file.m_position >= file.m_size) {
        return AVERROR_EOF;
    }
    const auto wanted = std::min<std::uint64_t>(static_cast<std::uint64_t>(length), file.m_size - file.m_position);
    const int got = file.m_read(file.m_position, {room, static_cast<std::size_t>(wanted)});
    if (got <= 0) {
        return got == 0 ? AVERROR_EOF : AVERROR(EIO);
    }
    file.m_position += static_cast<std::uint64_t>(got);
    return got;
}

std::int64_t VideoFile::seekBytes(void* self, std::int64_t offset, int whence) {
    auto& file = *static_cast<VideoFile*>(self);
    const auto size = static_cast<std::int64_t>(file.m_size);
    if (whence == AVSEEK_SIZE) {
        return size;
    }
    const auto base = whence == SEEK_CUR ? static_cast<std::int64_t>(file.m_position) : whence == SEEK_END ? size : 0;
    if (offset < -base || offset > size - base) {
        return AVERROR(EINVAL);
    }
    file.m_position = static_cast<std::uint64_t>(base + offset);
    return base + offset;
}

std::variant<Facts, Failure> VideoFile::open() {
    m_packet = av_packet_alloc();
    m_frame = av_frame_alloc();
    m_format = avformat_alloc_context();
    auto* buffer = static_cast<std::uint8_t*>(av_malloc(ioBytes));
    m_io = avio_alloc_context(buffer, ioBytes, 0, this, &VideoFile::readBytes, nullptr, &VideoFile::seekBytes);
    if (!m_packet || !m_frame || !m_format || !m_io) {
        return Failure::Damaged;
    }
    m_format->pb = m_io;
    m_format->probesize = probeBytes;
    m_format->max_analyze_duration = probeTime;
    m_format->max_streams = mostStreams;
    AVDictionary* options = nullptr;
    av_dict_set(&options, "format_whitelist", containers, 0);
    av_dict_set(&options, "codec_whitelist", codecs, 0);
    av_dict_set(&options, "protocol_whitelist", "none", 0);  // a file may name others
    const int opened = avformat_open_input(&m_format, nullptr, nullptr, &options);
    av_dict_free(&options);
    if (opened < 0) {
        return opened == AVERROR_INVALIDDATA || opened == AVERROR(EINVAL) ? Failure::NotSupported : Failure::Damaged;
    }
    // Once more afterwards: some files tell it in their frames only.
    if (isTooLarge(*m_format)) {
        return Failure::TooLarge;
    }
    if (avformat_find_stream_info(m_format, nullptr) < 0) {
        return Failure::Damaged;
    }
    if (isTooLarge(*m_format)) {
        return Failure::TooLarge;
    }
    if (!openTrack(m_video, AVMEDIA_TYPE_VIDEO)) {
        return Failure::NotSupported;
    }
    const auto& coded = *m_format->streams[m_video.stream]->codecpar;
    if (coded.width <= 0 || coded.height <= 0) {
        return Failure::Damaged;
    }
    static_cast<void>(openTrack(m_sound, AVMEDIA_TYPE_AUDIO));
    m_quarters = quartersOf(*m_format->streams[m_video.stream]);
    m_pictures = std::make_unique<PictureMaker>(m_bound, m_quarters);
    const bool timed = m_format->duration != AV_NOPTS_VALUE && m_format->duration > 0;
    return Facts{timed ? clampMs(m_format->duration / 1000) : 0, sizeShown(), m_sound.exists()};
}

Size VideoFile::sizeShown() const {
    auto* stream = m_format->streams[m_video.stream];
    const auto aspect = av_guess_sample_aspect_ratio(m_format, stream, nullptr);
    return PictureMaker::shown({stream->codecpar->width, stream->codecpar->height}, aspect.num, aspect.den, m_quarters);
}

bool VideoFile::openTrack(Track& track, int kind) {
    const AVCodec* codec = nullptr;
    const int index = av_find_best_stream(m_format, static_cast<AVMediaType>(kind), -1, m_video.stream, &codec, 0);
    if (index < 0 || !codec || (m_format->streams[index]->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0) {
        return false;
    }
    auto* const stream = m_format->streams[index];
    auto* decoder = avcodec_alloc_context3(codec);
    if (!decoder) {
        return false;
    }
    decoder->max_pixels = mostPixels;
    decoder->max_samples = mostSamples;
    decoder->thread_count = 1;
    decoder->pkt_timebase = stream->time_base;
    AVDictionary* options = nullptr;
    av_dict_set(&options, "codec_whitelist", codecs, 0);
    const bool open =
        avcodec_parameters_to_context(decoder, stream->codecpar) >= 0 && avcodec_open2(decoder, codec, &options) >= 0;
    av_dict_free(&options);
    if (!open) {
        avcodec_free_context(&decoder);
        return false;
    }
    track.stream = index;
    track.decoder = decoder;
    const auto rate = av_q2d(stream->avg_frame_rate);
    track.stepMs = rate > 0 && rate < 1000 ? std::lround(1000 / rate) : 40;
    return true;
}

std::int64_t VideoFile::timeOf(const Track& track) const {
    const auto* stream = m_format->streams[track.stream];
    const auto stamp = m_frame->best_effort_timestamp;
    if (stamp == AV_NOPTS_VALUE) {
        return track.lastMs + track.stepMs;
    }
    const auto start = m_format->start_time == AV_NOPTS_VALUE ? 0 : m_format->start_time / 1000;
    return av_rescale_q(stamp, stream->time_base, AVRational{1, 1000}) - start;
}

std::optional<Moment> VideoFile::momentOf(Track& track) {
    const auto at = timeOf(track);
    track.lastMs = at;
    if (&track == &m_video) {
        // The last picture before what was sought is what one sees there.
        if (at + track.stepMs <= m_from || std::int64_t{m_frame->width} * m_frame->height > mostPixels) {
            return std::nullopt;
        }
        auto picture = m_pictures->make(*m_frame);
        return picture.pixels.empty() ? std::nullopt
                                      : std::optional<Moment>(TimedPicture{clampMs(at), std::move(picture)});
    }
    if (at < m_from) {
        return std::nullopt;
    }
    auto samples = m_sounds.make(*m_frame);
    return samples.empty() ? std::nullopt : std::optional<Moment>(TimedSound{clampMs(at), std::move(samples)});
}

std::optional<Moment> VideoFile::frameOf(Track& track) {
    while (track.exists() && !track.drained) {
        const int got = avcodec_receive_frame(track.decoder, m_frame);
        if (got == AVERROR(EAGAIN)) {
            return std::nullopt;
        }
        if (got < 0) {
            track.drained = m_fed;
            return std::nullopt;
        }
        auto moment = momentOf(track);
        av_frame_unref(m_frame);
        if (moment) {
            return moment;
        }
    }
    return std::nullopt;
}

void VideoFile::feed() {
    if (av_read_frame(m_format, m_packet) < 0) {
        // Also where it cannot be read on: what there is is shown.
        m_fed = true;
        for (auto* track : {&m_video, &m_sound}) {
            if (track->exists()) {
                avcodec_send_packet(track->decoder, nullptr);
            }
        }
        return;
    }
    for (auto* track : {&m_video, &m_sound}) {
        if (track->exists() && m_packet->stream_index == track->stream) {
            avcodec_send_packet(track->decoder, m_packet);  // what is damaged is left out
        }
    }
    av_packet_unref(m_packet);
}

Moment VideoFile::next() {
    while (true) {
        for (auto* track : {&m_video, &m_sound}) {
            if (auto moment = frameOf(*track)) {
                return std::move(*moment);
            }
        }
        if (m_fed) {
            return std::monostate{};
        }
        feed();
    }
}

void VideoFile::seek(std::uint32_t to) {
    const auto start = m_format->start_time == AV_NOPTS_VALUE ? 0 : m_format->start_time;
    if (av_seek_frame(m_format, -1, std::int64_t{to} * 1000 + start, AVSEEK_FLAG_BACKWARD) < 0) {
        av_seek_frame(m_format, -1, start, AVSEEK_FLAG_BACKWARD);
    }
    for (auto* track : {&m_video, &m_sound}) {
        if (track->exists()) {
            avcodec_flush_buffers(track->decoder);
            track->drained = false;
            track->lastMs = to;
        }
    }
    m_sounds.forget();
    m_from = to;
    m_fed = false;
}

}  // namespace nightjar::video
