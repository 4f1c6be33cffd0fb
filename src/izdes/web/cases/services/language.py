"""The language of proceedings: a step of the command that has the decree for it."""

from izdes.web.cases.models import Case


def set_language(case: Case, language: str) -> str:
    """Set the language of a case's proceedings; return what it was.

    Within the command of the room that keeps decrees: it holds the lock of the case, has asked
    whether the officer may, and records. The database asks for the decree a second time.
    """
    was, case.language = case.language, language
    case.save(update_fields=["language"])
    return was
