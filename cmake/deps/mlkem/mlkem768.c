/* SPDX-FileCopyrightText: The Nightjar authors
 * SPDX-License-Identifier: MPL-2.0 */

#define _DEFAULT_SOURCE /* explicit_bzero, le64toh */
#include "mlkem768.h"

#include <endian.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What the header calls where its proofs say that nothing can come. */
#define fatal_f(...) abort()
#include "libcrux_mlkem768_sha3.h"

_Static_assert(sizeof(struct libcrux_mlkem768_pk) == NIGHTJAR_MLKEM768_PUBLIC, "encapsulation key");
_Static_assert(sizeof(struct libcrux_mlkem768_sk) == NIGHTJAR_MLKEM768_SECRET, "decapsulation key");
_Static_assert(sizeof(struct libcrux_mlkem768_ciphertext) == NIGHTJAR_MLKEM768_CIPHERTEXT, "ciphertext");

void nightjar_mlkem768_keygen(const uint8_t* seed, uint8_t* public_key, uint8_t* secret_key) {
    uint8_t randomness[NIGHTJAR_MLKEM768_SEED];
    memcpy(randomness, seed, sizeof(randomness));
    struct libcrux_mlkem768_keypair pair = libcrux_ml_kem_mlkem768_portable_generate_key_pair(randomness);
    memcpy(public_key, pair.pk.value, NIGHTJAR_MLKEM768_PUBLIC);
    memcpy(secret_key, pair.sk.value, NIGHTJAR_MLKEM768_SECRET);
    explicit_bzero(&pair, sizeof(pair));
    explicit_bzero(randomness, sizeof(randomness));
}

int nightjar_mlkem768_encapsulate(const uint8_t* public_key, const uint8_t* random, uint8_t* ciphertext,
                                  uint8_t* shared_secret) {
    struct libcrux_mlkem768_pk key;
    memcpy(key.value, public_key, sizeof(key.value));
    if (!libcrux_ml_kem_mlkem768_portable_validate_public_key(&key)) {
        return -1;
    }
    uint8_t randomness[NIGHTJAR_MLKEM768_RANDOM];
    memcpy(randomness, random, sizeof(randomness));
    struct libcrux_mlkem768_enc_result result = libcrux_ml_kem_mlkem768_portable_encapsulate(&key, randomness);
    memcpy(ciphertext, result.fst.value, NIGHTJAR_MLKEM768_CIPHERTEXT);
    memcpy(shared_secret, result.snd, NIGHTJAR_MLKEM768_SHARED);
    explicit_bzero(&result, sizeof(result));
    explicit_bzero(randomness, sizeof(randomness));
    return 0;
}

void nightjar_mlkem768_decapsulate(const uint8_t* secret_key, const uint8_t* ciphertext, uint8_t* shared_secret) {
    struct libcrux_mlkem768_sk key;
    struct libcrux_mlkem768_ciphertext sealed;
    memcpy(key.value, secret_key, sizeof(key.value));
    memcpy(sealed.value, ciphertext, sizeof(sealed.value));
    libcrux_ml_kem_mlkem768_portable_decapsulate(&key, &sealed, shared_secret);
    explicit_bzero(&key, sizeof(key));
}
