// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Two ends of one session over a bad line: a fifth of all messages is lost, others overtake each other or come twice.

import { Buffer } from 'node:buffer';
import { check } from './peer.mjs';

const LOSS = 0.2;
const REPEATED = 0.05;
/** No message is overtaken by more than so many: libolm keeps no more than five chains of one sender. */
const OVERTAKEN = 4;

/** A reproducible stream of numbers in [0, 1) (mulberry32). */
export function seeded(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let t = state;
        t = Math.imul(t ^ (t >>> 15), t | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
}

/** One direction of the line. */
class Line {
    #random;
    #flying = [];
    lost = 0;

    constructor(random) {
        this.#random = random;
    }

    get empty() {
        return this.#flying.length === 0;
    }

    put(packet) {
        if (this.#random() < LOSS) this.lost += 1;
        else this.#flying.push({ packet, overtaken: 0 });
    }

    take() {
        const late = this.#flying.findIndex((one) => one.overtaken >= OVERTAKEN);
        const at = late >= 0 ? late : Math.floor(this.#random() * Math.min(this.#flying.length, OVERTAKEN));
        this.#flying.slice(0, at).forEach((one) => (one.overtaken += 1));
        return this.#flying.splice(at, 1)[0].packet;
    }
}

/**
 * Lets two ends exchange so many messages. An end has canSend(), async encrypt(text) → packet and
 * async decrypt(packet) → text, which throws where it refuses. Returns what happened; a failure throws.
 */
export async function converse(ends, messages, random) {
    const lines = [new Line(random), new Line(random)]; // lines[i] leads away from ends[i]
    const read = [0, 0];
    let sent = 0;
    let repeated = 0;
    const deliver = async (from) => {
        const { packet, text } = lines[from].take();
        check((await ends[1 - from].decrypt(packet)) === text, `another text than "${text}" came out`);
        read[from] += 1;
        if (random() < REPEATED) {
            repeated += 1;
            let refused = false;
            await ends[1 - from].decrypt(packet).catch(() => (refused = true));
            check(refused, 'a message was read twice');
        }
    };
    while (sent < messages) {
        const from = random() < 0.5 ? 0 : 1;
        if (random() < 0.5 && ends[from].canSend()) {
            sent += 1;
            const text = `${sent} ${'ü'.repeat(Math.floor(random() * 40))}`;
            lines[from].put({ packet: await ends[from].encrypt(text), text });
        } else if (!lines[from].empty) {
            await deliver(from);
        }
    }
    for (const from of [0, 1]) {
        while (!lines[from].empty) await deliver(from);
    }
    const lost = lines[0].lost + lines[1].lost;
    check(read[0] + read[1] + lost === sent, 'messages are missing');
    return { sent, lost, repeated, read };
}

/** Runs `sessions` conversations, our side speaking first in every other one, and says what came out. */
export async function runAll(name, sessions, messages, makeEnds) {
    const seed = Number(process.env.NIGHTJAR_SEED ?? Math.floor(Math.random() * 2 ** 32));
    const random = seeded(seed);
    const total = { sessions: 0, sent: 0, lost: 0, repeated: 0, toUs: 0, toThem: 0 };
    try {
        for (; total.sessions < sessions; ++total.sessions) {
            const weSpeakFirst = total.sessions % 2 === 0;
            const [ours, theirs] = await makeEnds(`s${total.sessions}`, weSpeakFirst);
            const done = await converse([ours, theirs], messages, random);
            ours.end?.();
            theirs.end?.();
            total.sent += done.sent;
            total.lost += done.lost;
            total.repeated += done.repeated;
            total.toThem += done.read[0];
            total.toUs += done.read[1];
        }
    } catch (error) {
        throw new Error(`${name}, session ${total.sessions}, NIGHTJAR_SEED=${seed}: ${error.message}`, { cause: error });
    }
    console.log(
        `${name}: ${total.sessions} sessions, ${total.sent} messages sent, ${total.lost} lost on the way, ` +
            `${total.toUs} read by us, ${total.toThem} by them, ${total.repeated} repeated and refused, 0 failures`,
    );
    console.log(JSON.stringify({ name, ...total }));
}

export const fromText = (text) => new Uint8Array(Buffer.from(text, 'utf8'));
export const toText = (bytes) => Buffer.from(bytes).toString('utf8');
