// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

// Opus with its DRED coder as the primary stream. opus_encode() gives DRED no bit below 12 kbit/s, so the coder is
// driven directly; these are internal headers of the pinned libopus 1.5.2, seen by codec.cpp alone.
#include "config.h"

#include <opus/opus.h>

extern "C" {
#include "dred_decoder.h"
#include "dred_encoder.h"

int opus_select_arch(void);
}
