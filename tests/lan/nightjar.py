# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Drives the real programs: a server and any number of command lines on this machine (docs/cli.md)."""

import json
import os
import queue
import random
import socket
import subprocess
import threading
import time
from pathlib import Path

BIN = Path(os.environ.get("NIGHTJAR_BIN", Path(__file__).resolve().parents[2] / "build/dev/bin"))
PATIENCE = float(os.environ.get("NIGHTJAR_PATIENCE", "60"))  # seconds; more under a sanitizer


class RpcFailed(Exception):
    """An answer with an error; `code` is its stable name."""

    def __init__(self, error):
        super().__init__(error["message"])
        self.number = error["code"]
        self.code = error.get("data", {}).get("code")


def free_port():
    """A UDP port that is free, and the one above it, too: the server answers STUN there. Below those that the system
    gives to who asks for any (RFC 6056), so that nobody takes it while a killed server is not yet back."""
    for _ in range(100):
        port = random.randrange(10000, 32000, 2)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as low, \
                socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as high:
            try:
                low.bind(("127.0.0.1", port))
                high.bind(("127.0.0.1", port + 1))
                return port
            except OSError:
                continue
    raise RuntimeError("no free UDP port")


class Hub:
    """nightjar-signald on loopback."""

    def __init__(self, folder, port=None, address="127.0.0.1", within=(), options=()):
        """`within`: what to put before the command, to run it elsewhere (tests/lan/nat)."""
        self.folder = Path(folder)
        self.port = port or free_port()
        self.listen = address
        self.within = within
        self.options = options
        self.process = None
        self.address = None
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [*self.within, BIN / "nightjar-signald", "--listen", f"{self.listen}:{self.port}", "--data", self.folder,
             *self.options], stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            for word in line.split():
                if word.startswith("nightjar-hub://"):
                    self.address = word
            if line.strip() == "ready":
                return
        raise RuntimeError(f"the server ended with {self.process.wait()}")

    def stop(self):
        if self.process:
            self.process.terminate()
            code = self.process.wait(PATIENCE)
            self.process.stdout.close()
            self.process = None
            return code
        return None

    def kill(self):
        """kill -9."""
        self.process.kill()
        self.process.wait(PATIENCE)
        self.process.stdout.close()
        self.process = None


def run(profile, *arguments, pin=None, wipe_pin=None, hidden_pin=None, passphrase=None, timeout=None):
    """A command line that ends by itself → (exit code, standard output, standard error)."""
    handed = []
    command = [BIN / "nightjar-cli", "--profile", str(profile)]
    for option, secret in (("--pin-fd", pin), ("--wipe-pin-fd", wipe_pin), ("--hidden-pin-fd", hidden_pin),
                           ("--passphrase-fd", passphrase)):
        if secret is not None:
            read, write = os.pipe()
            os.write(write, secret.encode() + b"\n")
            os.close(write)
            handed.append(read)
            command += [option, str(read)]
    try:
        done = subprocess.run(command + list(arguments), pass_fds=handed, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=timeout or PATIENCE + 30)
    finally:
        for descriptor in handed:
            os.close(descriptor)
    return done.returncode, done.stdout, done.stderr


class Cli:
    """`nightjar-cli rpc`: requests out, answers and notifications in."""

    def __init__(self, profile, pin, within=()):
        self.profile = Path(profile)
        self.within = within
        self.pin = pin
        self.heard = []  # every notification ever, in order: (method, parameters)
        self.process = None
        self.start()

    def start(self, wait=True):
        read, write = os.pipe()
        os.write(write, self.pin.encode() + b"\n")
        os.close(write)
        self.process = subprocess.Popen(
            [*self.within, BIN / "nightjar-cli", "--profile", self.profile, "--pin-fd", str(read), "rpc"], pass_fds=[read],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        os.close(read)
        self._next = 0
        self._answers = {}
        self._news = queue.Queue()
        self._arrived = threading.Condition()
        self._over = False
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self._reader.start()
        if wait:
            self.wait("ready")

    def _read(self, stream):
        for line in stream:
            message = json.loads(line)
            with self._arrived:
                if "method" in message:
                    item = (message["method"], message.get("params", {}))
                    self.heard.append(item)
                    self._heard(*item)
                    self._news.put(item)
                else:
                    self._answers[message["id"]] = message
                self._arrived.notify_all()
        with self._arrived:
            self._over = True
            self._arrived.notify_all()

    def _heard(self, method, params):
        """For those who want to know when."""

    def post(self, method, **params):
        """Sends a request; the answer is taken with `answer(id)`."""
        self._next += 1
        self.write(json.dumps({"jsonrpc": "2.0", "id": self._next, "method": method, "params": params}))
        return self._next

    def write(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def answer(self, identifier, timeout=None):
        deadline = time.monotonic() + (timeout or PATIENCE)
        with self._arrived:
            while identifier not in self._answers:
                if self._over or not self._arrived.wait(deadline - time.monotonic()):
                    raise TimeoutError(f"no answer to request {identifier}{self._last_words()}")
            message = self._answers.pop(identifier)
        if "error" in message:
            raise RpcFailed(message["error"])
        return message["result"]

    def answers_so_far(self):
        with self._arrived:
            return dict(self._answers)

    def __call__(self, method, **params):
        return self.answer(self.post(method, **params))

    def wait(self, method, timeout=None, **wanted):
        """The next notification of this kind whose parameters are as wanted; others before it are passed over."""
        deadline = time.monotonic() + (timeout or PATIENCE)
        while True:
            try:
                name, params = self._news.get(timeout=max(0.0, min(0.2, deadline - time.monotonic())))
            except queue.Empty:
                if self._over and self._news.empty():
                    raise TimeoutError(f"ended while waiting for {method} {wanted}{self._last_words()}") from None
                if time.monotonic() >= deadline:
                    recent = [item for item in self.heard[-12:]]
                    raise TimeoutError(f"no {method} {wanted}; heard last: {recent}") from None
                continue
            if name == method and all(params.get(key) == value for key, value in wanted.items()):
                return params

    def wait_for_all(self, method, key, values, timeout=None, **wanted):
        """Until notifications of this kind have named every one of the values, in whatever order."""
        deadline = time.monotonic() + (timeout or PATIENCE)
        with self._arrived:
            while missing := set(values) - {params.get(key) for name, params in self.heard if name == method and
                                            all(params.get(k) == v for k, v in wanted.items())}:
                if self._over or not self._arrived.wait(deadline - time.monotonic()):
                    raise TimeoutError(f"{method} {wanted} is missing for {missing}{self._last_words()}")

    def received(self):
        """Texts in the order in which they arrived in all runs so far."""
        return [params["text"] for method, params in self.heard if method == "message.received"]

    def _last_words(self):
        if self.process.poll() is None:
            return ""
        return f" (exit code {self.process.returncode}: {self.process.stderr.read().decode()!r})"

    def kill(self):
        """kill -9."""
        self.process.kill()
        self._finish()

    def close(self):
        """The input closes; the exit code."""
        if self.process is None:
            return None
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        self.process.wait(PATIENCE)
        return self._finish()

    def _finish(self):
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                stream.close()
            except BrokenPipeError:
                pass
        self.process = None
        return code
