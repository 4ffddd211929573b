// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "cli/pinreader.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

namespace nightjar::cli {

namespace {
// More than the vault takes: a longer PIN is refused there with its own words, not cut here.
constexpr std::size_t longestPin = 1024;
}  // namespace

Result<SecretBytes, std::string> readPin(int descriptor) {
    SecretBytes buffer(longestPin);
    std::size_t size = 0;
    for (;;) {
        std::uint8_t byte = 0;
        const auto got = ::read(descriptor, &byte, 1);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return Unexpected{std::string("The PIN cannot be read from descriptor ") + std::to_string(descriptor) +
                              "."};
        }
        if (got == 0 || byte == '\n') {
            break;
        }
        if (size == longestPin) {
            return Unexpected{std::string("The PIN is too long.")};
        }
        buffer.data()[size++] = byte;
    }
    if (size > 0 && buffer.data()[size - 1] == '\r') {
        --size;
    }
    return SecretBytes(buffer.view().first(size));
}

Result<SecretBytes, std::string> askPin(const char* question) {
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (terminal < 0) {
        return Unexpected{std::string("There is no terminal to ask for the PIN: hand it over with --pin-fd.")};
    }
    termios before{};
    tcgetattr(terminal, &before);
    auto quiet = before;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(terminal, TCSAFLUSH, &quiet);
    (void)!::write(terminal, question, std::char_traits<char>::length(question));
    auto pin = readPin(terminal);
    (void)!::write(terminal, "\n", 1);
    tcsetattr(terminal, TCSAFLUSH, &before);
    ::close(terminal);
    return pin;
}

}  // namespace nightjar::cli
