// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Nightjar's ratchet with the parameters of the Signal protocol against libsignal-protocol-typescript.

import { createRequire } from 'node:module';
import { fromText, runAll, toText } from './conversation.mjs';
import { Peer, bytes } from './peer.mjs';

const [folder, program, sessions = '20', messages = '50'] = process.argv.slice(2);
const { KeyHelper, SessionBuilder, SessionCipher, SignalProtocolAddress } = createRequire(folder + '/')(
    '@privacyresearch/libsignal-protocol-typescript',
);
const peer = new Peer(program);

const buffer = (data) => new Uint8Array(data).buffer;
const untyped = (key) => new Uint8Array(key).slice(1);
const secret = (pair) => new Uint8Array(pair.privKey);

/** What the library wants to be kept, for one of its users with one peer. */
class Store {
    #sessions = new Map();
    #preKeys = new Map();

    constructor(keys) {
        this.keys = keys;
        this.#preKeys.set(keys.oneTime.keyId, keys.oneTime.keyPair);
    }
    getIdentityKeyPair = async () => this.keys.identity;
    getLocalRegistrationId = async () => this.keys.registration;
    isTrustedIdentity = async () => true;
    saveIdentity = async () => true;
    loadPreKey = async (id) => this.#preKeys.get(Number(id));
    storePreKey = async (id, pair) => void this.#preKeys.set(Number(id), pair);
    removePreKey = async (id) => void this.#preKeys.delete(Number(id));
    loadSignedPreKey = async () => this.keys.signed.keyPair;
    storeSignedPreKey = async () => {};
    removeSignedPreKey = async () => {};
    loadSession = async (address) => this.#sessions.get(address);
    storeSession = async (address, record) => void this.#sessions.set(address, record);
}

async function makeKeys() {
    const identity = await KeyHelper.generateIdentityKeyPair();
    return {
        identity,
        registration: KeyHelper.generateRegistrationId(),
        signed: await KeyHelper.generateSignedPreKey(identity, 1),
        oneTime: await KeyHelper.generatePreKey(1),
    };
}

async function makeEnds(name, weSpeakFirst) {
    const own = await makeKeys();
    const store = new Store(await makeKeys());
    const address = new SignalProtocolAddress(name, 1);
    const cipher = new SessionCipher(store, address);
    let weAreUp = weSpeakFirst;
    let theyAreUp = !weSpeakFirst;
    if (weSpeakFirst) {
        const { identity, signed, oneTime } = store.keys;
        const keys = [identity.pubKey, signed.keyPair.pubKey, oneTime.keyPair.pubKey].map(untyped);
        await peer.ask('outbound', name, secret(own.identity), ...keys);
    } else {
        await new SessionBuilder(store, address).processPreKey({
            identityKey: own.identity.pubKey,
            registrationId: own.registration,
            signedPreKey: { keyId: 1, publicKey: own.signed.keyPair.pubKey, signature: own.signed.signature },
            preKey: { keyId: 1, publicKey: own.oneTime.keyPair.pubKey },
        });
    }

    const ours = {
        canSend: () => weAreUp,
        encrypt: async (text) => {
            const [type, message] = await peer.ask('encrypt', name, fromText(text));
            return { type: Number(type), message: bytes(message) };
        },
        decrypt: async ({ type, message }) => {
            if (!weAreUp) {
                const secrets = [own.identity, own.signed.keyPair, own.oneTime.keyPair].map(secret);
                await peer.ask('inbound', name, ...secrets, message);
            }
            const [text] = await peer.ask('decrypt', name, String(type), message);
            weAreUp = true;
            return toText(bytes(text));
        },
    };
    const theirs = {
        canSend: () => theyAreUp,
        encrypt: async (text) => {
            const { type, body } = await cipher.encrypt(buffer(fromText(text)));
            return { type, message: new Uint8Array(Buffer.from(body, 'binary')) };
        },
        decrypt: async ({ type, message }) => {
            const text =
                type === 3
                    ? await cipher.decryptPreKeyWhisperMessage(buffer(message), 'binary')
                    : await cipher.decryptWhisperMessage(buffer(message), 'binary');
            theyAreUp = true;
            return toText(new Uint8Array(text));
        },
    };
    return [ours, theirs];
}

await runAll('signal', Number(sessions), Number(messages), makeEnds);
peer.close();
