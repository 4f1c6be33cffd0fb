"""Who sends and who receives in this installation, as its configuration says."""

from izdes.web.config import Configuration, ConfigurationMissing, configuration, variable
from izdes.web.packages.crossing import Side
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


def site_party() -> Party:
    """Return the site of institutions of this installation.

    Raises:
        ConfigurationMissing: It has none.
    """
    return _party("institutions_key")


def site_side() -> Side:
    """Return the site of institutions as it sends to the office, from which it runs apart.

    Raises:
        ConfigurationMissing: It is not told of which office it is, or has no key.
        PartyKeyWrong: What is configured is no public key.
    """
    given = configuration()
    if not given.institutions_office:
        raise ConfigurationMissing(name=variable("institutions_office"))
    office = Public.parse(given.institutions_office)
    return Side("site", site_party(), office, given.home / "crossing" / "site")


def office_side() -> Side:
    """Return this office as it sends to a site of institutions that runs apart.

    Raises:
        ConfigurationMissing: It has none, or no key.
        PartyKeyWrong: What is configured is no public key.
    """
    given = configuration()
    if not given.institutions_site:
        raise ConfigurationMissing(name=variable("institutions_site"))
    site = Public.parse(given.institutions_site)
    return Side("office", office_party(), site, given.home / "crossing" / "office")


def is_site_apart(given: Configuration) -> bool:
    """Say whether this installation is a site of institutions that runs apart from its office."""
    return bool(given.institutions_office)


def is_one_contour(given: Configuration) -> bool:
    """Say whether the window and the office are one installation."""
    return bool(given.window_key and given.intake_key) and not given.window_office


def _party(name: str) -> Party:
    """Return the party of a configured secret."""
    if not (given := getattr(configuration(), name)):
        raise ConfigurationMissing(name=variable(name))
    return Party(bytes.fromhex(given))
