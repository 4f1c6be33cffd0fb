"""The load of the survival test: store files one after another, and say which are acknowledged.

A process of its own, so that it can be killed as well. Each line on standard output is a file whose
command came back: whatever happens afterwards, it must be there.
"""

import os
import sys
import time

import django
from django.db import DatabaseError, connections

from izdes.core.errors import IzdesError


def main(officer: int, name: str) -> None:
    """Store files until killed; what the database refuses while it is dead is tried again."""
    django.setup()
    from izdes.web.acting import acting  # noqa: PLC0415 - needs the settings
    from izdes.web.files import services  # noqa: PLC0415

    count = 0
    while True:
        text = f"{name} {count}"
        try:
            with acting(officer):
                number = services.store([text.encode()], name="a.txt", officer=officer)
        except (DatabaseError, IzdesError):
            connections.close_all()
            time.sleep(0.05)
            continue
        count += 1
        # One write: a line is there whole or not at all.
        os.write(1, f"{number}\t{text}\n".encode())


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
