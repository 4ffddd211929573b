// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Our ML-KEM-768 for mlkem.mjs. Lines of words, bytes in hexadecimal:
//   keygen SEED                → KEY
//   encapsulate KEY RANDOM     → CIPHERTEXT SECRET, or refused
//   decapsulate SEED CIPHERTEXT → SECRET

#include "crypto/mlkem.h"
#include "lines.h"

using namespace nightjar;
using namespace nightjar::interop;

namespace {

/// Gives out the bytes it was made of.
class FixedRandom final : public RandomSource {
public:
    explicit FixedRandom(Bytes bytes) : m_bytes(std::move(bytes)) {}
    void fill(MutableByteView out) override { std::copy_n(m_bytes.begin(), out.size(), out.begin()); }

private:
    Bytes m_bytes;
};

std::string answer(const Words& words) {
    const auto& command = words.front();
    if (command == "keygen") {
        return toHex(crypto::kemFromSeed(bytesOf(words, 1, crypto::kemSeedSize)).publicKey);
    }
    if (command == "encapsulate") {
        FixedRandom random(bytesOf(words, 2, 32));
        const auto made =
            crypto::encapsulate(toArray<crypto::kemKeySize>(bytesOf(words, 1, crypto::kemKeySize)), random);
        return made ? toHex(made->ciphertext) + " " + toHex(made->sharedSecret.view()) : "refused";
    }
    if (command == "decapsulate") {
        const auto ciphertext = toArray<crypto::kemCiphertextSize>(bytesOf(words, 2, crypto::kemCiphertextSize));
        return toHex(crypto::decapsulate(bytesOf(words, 1, crypto::kemSeedSize), ciphertext).view());
    }
    return "error unknown command";
}

}  // namespace

int main() {
    return answerLines(answer);
}
