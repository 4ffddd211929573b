#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""What the program leaves outside its profile: nothing. Not by any call that writes, not in its log, not in a core dump;
and at the server there is nothing of what was said."""

import os
import random
import re
import resource
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import life
import vaultkit
from vaultkit import MAIN, memory_of, some, stopped

import nightjar

# What a server has to know: where it is, and the invitations it keeps an appointment for.
SERVER_KNOWS = {"address of the server", "invitation"}


class Traces(vaultkit.TestCase):
    def live(self, within=(), count=some(60, 1000)):
        self.needles = vaultkit.Needles(random.Random(vaultkit.seed()))
        person = life.Life(self.needles, count, self.root, self.root / "anna", within)
        self.addCleanup(person.close)
        person.live()
        return person

    def test_nothing_is_written_outside_the_profile(self):
        """All of a life under nightjar-callstop: messages, files, notes, searches that sort many rows. Temporary tables of
        the database would show here, and so would caches, histories and anything in /tmp."""
        log = self.root / "calls"
        person = self.live(within=(vaultkit.TOOLS / "nightjar-callstop", "--log", log))
        person.anna("message.search", text="then", limit=500)
        contact = person.at_anna
        person.anna("message.list", contact=contact, limit=500)
        person.anna("file.list", limit=500)
        self.assertEqual(person.anna.close(), 0)
        written = vaultkit.calls(log)
        self.assertGreater(len(written), 100)
        profile = os.path.realpath(self.root / "anna") + "/"
        outside = sorted({f"{call.name} {call.path}" for call in written if call.path and
                          not (call.path + "/").startswith(profile) and not call.path.startswith(("/dev/null", "/dev/tty"))})
        self.assertEqual(outside, [])
        self.assertIn("identity.db", {Path(call.path).name for call in written}, "the profile was written to")

    def test_the_log_names_nobody_and_nothing(self):
        """With everything that can be logged switched on."""
        log = self.root / "log"
        os.environ["QT_LOGGING_RULES"] = "nightjar.*=true;nightjar.*.debug=true"
        self.addCleanup(os.environ.pop, "QT_LOGGING_RULES")
        person = self.live(within=("sh", "-c", f'exec "$@" 2>"{log}"', "sh"))
        person.anna.close()
        self.assertGreater(log.stat().st_size, 20, "something was logged")
        found = self.needles.search(log)[str(log)]
        self.assertEqual((found["hits"], found["found"]), (0, {}))
        # Nor any long number that could be an identity, a key or a message; addresses of the network neither.
        words = log.read_text(errors="replace")
        self.assertEqual(re.findall(r"\b[0-9a-f]{16,}\b", words), [])
        self.assertEqual(re.findall(r"127\.0\.0\.1:\d+", words), [])

    def test_the_server_has_nothing_of_what_was_said(self):
        person = self.live()
        person.anna.close()
        # Some of it waits at the server, where it could be looked at.
        late = [self.needles.word("text of theirs, waiting") for _ in range(20)]
        sent = person.say(person.ben, person.at_ben, late)
        person.ben.wait_for_all("message.state", "id", sent, state="sent")
        targets = [self.root / "hub"]
        with stopped(person.hub.process):
            if vaultkit.ROOT:
                targets.append(memory_of(person.hub.process))
            answers = self.needles.search(*targets)
        for target, answer in answers.items():
            found = {what: count for what, count in answer["found"].items() if what[0] not in SERVER_KNOWS}
            self.assertEqual(found, {}, f"{target}: {answer['at']}")
            self.assertGreater(answer["bytes"], 1000)

    def test_no_core_is_dumped(self):
        profile = self.make()
        with tempfile.TemporaryDirectory() as hub:
            server = nightjar.Hub(hub)
            self.addCleanup(lambda: server.process and server.stop())
            client = nightjar.Cli(profile, MAIN)
            for process in (client.process, server.process):
                limits = Path(f"/proc/{process.pid}/limits").read_text()
                self.assertRegex(limits, r"Max core file size\s+0\s+0\s")
            # A death by which others leave an image of their memory.
            client.process.send_signal(signal.SIGABRT)
            client.process.wait(30)
            self.assertEqual(client.process.returncode, -signal.SIGABRT)
            client._finish()
        self.assertEqual([path for path in self.root.rglob("core*")], [])

    @unittest.skipUnless(vaultkit.ROOT, "only root can become somebody else for a moment")
    def test_others_of_the_same_person_may_not_look_into_it(self):
        """PR_SET_DUMPABLE 0: what the kernel lets a debugger of the same user do. Asked as a user who is not root."""
        nobody = 65534
        with tempfile.TemporaryDirectory(dir="/tmp") as folder:
            # A copy that nobody may run.
            program = Path(folder) / "nightjar-cli"
            program.write_bytes(vaultkit.CLI.read_bytes())
            program.chmod(0o755)
            os.chmod(folder, 0o755)
            mine = Path(folder) / "mine"
            mine.mkdir()
            os.chown(mine, nobody, nobody)
            read, write = os.pipe()
            process = subprocess.Popen([program, "--profile", mine / "p", "--pin-fd", str(read), "init", "--name", "A"],
                                       pass_fds=[read], user=nobody, group=nobody, extra_groups=[], cwd=mine,
                                       stderr=subprocess.PIPE)
            try:
                deadline = time.monotonic() + 20
                peeked = None
                while time.monotonic() < deadline and process.poll() is None and peeked is None:
                    # It waits for its PIN, hardened already; before that it is still the shell's child.
                    limits = Path(f"/proc/{process.pid}/limits").read_text()
                    if re.search(r"Max core file size\s+0\s+0\s", limits):
                        peeked = subprocess.run(["cat", f"/proc/{process.pid}/environ"], user=nobody, group=nobody,
                                                extra_groups=[], capture_output=True)
                    time.sleep(0.05)
                self.assertIsNotNone(peeked, process.stderr.read() if process.poll() is not None else "not hardened")
                self.assertNotEqual(peeked.returncode, 0, "its memory may be read by others")
            finally:
                process.kill()
                process.wait()
                process.stderr.close()
                os.close(read)
                os.close(write)


if __name__ == "__main__":
    # Where cores are dumped at all, this would let one through.
    resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
    unittest.main()
