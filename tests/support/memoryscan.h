// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"

namespace nightjar {

/// Looks for something in all memory of this process, without ever holding it in the clear: a needle is kept with every
/// bit turned over.
class MemoryScan {
public:
    /// The caller's copy is not touched.
    void seek(ByteView needle);

    struct Hit {
        std::size_t needle = 0;  ///< in the order of seek()
        std::string where;       ///< the line of /proc/self/maps
        std::size_t offset = 0;  ///< in that region
    };
    /// Every place, up to 100; what lies in unreadable pages is in nobody's image either. Linux only.
    [[nodiscard]] std::vector<Hit> run() const;

private:
    std::vector<Bytes> m_turned;
};

}  // namespace nightjar
