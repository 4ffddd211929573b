// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "serverkey.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace nightjar::signald {

namespace {

constexpr std::string_view title = "nightjar-signald key 1\n";
constexpr std::size_t keyText = 43;  // 32 bytes in base64url
constexpr std::size_t fileSize = title.size() + 2 * (keyText + 1);

/// A file descriptor that closes itself.
class File {
public:
    explicit File(int descriptor) : m_descriptor(descriptor) {}
    ~File() {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    [[nodiscard]] int get() const { return m_descriptor; }
    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }

private:
    int m_descriptor;
};

std::string because(const std::string& what, const std::string& path) {
    return what + " " + path + ": " + std::strerror(errno);
}

std::optional<crypto::KeyPair> parse(std::string_view text) {
    if (text.size() != fileSize || !text.starts_with(title) || text[title.size() + keyText] != '\n' ||
        text.back() != '\n') {
        return std::nullopt;
    }
    auto secret = fromBase64Url(text.substr(title.size(), keyText));
    const auto publicKey = fromBase64Url(text.substr(title.size() + keyText + 1, keyText));
    if (!secret || !publicKey || secret->size() != 32) {
        return std::nullopt;
    }
    auto keys = crypto::fromSecret(*secret);
    wipe(*secret);
    return toBytes(keys.publicKey.value) == *publicKey ? std::optional(std::move(keys)) : std::nullopt;
}

Result<crypto::KeyPair, std::string> load(const File& file, const std::string& path) {
    std::string text(fileSize + 1, '\0');
    std::size_t size = 0;
    for (;;) {
        const auto count = ::read(file.get(), text.data() + size, text.size() - size);
        if (count < 0) {
            return Unexpected{because("cannot read", path)};
        }
        if (count == 0 || size == text.size()) {
            break;
        }
        size += static_cast<std::size_t>(count);
    }
    auto keys = parse(std::string_view(text).substr(0, size));
    wipe(text);
    if (!keys) {
        return Unexpected{path +
                          " is damaged: bring it back from a backup. (Without it the server would get another "
                          "address; move the file away if that is wanted.)"};
    }
    return std::move(*keys);
}

/// Written beside and linked into place when it is whole on the disk: there is never half a key.
Result<crypto::KeyPair, std::string> create(const std::string& folder, const std::string& path, RandomSource& random) {
    auto keys = crypto::generateKeyPair(random);
    auto text = std::string(title) + toBase64Url(keys.secret.view()) + "\n" + toBase64Url(keys.publicKey.value) + "\n";
    const auto temporary = path + ".new";
    ::unlink(temporary.c_str());
    bool written = false;
    {
        const File file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
        written = file.isOpen() && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                  ::fsync(file.get()) == 0;
    }
    wipe(text);
    if (!written || ::rename(temporary.c_str(), path.c_str()) != 0) {
        auto error = because("cannot write", path);
        ::unlink(temporary.c_str());
        return Unexpected{std::move(error)};
    }
    const File directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.isOpen() || ::fsync(directory.get()) != 0) {
        return Unexpected{because("cannot write to", folder)};
    }
    return keys;
}

}  // namespace

Result<crypto::KeyPair, std::string> loadOrCreateServerKey(const std::string& folder, RandomSource& random) {
    const auto path = folder + "/server.key";
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.isOpen()) {
        return load(file, path);
    }
    // Anything but "there is none" must not end in a new key.
    return errno == ENOENT ? create(folder, path, random) : Unexpected{because("cannot read", path)};
}

}  // namespace nightjar::signald
