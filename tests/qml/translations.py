#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""translations.py SOURCE LUPDATE: nothing that people read is untranslated, and no translation has lost a %1 or a %n.

Brings copies of the two files in line with the source, as the target update_translations does, and looks at them."""
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

source, lupdate = Path(sys.argv[1]), sys.argv[2]
findings = []


def places(text):
    return sorted(re.findall(r"%(?:\d|n)", text))


with tempfile.TemporaryDirectory() as folder:
    for language, arguments in {"ru": [], "en": ["-pluralonly"]}.items():
        file = Path(folder) / f"nightjar_{language}.ts"
        shutil.copy(source / "translations" / file.name, file)
        subprocess.run([lupdate, "-silent", "-no-obsolete", "-locations", "none", *arguments, source / "qml",
                        source / "app" / "messenger", "-ts", file], check=True)
        for context in ElementTree.parse(file).getroot().iter("context"):
            for message in context.iter("message"):
                text = message.findtext("source")
                translation = message.find("translation")
                where = f"{file.name}, {context.findtext('name')}: {text!r}"
                forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
                if translation.get("type") == "unfinished" or not all(forms):
                    findings.append(f"{where} is not translated")
                for form in forms:
                    if places(form) != places(text):
                        findings.append(f"{where}: {form!r} has other places to fill")

print("\n".join(findings) or "every text is translated")
sys.exit(1 if findings else 0)
