"""Workbooks taken apart and put together again, and the stand-ins that banks send for them."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape

from tests.adapters.statements.answers import Line, Value, xlsx

SHEET = "xl/worksheets/sheet1.xml"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip of the parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """Return the workbook with one part added or exchanged."""
    return packed({**parts_of(data), name: part})


def edited(data: bytes, old: bytes, new: bytes, part: str = SHEET) -> bytes:
    """Return the workbook with the first occurrence of some bytes of a part exchanged."""
    parts = parts_of(data)
    assert old in parts[part], parts[part][:3000]
    return packed({**parts, part: parts[part].replace(old, new, 1)})


def book_of(rows: Iterable[Sequence[Value]], sheet: str = "Выписка", *, cover: str = "") -> bytes:
    """Write rows of any kind as .xlsx, behind a sheet with one remark if wanted."""
    return xlsx([[*row] for row in rows], sheet, cover=cover)


def html(grid: Iterable[Line], *, above: str = "") -> str:
    """Write a grid as a web page."""
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(_shown(value))}</td>' for value in line)}</tr>"
        for line in grid
    )
    return f"<html><head><title>-</title></head><body>{above}<table>{rows}</table></body></html>"


def spreadsheetml(grid: Iterable[Line]) -> bytes:
    """Write a grid as Excel 2003 wrote XML."""
    rows = "".join(f"<Row>{''.join(map(_xml_cell, line))}</Row>" for line in grid)
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="Выписка"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


def ods(grid: Iterable[Line]) -> bytes:
    """Write a grid as an OpenDocument spreadsheet."""
    rows = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, line))}</table:table-row>" for line in grid
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMES}>'
        '<office:body><office:spreadsheet><table:table table:name="Выписка">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><m:manifest '
        'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{_ODS}"/></m:manifest>'
    )
    parts = {"mimetype": _ODS, "META-INF/manifest.xml": manifest, "content.xml": content}
    return packed({name: part.encode() for name, part in parts.items()})


def _shown(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M:%S}"
    if isinstance(value, float):
        return f"{value:,.2f}".replace(",", "\u00a0").replace(".", ",")
    return "" if value is None else str(value)


def _xml_cell(value: Value) -> str:
    if value is None:
        return "<Cell/>"
    if isinstance(value, datetime):
        return f'<Cell><Data ss:Type="DateTime">{value.isoformat()}.000</Data></Cell>'
    kind = "Number" if isinstance(value, int | float) else "String"
    return f'<Cell><Data ss:Type="{kind}">{escape(str(value))}</Data></Cell>'


def _ods_cell(value: Value) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, datetime):
        given = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int | float):
        given = f'office:value-type="float" office:value="{value}"'
    else:
        given = 'office:value-type="string"'
    return f"<table:table-cell {given}><text:p>{escape(_shown(value))}</text:p></table:table-cell>"
