// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0
//
// Answers 0 if this Opus can send and read deep redundancy (DRED).
#include <opus.h>

int main(void) {
    int error = OPUS_OK;
    OpusEncoder* encoder = opus_encoder_create(48000, 1, OPUS_APPLICATION_VOIP, &error);
    OpusDREDDecoder* decoder = opus_dred_decoder_create(&error);
    return encoder && decoder && opus_encoder_ctl(encoder, OPUS_SET_DRED_DURATION(10)) == OPUS_OK ? 0 : 1;
}
