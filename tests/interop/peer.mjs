// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Our side of a test: a program that answers each line of its input with one line.

import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

export class Peer {
    #child;
    #waiting = [];

    constructor(program, ...args) {
        this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
        this.#child.on('exit', (code) => {
            for (const { reject } of this.#waiting.splice(0)) reject(new Error(`${program} ended with ${code}`));
        });
        createInterface({ input: this.#child.stdout }).on('line', (line) => {
            const words = line.split(' ');
            const { request, resolve, reject } = this.#waiting.shift();
            if (words[0] === 'error') reject(new Error(`${request}: ${line}`));
            else resolve(words);
        });
    }

    /** Words go out as they are, bytes as hexadecimal ("-" for none); the words of the answer come back. */
    ask(...words) {
        const line = words.map((word) => (word instanceof Uint8Array ? hex(word) || '-' : word)).join(' ');
        return new Promise((resolve, reject) => {
            this.#waiting.push({ request: line.slice(0, 200), resolve, reject });
            this.#child.stdin.write(line + '\n');
        });
    }

    close() {
        this.#child.stdin.end();
    }
}

export const hex = (bytes) => Buffer.from(bytes).toString('hex');
export const bytes = (text) => new Uint8Array(Buffer.from(text === '-' ? '' : text, 'hex'));

export function check(condition, what) {
    if (!condition) throw new Error(what);
}

/** A module from the folder that run.py filled. */
export function foreign(folder, name) {
    return import(pathToFileURL(createRequire(folder + '/').resolve(name)).href);
}
