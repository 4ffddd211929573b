// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// ML-KEM-768: ours against @noble/post-quantum, which was written from FIPS 203 on its own.

import { randomBytes } from 'node:crypto';
import { Peer, bytes, check, foreign, hex } from './peer.mjs';

const [folder, program, rounds = '200'] = process.argv.slice(2);
const { ml_kem768: theirs } = await foreign(folder, '@noble/post-quantum/ml-kem.js');
const ours = new Peer(program);

for (let round = 0; round < Number(rounds); ++round) {
    const seed = new Uint8Array(randomBytes(64));
    const message = new Uint8Array(randomBytes(32));
    const foreignCiphertext = new Uint8Array(randomBytes(1088));
    const pair = theirs.keygen(seed);
    const same = (one, other, what) =>
        check(one === hex(other), `${what} differs for seed ${hex(seed)}, message ${hex(message)}`);

    const [key] = await ours.ask('keygen', seed);
    same(key, pair.publicKey, 'encapsulation key');

    // Theirs to ours, then ours to theirs.
    const sent = theirs.encapsulate(pair.publicKey, message);
    const [found] = await ours.ask('decapsulate', seed, sent.cipherText);
    same(found, sent.sharedSecret, 'secret decapsulated by us');
    const [ciphertext, secret] = await ours.ask('encapsulate', bytes(key), message);
    same(ciphertext, sent.cipherText, 'ciphertext');
    same(secret, theirs.decapsulate(bytes(ciphertext), pair.secretKey), 'secret decapsulated by them');

    // Implicit rejection: the same worthless secret for a ciphertext that was made for nobody, or changed.
    const changed = sent.cipherText.slice();
    changed[round % changed.length] ^= 1 << (round % 8);
    for (const bad of [foreignCiphertext, changed]) {
        const [rejected] = await ours.ask('decapsulate', seed, bad);
        same(rejected, theirs.decapsulate(bad, pair.secretKey), 'secret of implicit rejection');
        check(rejected !== found, 'a changed ciphertext gave the secret');
    }

    // A key out of range is refused by both.
    const outOfRange = pair.publicKey.slice();
    outOfRange.fill(0xff, (round * 3) % 1152, ((round * 3) % 1152) + 3);
    check((await ours.ask('encapsulate', outOfRange, message))[0] === 'refused', 'a key out of range was used');
    let refused = false;
    try {
        theirs.encapsulate(outOfRange, message);
    } catch {
        refused = true;
    }
    check(refused, 'they use a key out of range');
}
ours.close();
console.log(`${rounds} pairs: keys, ciphertexts, secrets, implicit rejection and refusals agree in both directions`);
