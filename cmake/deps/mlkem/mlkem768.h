/* SPDX-FileCopyrightText: The Nightjar authors
 * SPDX-License-Identifier: MPL-2.0 */

#pragma once

/* ML-KEM-768 (FIPS 203): the seam between Nightjar and the generated header that does the work. Lengths are in bytes
 * and fixed; nothing is allocated, nothing fails but where it is said. */

#include <stdint.h>

#define NIGHTJAR_MLKEM768_SEED 64
#define NIGHTJAR_MLKEM768_PUBLIC 1184
#define NIGHTJAR_MLKEM768_SECRET 2400
#define NIGHTJAR_MLKEM768_RANDOM 32
#define NIGHTJAR_MLKEM768_CIPHERTEXT 1088
#define NIGHTJAR_MLKEM768_SHARED 32

#ifdef __cplusplus
extern "C" {
#endif

/* ML-KEM.KeyGen_internal; the seed is d (32) followed by z (32). */
void nightjar_mlkem768_keygen(const uint8_t* seed, uint8_t* public_key, uint8_t* secret_key);

/* ML-KEM.Encaps_internal with `random` as m, after the check of section 7.2 on the key: 0, or -1 where the key fails
 * it. */
int nightjar_mlkem768_encapsulate(const uint8_t* public_key, const uint8_t* random, uint8_t* ciphertext,
                                  uint8_t* shared_secret);

/* ML-KEM.Decaps_internal: a ciphertext that does not belong to the key gives a secret nobody knows (implicit
 * rejection). */
void nightjar_mlkem768_decapsulate(const uint8_t* secret_key, const uint8_t* ciphertext, uint8_t* shared_secret);

#ifdef __cplusplus
}
#endif
