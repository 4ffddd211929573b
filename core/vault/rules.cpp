// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vault/rules.h"

#include <algorithm>

#include "base/buffer.h"
#include "crypto/aead.h"

namespace nightjar::vault {

namespace {

using Aead = crypto::XChaCha20Poly1305;
constexpr std::string_view purpose = "nj rules";
constexpr std::size_t contentSize = 16;
static_assert(sealedRulesSize == Aead::nonceSize + contentSize + Aead::tagSize);

}  // namespace

SealedRules sealRules(const Rules& rules, const SecretBytes& deviceKey, RandomSource& random) {
    ByteWriter content;
    content.u8(static_cast<std::uint8_t>(std::min<std::uint32_t>(rules.wipeAfter, UINT8_MAX)));
    content.u8(rules.wipeSlot);
    content.bytes(rules.decoy.value);
    SealedRules out{};
    const auto all = MutableByteView(out);
    random.fill(all.first(Aead::nonceSize));
    std::copy(content.view().begin(), content.view().end(), all.begin() + Aead::nonceSize);
    Aead::sealInPlace(deviceKey.view(), all.first(Aead::nonceSize), asBytes(purpose), all.subspan(Aead::nonceSize));
    return out;
}

Rules openRules(const SealedRules& sealed, const SecretBytes& deviceKey) {
    const auto content = Aead::open(deviceKey.view(), ByteView(sealed).first(Aead::nonceSize), asBytes(purpose),
                                    ByteView(sealed).subspan(Aead::nonceSize));
    if (!content) {
        return {};
    }
    ByteReader in(*content);
    Rules rules;
    rules.wipeAfter = in.u8();
    rules.wipeSlot = in.u8();
    rules.decoy.value = in.array<ContainerId::length>();
    return rules;
}

}  // namespace nightjar::vault
