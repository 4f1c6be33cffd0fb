"""Who sends and who receives in this installation, as its configuration says."""

from izdes.web.config import Configuration, ConfigurationMissing, configuration, variable
from izdes.web.packages.parties import Party, Public


def window_party() -> Party:
    """Return the window of this installation.

    Raises:
        ConfigurationMissing: It has none.
    """
    return _party("window_key")


def office_party() -> Party:
    """Return the office of this installation, as it takes packages in.

    Raises:
        ConfigurationMissing: It takes none in.
    """
    return _party("intake_key")


def office_of_window() -> Public:
    """Return the office to which this window sends: another's, or that of this installation.

    Raises:
        ConfigurationMissing: None is known.
        PartyKeyWrong: What is configured is no public key.
    """
    given = configuration().window_office
    return Public.parse(given) if given else office_party().public


def windows_of_office() -> tuple[Public, ...]:
    """Return the windows that this office believes.

    Raises:
        PartyKeyWrong: What is configured is no public key.
    """
    given = [text for text in configuration().intake_windows.split(",") if text.strip()]
    own = (window_party().public,) if configuration().window_key else ()
    return (*map(Public.parse, given), *own)


def is_one_contour(given: Configuration) -> bool:
    """Say whether the window and the office are one installation."""
    return bool(given.window_key and given.intake_key) and not given.window_office


def _party(name: str) -> Party:
    """Return the party of a configured secret."""
    if not (given := getattr(configuration(), name)):
        raise ConfigurationMissing(name=variable(name))
    return Party(bytes.fromhex(given))
