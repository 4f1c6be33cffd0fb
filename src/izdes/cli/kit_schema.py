"""`izdes kit schema`: the forms of all messages as JSON Schema, for other people's programs."""

import json as json_text
from collections.abc import Mapping

from izdes.adapters.folder import new_folder
from izdes.adapters.messages.schemas import SCHEMAS, file_name, schema_of
from izdes.adapters.words import say
from izdes.cli.frame import (
    JsonOption,
    LangOption,
    OutOption,
    ReplaceOption,
    print_json,
    refusals,
)
from izdes.cli.visible import visible


def schema(
    *, out: OutOption, lang: LangOption, json: JsonOption = False, replace: ReplaceOption = False
) -> None:
    """Write one JSON Schema (2020-12) for every form of message."""
    with refusals(lang.value, as_json=json), new_folder(out, replace=replace) as folder:
        for form in SCHEMAS:
            (folder / file_name(form)).write_text(schema_text(schema_of(form)), encoding="utf-8")
    if json:
        print_json({"out": str(out), "schemas": [file_name(form) for form in SCHEMAS]})
    else:
        print(visible(say("kit_schemas_written", lang.value, out=str(out), count=len(SCHEMAS))))


def schema_text(schema: Mapping[str, object]) -> str:
    """Return a schema as it is published."""
    return json_text.dumps(schema, ensure_ascii=False, indent=2) + "\n"
