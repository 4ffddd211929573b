// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "conversation.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

namespace nightjar::video {

namespace {

/// What an order may be at most: the answer to a question, and a little.
constexpr std::uint32_t longestOrder = longestWant + 16;

template <class T>
void put(std::vector<std::uint8_t>& to, T value) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(&value);
    to.insert(to.end(), bytes, bytes + sizeof value);
}

template <class T>
std::optional<T> get(std::span<const std::uint8_t>& from) {
    T value;
    if (from.size() < sizeof value) {
        return std::nullopt;
    }
    std::memcpy(&value, from.data(), sizeof value);
    from = from.subspan(sizeof value);
    return value;
}

bool readAll(int from, std::span<std::uint8_t> room) {
    while (!room.empty()) {
        const auto got = ::read(from, room.data(), room.size());
        if (got <= 0 && errno == EINTR && got < 0) {
            continue;
        }
        if (got <= 0) {
            return false;
        }
        room = room.subspan(static_cast<std::size_t>(got));
    }
    return true;
}

bool writeAll(int to, std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const auto done = ::write(to, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return false;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(done));
    }
    return true;
}

}  // namespace

std::optional<Conversation::Message> Conversation::hear() {
    std::uint32_t length = 0;
    if (!readAll(m_orders, {reinterpret_cast<std::uint8_t*>(&length), sizeof length}) || length == 0 ||
        length > longestOrder) {
        m_gone = true;
        return std::nullopt;
    }
    std::vector<std::uint8_t> bytes(length);
    if (!readAll(m_orders, bytes)) {
        m_gone = true;
        return std::nullopt;
    }
    Message message{static_cast<Order>(bytes.front()), {}};
    message.fields.assign(bytes.begin() + 1, bytes.end());
    return message;
}

bool Conversation::take(const Message& message) {
    std::span<const std::uint8_t> fields(message.fields);
    if (message.order == Order::Grant) {
        const auto until = get<std::uint32_t>(fields);
        m_granted = until.value_or(0);
        return until.has_value();
    }
    if (message.order == Order::Seek) {
        const auto serial = get<std::uint32_t>(fields);
        const auto to = get<std::uint32_t>(fields);
        if (!serial || !to) {
            return false;
        }
        m_serial = *serial;
        m_sought = *to;
        m_granted = -1;
        return true;
    }
    return false;
}

bool Conversation::wait() {
    const auto message = hear();
    return message && take(*message);
}

int Conversation::read(std::uint64_t from, std::span<std::uint8_t> room) {
    const auto length = static_cast<std::uint32_t>(std::min<std::size_t>(room.size(), longestWant));
    std::vector<std::uint8_t> fields;
    put(fields, from);
    put(fields, length);
    if (m_gone || !say(News::Want, fields)) {
        return -1;
    }
    while (const auto message = hear()) {
        if (message->order == Order::Bytes) {
            const auto got = std::min<std::size_t>(message->fields.size(), length);
            std::copy_n(message->fields.begin(), got, room.begin());
            return got == 0 ? -1 : static_cast<int>(got);
        }
        if (!take(*message)) {
            m_gone = true;
            break;
        }
    }
    return -1;
}

bool Conversation::say(News what, std::span<const std::uint8_t> fields, std::span<const std::uint8_t> more) {
    std::vector<std::uint8_t> head;
    put(head, static_cast<std::uint32_t>(1 + fields.size() + more.size()));
    put(head, static_cast<std::uint8_t>(what));
    head.insert(head.end(), fields.begin(), fields.end());
    return writeAll(m_news, head) && writeAll(m_news, more);
}

bool Conversation::isGranted(const Moment& moment) const {
    if (const auto* picture = std::get_if<TimedPicture>(&moment)) {
        return picture->at <= m_granted;
    }
    if (const auto* sound = std::get_if<TimedSound>(&moment)) {
        return sound->at <= m_granted;
    }
    return m_granted >= 0;
}

bool Conversation::tell(const Moment& moment) {
    std::vector<std::uint8_t> fields;
    put(fields, m_serial);
    if (const auto* picture = std::get_if<TimedPicture>(&moment)) {
        put(fields, picture->at);
        put(fields, static_cast<std::uint16_t>(picture->picture.size.width));
        put(fields, static_cast<std::uint16_t>(picture->picture.size.height));
        return say(News::Picture, fields, picture->picture.pixels);
    }
    if (const auto* sound = std::get_if<TimedSound>(&moment)) {
        put(fields, sound->at);
        const std::span samples(sound->samples);
        return say(News::Sound, fields, {reinterpret_cast<const std::uint8_t*>(samples.data()), samples.size_bytes()});
    }
    return say(News::Ended, fields);
}

void Conversation::run() {
    const auto first = hear();
    if (!first || first->order != Order::Open) {
        return;
    }
    std::span<const std::uint8_t> fields(first->fields);
    const auto size = get<std::uint64_t>(fields);
    const auto width = get<std::uint16_t>(fields);
    const auto height = get<std::uint16_t>(fields);
    if (!size || !width || !height || *width == 0 || *height == 0) {
        return;
    }
    VideoFile file(*size, {*width, *height}, [this](auto from, auto room) { return read(from, room); });
    const auto opened = file.open();
    std::vector<std::uint8_t> out;
    if (const auto* failure = std::get_if<Failure>(&opened)) {
        put(out, static_cast<std::uint8_t>(*failure));
        static_cast<void>(say(News::Failed, out));
        return;
    }
    const auto& facts = std::get<Facts>(opened);
    put(out, facts.duration);
    put(out, static_cast<std::uint16_t>(std::min(facts.size.width, 0xFFFF)));
    put(out, static_cast<std::uint16_t>(std::min(facts.size.height, 0xFFFF)));
    put(out, static_cast<std::uint8_t>(facts.sound ? 1 : 0));
    if (!say(News::Opened, out)) {
        return;
    }
    // What was decoded and may not be sent yet; after the end only another place is of interest.
    std::optional<Moment> held;
    bool ended = false;
    while (!m_gone) {
        if (m_sought) {
            held.reset();
            ended = false;
            file.seek(*std::exchange(m_sought, std::nullopt));
        } else if (ended || m_granted < 0 || (held && !isGranted(*held))) {
            if (!wait()) {
                return;
            }
        } else if (held) {
            ended = std::holds_alternative<std::monostate>(*held);
            if (!tell(*std::exchange(held, std::nullopt))) {
                return;
            }
        } else {
            held = file.next();
        }
    }
}

}  // namespace nightjar::video
