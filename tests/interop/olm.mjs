// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Nightjar's ratchet with the parameters of Olm against libolm.

import { createRequire } from 'node:module';
import { fromText, runAll, toText } from './conversation.mjs';
import { Peer, bytes } from './peer.mjs';

const [folder, program, sessions = '20', messages = '50'] = process.argv.slice(2);
const Olm = createRequire(folder + '/')('@matrix-org/olm');
await Olm.init();
const peer = new Peer(program);

const base64 = (data) => Buffer.from(data).toString('base64').replace(/=+$/, '');
const binary = (text) => new Uint8Array(Buffer.from(text, 'base64'));

/** The sender's ratchet key of a message: version byte, then field 1. */
const ratchetKey = (message) => Buffer.from(message.slice(3, 35)).toString('hex');

/** Of a pre-key message: its fields 1 to 3 are 34 bytes each, then the length of field 4, one or two bytes. */
const inner = (message) => message.slice(1 + 3 * 34 + (message[1 + 3 * 34 + 1] < 0x80 ? 2 : 3));

async function makeEnds(name, weSpeakFirst) {
    const account = new Olm.Account();
    account.create();
    account.generate_one_time_keys(1);
    const session = new Olm.Session();
    const [identity, oneTime] = await peer.ask('account', name);
    let weAreUp = weSpeakFirst;
    let theyAreUp = !weSpeakFirst;
    if (weSpeakFirst) {
        const theirs = JSON.parse(account.identity_keys()).curve25519;
        const theirOneTime = Object.values(JSON.parse(account.one_time_keys()).curve25519)[0];
        await peer.ask('outbound', name, binary(theirs), binary(theirOneTime));
    } else {
        session.create_outbound(account, base64(bytes(identity)), base64(bytes(oneTime)));
    }

    const ours = {
        canSend: () => weAreUp,
        encrypt: async (text) => {
            const [type, message] = await peer.ask('encrypt', name, fromText(text));
            return { type: Number(type), message: bytes(message) };
        },
        decrypt: async ({ type, count, message }) => {
            if (!weAreUp) {
                await peer.ask('inbound', name, message);
                weAreUp = true;
            }
            const [text] = await peer.ask('decrypt', name, String(type), String(count), message);
            return toText(bytes(text));
        },
    };

    // Olm's header does not say how long the sender's previous chain was; whoever encrypts counts it here.
    let chain = { key: '', length: 0 };
    let previous = 0;
    const theirs = {
        canSend: () => theyAreUp,
        encrypt: async (text) => {
            const { type, body } = session.encrypt(text);
            const message = binary(body);
            const key = ratchetKey(type === 0 ? inner(message) : message);
            if (key !== chain.key) {
                previous = chain.length;
                chain = { key, length: 0 };
            }
            chain.length += 1;
            return { type, count: previous, message };
        },
        decrypt: async ({ type, message }) => {
            if (!theyAreUp) {
                session.create_inbound(account, base64(message));
                account.remove_one_time_keys(session);
                theyAreUp = true;
            }
            return session.decrypt(type, base64(message));
        },
        end: () => {
            session.free();
            account.free();
        },
    };
    return [ours, theirs];
}

await runAll('olm', Number(sessions), Number(messages), makeEnds);
peer.close();
