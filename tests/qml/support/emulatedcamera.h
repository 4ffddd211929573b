// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <atomic>
#include <functional>

#include <QByteArray>

// Two cameras of Video4Linux that exist within this process only: what the toolkit asks of their files is answered by
// this program (the calls of the C library are defined here, in front of those of the library). So the real backend
// runs, up to the kernel. They send 30 frames a second, one of 640 × 480 as YUYV, the other of 1280 × 720 as JPEG.
namespace nightjar::test {

struct EmulatedCamera {
    static constexpr auto path = "/dev/video7";
    static constexpr auto jpegPath = "/dev/video10";
    static constexpr auto name = "Emulated Camera";
    static constexpr int width = 640;
    static constexpr int height = 480;
    static constexpr int jpegWidth = 1280;
    static constexpr int jpegHeight = 720;

    /// A /dev for this process alone, with such files in it, from the first line of main(). False: not allowed here.
    static bool plugIn();
    /// The files go, and what runs is told.
    static void unplug();

    /// The bytes of a frame of YUYV; set before anything is opened.
    static inline QByteArray yuyv;
    /// Of one as JPEG.
    static inline QByteArray jpeg;
    /// So many times buffers can be asked for until another program has it.
    static inline std::atomic<int> freeFor{1'000'000};
    /// We may not open it.
    static inline std::atomic<bool> denied{false};
    /// They run and send nothing.
    static inline std::atomic<bool> silent{false};
    static inline std::atomic<bool> gone{false};
    /// Between STREAMON and STREAMOFF: the light is on.
    static inline std::atomic<bool> streaming{false};
    /// Files of them that are open now.
    static inline std::atomic<int> open{0};
};

}  // namespace nightjar::test
