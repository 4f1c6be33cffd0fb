"""Configuration: what an installation sets, read once from the environment.

Every variable is named ``IZDES_…``. A secret may lie in a file instead, named by the same variable
with ``_FILE`` behind it. In production a missing secret stops the start; the demo and the tests
make their own and keep them in their folder, readable by nobody else.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Literal, get_args

from izdes.core.errors import IzdesError

Mode = Literal["production", "demo", "test"]
_PREFIX = "IZDES_"
_SECRET_BYTES = 32
_NUMBERS = (
    "file_megabytes",
    "idle_minutes",
    "session_hours",
    "proxies",
    "window_file_megabytes",
    "window_draft_days",
)


class ConfigurationMissing(IzdesError):
    """A variable without which nothing starts is not set."""

    code = "configuration_missing"


class ConfigurationWrong(IzdesError):
    """A variable has a value that nothing can be done with."""

    code = "configuration_wrong"


class NotTheDemo(IzdesError):
    """What is asked for is done in the demo alone."""

    code = "not_the_demo"


def _setting(about: str, *, default: Any = MISSING, secret: bool = False) -> Any:  # noqa: ANN401
    """Describe one variable; the dataclass takes any type here."""
    return field(default=default, repr=not secret, metadata={"about": about, "secret": secret})


# Every field below is described, and `_setting` is how.
# ruff: noqa: RUF009


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What an installation sets."""

    mode: Mode = _setting("production, demo or test.", default="production")
    home: Path = _setting("Folder of everything that this installation keeps.")
    secret_key: str = _setting("Signs sessions and forms.", secret=True)
    files_key: str = _setting("Encrypts files at rest: 64 hexadecimal digits.", secret=True)
    journal_key: str = _setting("Signs heads of the journal: 64 hexadecimal digits.", secret=True)
    files_old_keys: str = _setting(
        "Earlier values of the files' key, with commas, until `izdes files rewrap` has run.",
        default="",
        secret=True,
    )
    file_megabytes: int = _setting("The largest file that is taken, in megabytes.", default=1024)
    database_url: str = _setting(
        "PostgreSQL 15 or newer, login of the office. Empty: the embedded server.",
        default="",
        secret=True,
    )
    database_owner_url: str = _setting(
        "The same database, login that owns the tables. Empty: the embedded server.",
        default="",
        secret=True,
    )
    database_engine_url: str = _setting(
        "The same database, login that links, for the worker. Empty: the embedded server.",
        default="",
        secret=True,
    )
    backup_recipient: str = _setting(
        "Public key of whoever may open backups: `izdes backup key` makes a pair.", default=""
    )
    hosts: str = _setting(
        "Names under which the office is reached, with commas.", default="127.0.0.1,localhost"
    )
    name: str = _setting("Name of this installation: signs the journal.", default="izdes")
    address: str = _setting(
        "Where the office listens: an address of this machine, a colon, a port.",
        default="127.0.0.1:8000",
    )
    check_address: str = _setting(
        "Public page on which papers are checked; stands on them, in letters and in their code."
        " Empty: none.",
        default="",
    )
    stamps_address: str = _setting(
        "Time-stamping authority (RFC 3161) in the office's own network, http or https: signatures,"
        " sanctions and papers carry its timestamps, and without one nothing is signed. Empty:"
        " none.",
        default="",
    )
    proxies: int = _setting(
        "Proxies in front of the office whose word for an address is taken.", default=0
    )
    idle_minutes: int = _setting(
        "Minutes without a request after which a session ends.", default=30
    )
    session_hours: int = _setting(
        "Hours after which a session ends, whatever was done in it.", default=12
    )
    law_keys: str = _setting(
        "File of the public keys, one a line, whose signature makes a law pack valid here.",
        default="",
    )
    oidc_issuer: str = _setting(
        "Address of a directory that signs officers in by OpenID Connect. Empty: none.", default=""
    )
    oidc_client_id: str = _setting("The office's name at that directory.", default="")
    oidc_client_secret: str = _setting(
        "The office's secret at that directory.", default="", secret=True
    )
    oidc_claim: str = _setting(
        "What of the directory's answer is an officer's login.", default="preferred_username"
    )

    window_database_url: str = _setting(
        "The window's database, login of the window. Empty: the embedded server.",
        default="",
        secret=True,
    )
    window_address: str = _setting(
        "Where the window listens: an address of this machine, a colon, a port.",
        default="127.0.0.1:8001",
    )
    window_hosts: str = _setting(
        "Names under which the window is reached, with commas.", default="127.0.0.1,localhost"
    )
    window_key: str = _setting(
        "Enciphers drafts, signs packages and reads the office's words: 64 hexadecimal digits.",
        default="",
        secret=True,
    )
    window_office: str = _setting(
        "Public key of the office, by `izdes intake key`. Empty: the office of this installation.",
        default="",
    )
    window_file_megabytes: int = _setting(
        "The largest file that the window takes, in megabytes.", default=25
    )
    window_draft_days: int = _setting(
        "Days after which a draft of the window is forgotten.", default=7
    )
    citizens_trust: str = _setting(
        "Folder of the roots and lists of revoked certificates by which signatures of citizens are"
        " checked, in the window and in the office. Empty: the electronic way is not connected.",
        default="",
    )
    institutions_database_url: str = _setting(
        "The database, login of the site of institutions. Empty: the embedded server.",
        default="",
        secret=True,
    )
    institutions_address: str = _setting(
        "Where the site of institutions listens: an address of this machine, a colon, a port.",
        default="127.0.0.1:8002",
    )
    institutions_hosts: str = _setting(
        "Names under which the site of institutions is reached, with commas.",
        default="127.0.0.1,localhost",
    )
    institutions_key: str = _setting(
        "Enciphers files of answers until the office takes them: 64 hexadecimal digits.",
        default="",
        secret=True,
    )
    institutions_office: str = _setting(
        "Where the site of institutions runs apart: public key of its office, by `izdes intake"
        " key`. Empty: the office of this installation.",
        default="",
    )
    institutions_site: str = _setting(
        "At the office: public key of a site of institutions that runs apart, by `izdes contour"
        " key`. Empty: none.",
        default="",
    )
    crossing_out: str = _setting(
        "Folder into which packages for the other contour are put. Empty: by command alone.",
        default="",
    )
    crossing_in: str = _setting(
        "Folder out of which packages of the other contour are taken. Empty: by command alone.",
        default="",
    )
    intake_key: str = _setting(
        "Reads packages of windows and signs words to them: 64 hexadecimal digits.",
        default="",
        secret=True,
    )
    intake_windows: str = _setting(
        "Public keys of other windows, by `izdes window key`, with commas; that of this"
        " installation is believed too.",
        default="",
    )

    SECRETS: ClassVar[tuple[str, ...]] = ("secret_key", "files_key", "journal_key")
    # Of what not every installation has; asked for where it is used.
    SITES: ClassVar[tuple[str, ...]] = ("window_key", "intake_key", "institutions_key")

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if self.mode not in get_args(Mode):
            raise ConfigurationWrong(name=variable("mode"))
        self._require_keys()
        for name in _NUMBERS:
            if name != "proxies" and getattr(self, name) < 1:
                raise ConfigurationWrong(name=variable(name))
        for name in ("address", "window_address", "institutions_address"):
            host, _, port = getattr(self, name).rpartition(":")
            if not host or not port.isdecimal():
                raise ConfigurationWrong(name=variable(name))
        if bool(self.database_url) != bool(self.database_owner_url):
            raise ConfigurationMissing(name=variable("database_owner_url"))
        self._require_whole_directory()

    def _require_keys(self) -> None:
        """Refuse a key that is none."""
        for name in (
            "files_key",
            "journal_key",
            *filter(lambda one: getattr(self, one), self.SITES),
        ):
            if not _is_key(getattr(self, name)):
                raise ConfigurationWrong(name=variable(name))
        if not all(map(_is_key, self.files_keys)):
            raise ConfigurationWrong(name=variable("files_old_keys"))

    def _require_whole_directory(self) -> None:
        """Refuse a directory of which half is said, or that is asked in the clear."""
        if not self.oidc_issuer:
            return
        for name in ("oidc_client_id", "oidc_client_secret", "oidc_claim"):
            if not getattr(self, name):
                raise ConfigurationMissing(name=variable(name))
        if self.mode == "production" and not self.oidc_issuer.startswith("https://"):
            raise ConfigurationWrong(name=variable("oidc_issuer"))

    @property
    def host_names(self) -> tuple[str, ...]:
        """The names under which the office is reached."""
        return tuple(filter(None, (host.strip() for host in self.hosts.split(","))))

    @property
    def window_host_names(self) -> tuple[str, ...]:
        """The names under which the window is reached."""
        return tuple(filter(None, (host.strip() for host in self.window_hosts.split(","))))

    @property
    def institutions_host_names(self) -> tuple[str, ...]:
        """The names under which the site of institutions is reached."""
        return tuple(filter(None, (host.strip() for host in self.institutions_hosts.split(","))))

    @property
    def files_keys(self) -> tuple[str, ...]:
        """The keys of files: the present one, then earlier ones."""
        return self.files_key, *filter(None, (k.strip() for k in self.files_old_keys.split(",")))


