#!/usr/bin/env python3
"""Asks kafka-connect-healthcheck (PyPI) for the health of a worker.

healthcheck.py URL WORKER_ID: prints "healthy", or "unhealthy" and the failures that it found.
"""

import logging
import sys

from kafka_connect_healthcheck.health import Health


def main():
    """Prints what the client makes of the worker's REST API."""
    logging.disable(logging.CRITICAL)
    url, worker_id = sys.argv[1:]
    health = Health(url, worker_id, ["FAILED"], "", 0, ["connector", "task"])
    result = health.get_health_result()
    if result["healthy"]:
        print("healthy")
        return
    failures = [
        f"{failure['type']} {failure['connector']} {failure.get('id', '')} {failure.get('state', '')}"
        for failure in result.get("failures", [])
    ]
    print("unhealthy:", ", ".join(failures) or result.get("error"))


if __name__ == "__main__":
    main()
