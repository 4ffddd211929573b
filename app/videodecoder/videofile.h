// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <variant>

#include "picturemaker.h"
#include "soundmaker.h"
#include "videomessages.h"

struct AVCodecContext;
struct AVFormatContext;
struct AVFrame;
struct AVIOContext;
struct AVPacket;
struct AVStream;

namespace nightjar::video {

/// What a video is.
struct Facts {
    std::uint32_t duration = 0;  ///< ms; 0: not known
    Size size;                   ///< pixels, as it is shown
    bool sound = false;
};

struct TimedPicture {
    std::uint32_t at = 0;  ///< ms from the beginning
    PictureMaker::Picture picture;
};
struct TimedSound {
    std::uint32_t at = 0;  ///< ms from the beginning
    std::vector<std::int16_t> samples;
};
/// Nothing at all: the end.
using Moment = std::variant<std::monostate, TimedPicture, TimedSound>;

/// A video, taken apart with libav: containers MP4/QuickTime, Matroska/WebM and AVI, and what cameras, phones and the
/// web put into them. One thread; whatever of it is damaged is passed over.
class VideoFile {
public:
    /// Reads from there on into the room; how much came, 0: it ends there, less than 0: it cannot be read.
    using Read = std::function<int(std::uint64_t from, std::span<std::uint8_t> room)>;

    /// `bound`: pictures are not larger.
    VideoFile(std::uint64_t size, Size bound, Read read);
    ~VideoFile();
    VideoFile(const VideoFile&) = delete;
    VideoFile& operator=(const VideoFile&) = delete;

    [[nodiscard]] std::variant<Facts, Failure> open();
    /// What comes next, pictures and sounds each in the order of their times.
    [[nodiscard]] Moment next();
    /// The next moments are those from there on.
    void seek(std::uint32_t to);

private:
    /// One of the two streams of a file.
    struct Track {
        int stream = -1;
        AVCodecContext* decoder = nullptr;
        std::int64_t lastMs = 0;
        std::int64_t stepMs = 0;  ///< between two frames, where their times are missing
        bool drained = false;
        [[nodiscard]] bool exists() const { return decoder != nullptr; }
    };

    [[nodiscard]] bool openTrack(Track& track, int kind);
    /// A decoded frame of it as a moment; nothing when none is ready or it is before what was sought.
    [[nodiscard]] std::optional<Moment> frameOf(Track& track);
    [[nodiscard]] std::optional<Moment> momentOf(Track& track);
    [[nodiscard]] std::int64_t timeOf(const Track& track) const;
    void feed();
    [[nodiscard]] Size sizeShown() const;

    static int readBytes(void* self, std::uint8_t* room, int length);
    static std::int64_t seekBytes(void* self, std::int64_t offset, int whence);

    std::uint64_t m_size;
    Size m_bound;
    Read m_read;
    std::uint64_t m_position = 0;
    AVIOContext* m_io = nullptr;
    AVFormatContext* m_format = nullptr;
    AVPacket* m_packet = nullptr;
    AVFrame* m_frame = nullptr;
    Track m_video;
    Track m_sound;
    int m_quarters = 0;
    std::unique_ptr<PictureMaker> m_pictures;
    SoundMaker m_sounds;
    std::int64_t m_from = 0;  ///< ms: what was sought
    bool m_fed = false;       ///< the file has nothing more
};

}  // namespace nightjar::video
