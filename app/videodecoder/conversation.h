// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "videofile.h"
#include "videomessages.h"

namespace nightjar::video {

/// The decoder's side of what videomessages.h tells: does what the app says until it says nothing more.
class Conversation {
public:
    /// Descriptors to read orders from and to write news to.
    Conversation(int orders, int news) : m_orders(orders), m_news(news) {}
    /// Until the app is gone or the file is of no use.
    void run();

private:
    struct Message {
        Order order{};
        std::vector<std::uint8_t> fields;
    };

    [[nodiscard]] std::optional<Message> hear();
    /// Takes what is not the answer to a question; false: that makes no sense.
    [[nodiscard]] bool take(const Message& message);
    /// Waits for something to do; false: the app is gone.
    [[nodiscard]] bool wait();
    [[nodiscard]] int read(std::uint64_t from, std::span<std::uint8_t> room);
    [[nodiscard]] bool say(News what, std::span<const std::uint8_t> fields, std::span<const std::uint8_t> more = {});
    [[nodiscard]] bool tell(const Moment& moment);
    /// The moment may be sent.
    [[nodiscard]] bool isGranted(const Moment& moment) const;

    int m_orders;
    int m_news;
    std::uint32_t m_serial = 0;
    std::int64_t m_granted = -1;
    std::optional<std::uint32_t> m_sought;
    bool m_gone = false;
};

}  // namespace nightjar::video
