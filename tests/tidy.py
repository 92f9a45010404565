#!/usr/bin/env python3
"""clang-tidy over a compile database, a source again only when what it sees has changed.

    tidy.py BUILD [FILE...]     BUILD has compile_commands.json; FILEs are relative to the project

A source that passed is remembered in $KCONNECT_CACHE/tidy (build/cache/tidy) by its preprocessed
text, the checks and clang-tidy's version. Prints the findings; exits with 1 when there are any.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parent.parent


def compile_commands(build, wanted):
    """Path relative to the project and compiler's words of each source outside of tests."""
    commands = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["file"]).resolve()
        if not path.is_relative_to(PROJECT):
            continue
        name = str(path.relative_to(PROJECT))
        if name.startswith(("tests/", "build/")) or (wanted and name not in wanted):
            continue
        commands[name] = (shlex.split(entry["command"]), entry["directory"])
    return commands


def fingerprint(words, directory, rules):
    """What the verdict on a source depends on."""
    output = words.index("-o")
    preprocess = words[:output] + ["-E", "-C", "-P", "-w"] + words[output + 2:]
    text = subprocess.run(preprocess, cwd=directory, capture_output=True, check=True).stdout
    return hashlib.sha256(rules + text.replace(os.fsencode(PROJECT), b"")).hexdigest()


def check(build, name, command, rules, memory):
    passed = memory / fingerprint(*command, rules)
    if passed.exists():
        return name, "", True
    result = subprocess.run(
        ["clang-tidy", "--quiet", "-p", str(build), "--extra-arg=-Wno-unknown-warning-option",
         str(PROJECT / name)], capture_output=True, text=True)
    if result.returncode == 0:
        passed.touch()
        return name, "", False
    return name, result.stdout or result.stderr, False


def main():
    build = pathlib.Path(sys.argv[1])
    memory = pathlib.Path(os.environ.get("KCONNECT_CACHE", PROJECT / "build/cache")) / "tidy"
    memory.mkdir(parents=True, exist_ok=True)
    version = subprocess.run(["clang-tidy", "--version"], capture_output=True, check=True).stdout
    rules = (PROJECT / ".clang-tidy").read_bytes() + version
    commands = compile_commands(build, set(sys.argv[2:]))
    if not commands:
        sys.exit(f"tidy.py: {build} compiles none of these sources")
    failed = remembered = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as workers:
        verdicts = [workers.submit(check, build, name, command, rules, memory)
                    for name, command in sorted(commands.items())]
        for count, verdict in enumerate(concurrent.futures.as_completed(verdicts), 1):
            name, findings, was_remembered = verdict.result()
            remembered += was_remembered
            failed += findings != ""
            if findings:
                print(f"[{count}/{len(commands)}] {name}\n{findings}", flush=True)
            elif not was_remembered:
                print(f"[{count}/{len(commands)}] {name}", flush=True)
    print(f"tidy: {len(commands)} sources, {remembered} unchanged since they passed, "
          f"{failed} with findings")
    sys.exit(1 if failed else 0)


main()
