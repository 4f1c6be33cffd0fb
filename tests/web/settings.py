"""The settings of the suite: the office's own, in a folder of this run.

The process that starts the run names the folder; its workers inherit the name. It is made when the
first test asks for a database.
"""

import os
import tempfile
from pathlib import Path

_GIVEN = {
    "IZDES_MODE": "test",
    "IZDES_HOME": str(Path(tempfile.gettempdir()) / f"izdes-tests-{os.getpid()}"),
    # They guard nothing but invented people.
    "IZDES_SECRET_KEY": "01" * 32,
    "IZDES_FILES_KEY": "02" * 32,
    "IZDES_JOURNAL_KEY": "03" * 32,
}
for _name, _value in _GIVEN.items():
    os.environ.setdefault(_name, _value)

from izdes.web.settings import *  # noqa: E402, F403 - the folder comes first

# A password is tried hundreds of times here, and none of them guards anything.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Nothing is collected here, and whoever serves what is not there warns.
STATIC_ROOT = None  # type: ignore[assignment] # nowhere