def variable(name: str) -> str:
    """Return the variable of a field."""
    return _PREFIX + name.upper()


def described() -> tuple[Field[Any], ...]:
    """Return the fields, for the page that describes them."""
    return fields(Configuration)


def plain(given: Configuration) -> dict[str, str]:
    """Return what is set, and of secrets only whether they are."""
    return {
        variable(f.name): str(getattr(given, f.name))
        if not f.metadata["secret"]
        else ("…" if getattr(given, f.name) else "")
        for f in described()
    }


@cache
def configuration() -> Configuration:
    """Return the configuration of this process.

    Raises:
        ConfigurationMissing: A variable without which nothing starts is not set.
        ConfigurationWrong: A variable has a value that nothing can be done with.
    """
    return read_configuration(os.environ)


def read_configuration(environment: Mapping[str, str]) -> Configuration:
    """Read a configuration; outside production, secrets that are not set are made and kept."""
    given = {f.name: text for f in described() if (text := _given(environment, f.name))}
    home = Path(given.pop("home", "") or _usual_home())
    mode = given.get("mode", "production")
    for name in (*Configuration.SECRETS, *Configuration.SITES):
        if name not in given and mode != "production":
            given[name] = _kept(home / "secrets" / name, lambda: secrets.token_hex(_SECRET_BYTES))
        if name not in given and name in Configuration.SECRETS:
            raise ConfigurationMissing(name=variable(name))
    if mode == "demo":
        # The demo has an authority of its own for citizens, as it has its own secrets.
        given.setdefault("citizens_trust", str(home / "citizens" / "trust"))
    numbers = {name: _number(name, given.pop(name)) for name in _NUMBERS if name in given}
    return Configuration(home=home, **given, **numbers)  # type: ignore[arg-type] # the mode is checked


def _given(environment: Mapping[str, str], name: str) -> str:
    """Return what the environment says of a variable, or the file that it names."""
    file = environment.get(f"{variable(name)}_FILE", "")
    if not file:
        return environment.get(variable(name), "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ConfigurationWrong(name=f"{variable(name)}_FILE") from None


def _number(name: str, text: str) -> int:
    """Return the whole number that a variable gives."""
    if not text.isascii() or not text.isdigit():
        raise ConfigurationWrong(name=variable(name))
    return int(text)


def _usual_home() -> Path:
    """Return where an installation lies if nobody says so: a root's is nobody's home."""
    if os.geteuid() == 0:
        return Path("/var/lib/izdes")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "izdes"


def _kept(file: Path, make: Callable[[], str]) -> str:
    """Return the text of a file that only its owner reads; it is made where there is none."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(made := make())
    return made


def _is_key(text: str) -> bool:
    """Say whether a text is 32 bytes in hexadecimal digits."""
    try:
        return len(bytes.fromhex(text)) == _SECRET_BYTES
    except ValueError:
        return False
