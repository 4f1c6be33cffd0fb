"""Writes the published schemas and the examples of the message reference anew.

Run as ``python -m tests.adapters.messages.page`` after a message changed its form.
"""

from pathlib import Path

from tests.adapters.messages.test_reference import EXAMPLES, shown

from izdes.adapters.messages.schemas import SCHEMAS, file_name, schema_of
from izdes.cli.kit_schema import schema_text

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"


def with_example(page: str, name: str, example: str) -> str:
    """Return the page with one example put in its place."""
    begin = f"<!-- example: {name} -->\n\n```json\n"
    before, _, rest = page.partition(begin)
    after = rest.partition("\n```")[2]
    return f"{before}{begin}{example}\n```{after}"


if __name__ == "__main__":
    for form in SCHEMAS:
        path = REFERENCE / "schemas" / file_name(form)
        path.write_text(schema_text(schema_of(form)), encoding="utf-8")
    text = (REFERENCE / "messages.md").read_text(encoding="utf-8")
    for name, example in EXAMPLES.items():
        text = with_example(text, name, shown(example[0]))
    (REFERENCE / "messages.md").write_text(text, encoding="utf-8")
