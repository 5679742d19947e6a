"""Every part of the Word file against the schema: ISO 29500 transitional with Microsoft's own constraints.

The rules are the data of Microsoft's Open XML SDK, as the package openxml-audit carries them. Word itself is not run.
"""

import io
import zipfile

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from exports import word
from exports.word_marks import Marking
from tests.exports.sample import marked, meeting


def findings(tmp_path, rendered: bytes) -> list[str]:
    path = tmp_path / "draft.docx"
    path.write_bytes(rendered)
    return [str(error) for error in OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(path).errors]


@pytest.mark.parametrize("marking", Marking)
@pytest.mark.parametrize("named", [True, False])
def test_every_part_is_valid(tmp_path, marking, named):
    assert findings(tmp_path, word.render(marked(meeting(named=named)), marking=marking)) == []


@pytest.mark.parametrize(
    ("part", "sound", "broken"),
    [
        ("word/document.xml", b"<w:commentRangeEnd", b"<w:nonsense/><w:commentRangeEnd"),
        ("word/styles.xml", b"<w:uiPriority", b"<w:nonsense/><w:uiPriority"),
        ("word/settings.xml", b"<w:compat>", b"<w:nonsense/><w:compat>"),
        ("word/comments.xml", b"<w:annotationRef/>", b"<w:nonsense/>"),
        ("word/footer1.xml", b"<w:fldSimple", b"<w:nonsense/><w:fldSimple"),
        ("word/fontTable.xml", b"<w:pitch", b"<w:nonsense/><w:pitch"),
    ],
)
def test_the_check_finds_a_broken_part(tmp_path, part, sound, broken):
    rendered = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word.render(meeting()))) as whole, zipfile.ZipFile(rendered, "w") as damaged:
        for name in whole.namelist():
            content = whole.read(name)
            damaged.writestr(name, content.replace(sound, broken, 1) if name == part else content)
    assert any(part in finding for finding in findings(tmp_path, rendered.getvalue()))
