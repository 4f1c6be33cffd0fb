import json
from pathlib import Path

from tests.follow.invented_series import crew, linked

from izdes.cli.linking.passport import safe_name, write_passport
from izdes.core.sealing.canonical import canonical_json
from izdes.follow.passport.linked import passport_input


def test_a_passport_is_left_as_json_and_on_paper_in_both_languages(tmp_path: Path) -> None:
    complaints = crew(3)

    told = write_passport(tmp_path, passport_input("A000000", complaints, linked(complaints)))

    names = ["passport.A000000.json", "passport.A000000.kk.pdf", "passport.A000000.ru.pdf"]
    written = (tmp_path / names[0]).read_bytes()
    assert told["files"] == sorted(path.name for path in tmp_path.iterdir()) == names
    assert written == canonical_json(json.loads(written)) + b"\n"
    assert json.loads(written)["digest"] == told["digest"]
    assert all((tmp_path / name).read_bytes().startswith(b"%PDF-") for name in names[1:])


def test_the_id_of_a_complaint_never_leaves_the_folder() -> None:
    assert safe_name("../../etc/passwd") == "__.._etc_passwd"
    assert safe_name("a/b\\c\0d") == "a_b_c_d"
    assert len(safe_name("x" * 500)) == 80
