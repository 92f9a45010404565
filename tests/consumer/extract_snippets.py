#!/usr/bin/env python3
"""Writes the files that a Markdown page shows: extract_snippets.py PAGE FOLDER

A fenced block behind a line `<!-- file: NAME -->` is a file, or what follows of one that an earlier
block began. A block of C++ or CMake without such a line is an error: nobody would compile it.
"""

import pathlib
import re
import sys

FENCE = re.compile(r"^```(\w*)\s*$")
MARK = re.compile(r"^<!-- file: (\S+) -->\s*$")
COMPILED = {"cpp", "cmake"}


def snippets(page):
    """(file or None, language, text, line number) of each fenced block."""
    name, language, lines, start = None, None, [], 0
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        fence = FENCE.match(line)
        if language is not None:
            if fence:
                yield name, language, "".join(lines), start
                name, language, lines = None, None, []
            else:
                lines.append(line + "\n")
        elif fence:
            language, start = fence[1], number
        elif mark := MARK.match(line):
            name = mark[1]
        elif line.strip():
            name = None


def main():
    """Extracts the files; the exit code says whether every snippet is one."""
    page, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    files = {}
    failed = False
    for name, language, text, line in snippets(page):
        if name is not None:
            files[name] = files[name] + "\n" + text if name in files else text
        elif language in COMPILED:
            print(f"{page}:{line}: this snippet belongs to no file; write <!-- file: ... -->")
            failed = True
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        # Left alone when it is the same, so that nothing is built again.
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
    return 1 if failed or not files else 0


if __name__ == "__main__":
    sys.exit(main())
