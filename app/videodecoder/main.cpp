// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <csignal>
#include <cstdio>

#include "confinement.h"
#include "conversation.h"

int main() {
    // The app may go at any time.
    std::signal(SIGPIPE, SIG_IGN);
    if (!nightjar::video::confine()) {
        std::fputs("nightjar-videodecoder: this system does not let it be confined\n", stderr);
        return 1;
    }
    nightjar::video::Conversation(0, 1).run();
    return 0;
}
