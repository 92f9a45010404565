#!/usr/bin/env python3
"""Checks that includes follow the direction of dependencies (docs: conventions, section 2).

Every module may include its own headers and those of the modules listed for it, nothing else. The
C libraries and the like that are wrapped in one module are looked for in all others, too.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# What each folder of core may include as "folder/file.hpp", besides its own headers.
ALLOWED = {
    "api": set(),
    "config": set(),
    "convert": set(),
    "transform": {"convert"},
    "plugin": set(),
    "http": set(),
    "keystore": set(),
    "kafka": {"keystore"},
    "sql": {"keystore"},
    "testing": set(),
    "offsets": {"convert"},
    "runtime": {"config", "convert", "kafka", "offsets", "plugin", "transform"},
    "rest": {"http"},
    "worker": {"config", "convert", "kafka", "offsets", "plugin", "rest", "runtime", "transform"},
}

# Header prefix -> folders that may include it.
CONFINED = {
    "librdkafka/": {"core/kafka", "examples", "tests", "tools"},
    "boost/dll": {"core/plugin"},
    "boost/asio": {"core/http"},
    "boost/beast": {"core/http"},
    "spdlog/": {"core/worker"},
    "yaml-cpp/": {"core/config", "examples"},
    "libpq-fe.h": {"core/sql", "sinks", "connectors", "examples", "tests", "tools"},
    "mysql": {"core/sql", "sinks", "connectors", "examples", "tests", "tools"},
    "mariadb": {"core/sql", "sinks", "connectors", "examples", "tests", "tools"},
    "sqlite3.h": {"core/sql", "sinks", "connectors", "examples", "tests", "tools"},
}

THIRD_PARTY = re.compile(
    r"^(librdkafka|libpq|boost|fmt|spdlog|nlohmann|simdjson|yaml-cpp|unicode|openssl|curl|gtest"
    r"|gmock|mysql|mariadb|sqlite3)"
)
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def sources(folder):
    """All C++ files below a folder of the project."""
    base = ROOT / folder
    return sorted(p for p in base.rglob("*") if p.suffix in {".hpp", ".cpp", ".h"})


def includes(path):
    """(quote, header, line number) of each include of a file."""
    text = path.read_text(encoding="utf-8")
    for match in INCLUDE.finditer(text):
        yield match[1], match[2], text.count("\n", 0, match.start(2)) + 1


def breaches_of_core():
    """Includes of one module of core in another that must not know it."""
    for module in sorted(p.name for p in (ROOT / "core").iterdir() if p.is_dir()):
        if module not in ALLOWED:
            yield f"core/{module}: add it to ALLOWED in {pathlib.Path(__file__).name}"
            continue
        for path in sources(f"core/{module}"):
            for _, header, line in includes(path):
                other = header.split("/")[0]
                if header.startswith("kconnect/sql/"):
                    other = "sql"
                if other in ALLOWED and other not in ALLOWED[module] | {module}:
                    yield f"{path.relative_to(ROOT)}:{line}: {module} must not include {header}"


def breaches_of_public_headers():
    """The public API includes the standard library and itself."""
    for path in sources("core/api"):
        for quote, header, line in includes(path):
            if THIRD_PARTY.match(header) or (quote == '"' and "include/" in str(path)):
                yield f"{path.relative_to(ROOT)}:{line}: the API must not include {header}"


def breaches_of_plugins():
    """Plugins see of core the public API and, for databases, core/sql only; a gateway core/http."""
    for folder in ("sinks", "connectors", "examples"):
        for path in sources(folder):
            seen = {"sql", "http"} if "gateway" in path.parts else {"sql"}
            for _, header, line in includes(path):
                if header.split("/")[0] in set(ALLOWED) - seen and header.count("/"):
                    yield f"{path.relative_to(ROOT)}:{line}: a plugin must not include {header}"


def breaches_of_tools():
    """No tool but verify knows a sink: it must make rows of records exactly as the sink does."""
    for path in sources("tools"):
        if path.relative_to(ROOT).parts[1] == "verify":
            continue
        for _, header, line in includes(path):
            if header.startswith("jdbc/"):
                yield f"{path.relative_to(ROOT)}:{line}: only tools/verify may include {header}"


def breaches_of_confinement():
    """Libraries that are wrapped in one place only."""
    for top in ("core", "sinks", "connectors", "examples", "tools"):
        for path in sources(top):
            relative = path.relative_to(ROOT)
            for _, header, line in includes(path):
                for prefix, folders in CONFINED.items():
                    if header.startswith(prefix) and not any(
                        str(relative).startswith(folder + "/") for folder in folders
                    ):
                        yield f"{relative}:{line}: only {sorted(folders)} may include {header}"


def main():
    """Prints each breach; the exit code says whether there is one."""
    breaches = [
        *breaches_of_core(),
        *breaches_of_public_headers(),
        *breaches_of_plugins(),
        *breaches_of_tools(),
        *breaches_of_confinement(),
    ]
    for breach in breaches:
        print(breach)
    checked = len(sources("core"))
    print(f"{checked} files of core checked, {len(breaches)} breaches")
    return 1 if breaches or checked == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
