"""What the journal of reading keeps of identifiers that somebody asked the country for."""

from django.db import connection
from tests.web.cast import Cast


def readings(cast: Cast, login: str) -> list[tuple[str, int | None, str]]:
    """Return key, case and purpose of each, the first first, as an auditor reads them."""
    with cast.acts("auditor"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_id, case_id, purpose FROM journal_reading "
            "WHERE subject_type = 'identifier' AND officer_id = %s ORDER BY id",
            [cast.officers[login]],
        )
        return list(cursor.fetchall())
