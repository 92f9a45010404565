#!/usr/bin/env python3
"""Compares what GET /flightData answers with the rows of the table.

  compare_rows.py URL [JSON] < ROWS     ROWS: id, aircraft_id, timestamp, altitude, speed, heading, lat and
                                 lon, separated by tabs, one row a line; they are written to the file JSON, too

Exit code 0: equal; 1: different, with the first difference; 2: no answer.
"""

import json
import pathlib
import sys
import urllib.error
import urllib.parse
import urllib.request

COLUMNS = ("id", "aircraft_id", "timestamp", "altitude", "speed", "heading", "lat", "lon")
TYPES = (int, str, int, int, int, int, float, float)
PAGE = 1000


def rows_of_table(lines):
    """The rows by their ids."""
    rows = {}
    for line in lines:
        texts = line.rstrip("\n").split("\t")
        row = {
            column: None if text in ("", "NULL") else kind(text)
            for column, kind, text in zip(COLUMNS, TYPES, texts, strict=True)
        }
        rows[row["id"]] = row
    return rows


def rows_of_gateway(url):
    """All pages; each must go on behind the one before."""
    rows = {}
    after = None
    while True:
        query = {"limit": PAGE} | ({} if after is None else {"after": after})
        with urllib.request.urlopen(f"{url}?{urllib.parse.urlencode(query)}", timeout=30) as answer:
            page = json.load(answer)
        for flight in page["flights"]:
            if after is not None and flight["id"] <= after:
                raise ValueError(f"row {flight['id']} comes on the page behind {after}")
            rows[flight["id"]] = {column: flight[column] for column in COLUMNS}
        if page["next"] is None:
            return rows
        after = page["next"]


def difference(table, gateway):
    """The first difference in words; None when there is none."""
    for number in sorted(table.keys() | gateway.keys()):
        if table.get(number) != gateway.get(number):
            return (
                f"aircraft {number}: the table has {table.get(number)}, "
                f"the gateway answers {gateway.get(number)}"
            )
    return None


def main():
    """See above."""
    table = rows_of_table(sys.stdin)
    if len(sys.argv) > 2:
        pathlib.Path(sys.argv[2]).write_text(json.dumps(list(table.values())), encoding="utf-8")
    try:
        gateway = rows_of_gateway(sys.argv[1])
    except (OSError, ValueError, KeyError) as error:
        print(f"{sys.argv[1]}: {error}")
        return 2
    found = difference(table, gateway)
    print(found or f"{len(table)} rows are equal")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
