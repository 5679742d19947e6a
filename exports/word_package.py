"""Wordの器: the file around the text: page, settings, fonts, footer, properties. The only door to python-docx.

The same text and date give the same bytes.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.comments import CommentsPart
from docx.shared import Cm, Mm

from exports.characters import clean
from exports.word_styles import FOOTER, GOTHIC, MINCHO, STYLES_XML
from exports.wordml import W, element, elements, paragraph, parsed, run

# Of python-docx's template these belong to another document: Western styles, a picture of a page, lists
_FOREIGN = {
    RELATIONSHIP_TYPE.CUSTOM_XML,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    RELATIONSHIP_TYPE.FONT_TABLE,
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.THUMBNAIL,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
}
_DCTERMS = "http://purl.org/dc/terms/"
_OFFICE = "http://schemas.microsoft.com/office/word"
# 15: Word 2013 and later, otherwise the title bar says 互換モード
_COMPATIBILITY = {
    "compatibilityMode": 15,
    "overrideTableStyleFontSizeAndJustification": 1,
    "enableOpenTypeFeatures": 1,
    "doNotFlipMirrorIndents": 1,
    "differentiateMultirowTableHeaders": 1,
}
SETTINGS_XML = (
    element("zoom", percent=100)
    + elements({"bordersDoNotSurroundHeader": None, "bordersDoNotSurroundFooter": None, "defaultTabStop": 840})
    + elements({"characterSpacingControl": "compressPunctuation"})
    + element(
        "compat",
        elements({"spaceForUL": None, "balanceSingleByteDoubleByteWidth": None, "doNotLeaveBackslashAlone": None})
        + elements({"ulTrailSpace": None, "doNotExpandShiftReturn": None, "adjustLineHeightInTable": None})
        + elements({"useFELayout": None})
        + "".join(element("compatSetting", name=n, uri=_OFFICE, val=v) for n, v in _COMPATIBILITY.items()),
    )
    + element("themeFontLang", val="en-US", eastAsia="ja-JP")
    + elements({"decimalSymbol": ".", "listSeparator": ","})
)


def _font(name: str, latin: str, family: str) -> str:
    return element(
        "font",
        elements({"altName": latin, "charset": 80, "family": family, "pitch": "fixed"}),
        name=name,
    )


FONTS_XML = _font(MINCHO, "MS Mincho", "roman") + _font(GOTHIC, "MS Gothic", "modern")
FOOTER_XML = paragraph(FOOTER, run("－ "), element("fldSimple", run("1"), instr=" PAGE "), run(" －"))
_LONGEST_PROPERTY = 255  # characters, by the standard (ISO 29500-2)
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a zip can say at the earliest


def package(body: str, comments: Sequence[str], *, title: str, made_at: datetime | None) -> bytes:
    """The .docx of a body and its comments, which are XML already."""
    document = Document()
    _dismiss_template(document)
    _fill(document.styles.element, STYLES_XML)
    _fill(document.settings.element, SETTINGS_XML)
    _add_fonts(document)
    if comments:
        _add_comments(document, comments)
    _lay_out_page(document)
    section = document.element.body[-1]
    for child in parsed("body", body):
        section.addprevious(child)
    _tell_properties(document, title, made_at)
    return _packed(document)


def _dismiss_template(document: WordDocument) -> None:
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype in _FOREIGN]:
            del relations[key]


def _fill(root: BaseOxmlElement, content: str) -> None:
    """Give a part's root new children in place of its own."""
    root[:] = list(parsed("body", content))


def _add_fonts(document: WordDocument) -> None:
    package = document.part.package
    blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{W}">{FONTS_XML}</w:fonts>'
    part = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, blob.encode(), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FONT_TABLE)


def _add_comments(document: WordDocument, comments: Sequence[str]) -> None:
    part = CommentsPart.default(document.part.package)
    _fill(part.element, "".join(comments))
    document.part.relate_to(part, RELATIONSHIP_TYPE.COMMENTS)


def _lay_out_page(document: WordDocument) -> None:
    """A4, the margins of one village, Word's Japanese line grid: 38 lines of 41 characters."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Cm(2.5)
    section.left_margin = Cm(3.0)
    section.header_distance = section.footer_distance = Cm(1.5)
    grid = section._sectPr.find(f"{{{W}}}docGrid")
    grid.set(f"{{{W}}}type", "lines")
    section.footer.is_linked_to_previous = False
    _fill(section.footer.part.element, FOOTER_XML)


def _tell_properties(document: WordDocument, title: str, made_at: datetime | None) -> None:
    properties = document.core_properties
    properties.title, properties.language = clean(title)[:_LONGEST_PROPERTY], "ja-JP"
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.revision = 1
    if made_at:
        properties.created = properties.modified = made_at
    else:
        element = document.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).element
        for stamp in [child for child in element if child.tag.startswith(f"{{{_DCTERMS}}}")]:
            element.remove(stamp)


def _packed(document: WordDocument) -> bytes:
    """Saved, then packed again with one fixed time stamp: zip files otherwise say when they were made."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as loose, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in loose.namelist():
            fixed.writestr(zipfile.ZipInfo(name, _EARLIEST), loose.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
