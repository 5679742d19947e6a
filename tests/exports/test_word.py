import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, settings

from exports import word
from exports.characters import clean
from exports.notation import Notation
from exports.word import MOST_COMMENTS
from exports.word_marks import Marking
from minutes.domain.record import Kind, Mark, Marked, Minutes
from minutes.domain.speech import Word
from tests.exports import strategies
from tests.exports.sample import marked, meeting


@pytest.fixture(scope="module")
def document():
    return read(meeting())


def read(minutes: Minutes, **options):
    return Document(io.BytesIO(word.render(minutes, **options)))


def in_style(document, name: str) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == name]


def doubtful(document) -> list[str]:
    return [run.text for p in document.paragraphs for run in p.runs if run.style.name == "聞き取りの不確かな所"]


def test_the_page_is_a4_with_the_margins_of_an_office(document):
    (section,) = document.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (Mm(210).mm, Mm(297).mm)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.cm, 1) for margin in margins] == [2.5, 2.5, 3.0, 2.5]


def test_title_day_and_people_come_first(document):
    assert in_style(document, "Title") == ["令和６年第４回青葉町議会定例会会議録（第２日）（粗原稿）"]
    assert in_style(document, "会議の日") == ["令和６年12月10日（火曜日）"]
    assert in_style(document, "出席議員")[0] == "１番　山田花子君\t２番　佐々木一君"
    assert in_style(document, "出席者")[0] == "町長\t青木太郎君"


def test_speeches_are_styled_lines_with_the_speaker_as_a_character_style(document):
    speeches = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "発言"]
    assert speeches[0].text.startswith("○議長（大野茂君）　おはようございます。")
    assert {paragraph.runs[0].style.name for paragraph in speeches} == {"発言者"}
    assert in_style(document, "発言続き")[0] == "　本日の議事日程は、お手元に配付したとおりであります。"
    assert in_style(document, "ト書き") == ["〔１番　山田花子君登壇〕", "（賛成者起立）"]
    assert in_style(document, "時刻")[0] == "午前10時00分　開議"


def test_headings_give_words_navigation_pane_the_outline(document):
    levels = {"Heading 1": 1, "見出し１（改ページ）": 1, "Heading 2": 2}
    outline = [(levels[p.style.name], p.text) for p in document.paragraphs if p.style.name in levels]
    assert outline[:4] == [(1, "出席者"), (1, "会議の経過"), (2, "◎日程第１　一般質問"), (2, "◎日程第２　議案第51号")]
    assert outline[4] == (1, "この粗原稿について")
    level = document.styles["Heading 2"].element.pPr.find(qn("w:outlineLvl"))
    assert level.get(qn("w:val")) == "1"


def test_fonts_are_set_for_east_asian_text_too(document):
    defaults = document.styles.element.find(".//" + qn("w:rPrDefault")).find(".//" + qn("w:rFonts"))
    assert {defaults.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"ＭＳ 明朝"}
    heading = document.styles["Heading 1"].element.rPr.rFonts
    assert heading.get(qn("w:eastAsia")) == "ＭＳ ゴシック"
    size = document.styles.element.find(".//" + qn("w:rPrDefault")).find(".//" + qn("w:sz"))
    assert Pt(int(size.get(qn("w:val"))) / 2) == Pt(10.5)


def test_nothing_is_formatted_but_by_styles(document):
    for properties in document.element.body.iter(qn("w:pPr"), qn("w:rPr")):
        assert {child.tag for child in properties} <= {qn("w:pStyle"), qn("w:rStyle")}


def test_the_footer_numbers_the_pages(document):
    footer = document.sections[0].footer
    assert footer.paragraphs[0].style.name == "Footer"
    assert footer.part.element.find(".//" + qn("w:fldSimple")).get(qn("w:instr")).strip() == "PAGE"


def test_word_opens_it_as_a_document_of_today_in_japanese(document):
    settings_part = document.settings.element
    modes = {s.get(qn("w:name")): s.get(qn("w:val")) for s in settings_part.iter(qn("w:compatSetting"))}
    assert modes["compatibilityMode"] == "15"
    assert settings_part.find(qn("w:themeFontLang")).get(qn("w:eastAsia")) == "ja-JP"
    assert document.core_properties.language == "ja-JP"
    assert document.core_properties.author == ""


def test_doubtful_words_carry_a_comment_with_time_and_confidence(document):
    notes = [comment.text for comment in document.comments]
    assert doubtful(document)[:3] == ["配付", "青葉橋線", "120人"]
    assert notes[:3] == ["0:00:16　確信度42％", "0:00:35　確信度31％", "0:00:38　確信度44％"]
    assert "0:01:26　声が重なっています" in notes
    assert len(notes) == len(doubtful(document))


def test_a_comment_stands_on_its_words(document):
    body = document.element.body
    for number, words in enumerate(doubtful(document)):
        (start,) = body.xpath(f".//w:commentRangeStart[@w:id='{number}']")
        assert start.getnext().text == words
        assert start.getnext().getnext().tag == qn("w:commentRangeEnd")


def test_comments_can_be_turned_off():
    underlined = read(meeting(), marking=Marking.UNDERLINE)
    assert len(underlined.comments) == 0
    assert doubtful(underlined)[0] == "配付"


def test_what_somebody_has_checked_is_doubted_no_more():
    draft = meeting()
    checked = read(replace(draft, paragraphs=tuple(replace(one, checked=True) for one in draft.paragraphs)))
    assert doubtful(checked) == [] and len(checked.comments) == 0
    at = [paragraph.text for paragraph in checked.paragraphs].index("聞き取りの不確かな所")
    assert checked.paragraphs[at + 1].text == "ありません。"


def test_it_is_called_the_machines_until_people_have_worked_on_it():
    changed = replace(meeting(), revision=3)  # somebody was put on the roster
    assert in_style(read(changed), "注記")[0].startswith("機械が録音から起こした粗原稿です。")
    assert not any("粗原稿です" in text for text in in_style(read(replace(changed, edited=True)), "注記"))


def test_what_people_have_marked_has_a_style_of_its_own():
    plain = meeting()
    first, second, *rest = plain.paragraphs
    marks = (Marked(0, len(second.text), Mark.CLOSED), Marked(2, 5, Mark.CANCELLED))
    document = read(replace(plain, paragraphs=(first, replace(second, marks=marks), *rest)))
    (said,) = [paragraph for paragraph in document.paragraphs if second.text in paragraph.text]
    closed = [(run.style.name, run.text) for run in said.runs if "秘密会" in run.style.name]
    assert "".join(text for _, text in closed) == second.text
    assert [text for style, text in closed if style == "発言取消し・秘密会"] == [second.text[2:5]]
    assert "発言取消し　1か所、秘密会　1か所" in [paragraph.text for paragraph in document.paragraphs]


def test_a_comment_stays_on_words_that_are_marked():
    assert [one.text for one in read(marked(meeting())).comments] == [one.text for one in read(meeting()).comments]


def test_beyond_the_limit_only_the_least_sure_get_a_comment_and_the_file_says_so():
    draft = meeting()
    capped = read(replace(draft, paragraphs=draft.paragraphs * 42))
    notes = [comment.text for comment in capped.comments]
    assert len(doubtful(capped)) == 12 * 42
    assert len(notes) == MOST_COMMENTS
    assert notes.count("0:00:57　確信度27％") == 42
    assert any("コメントは疑わしい順に500か所だけに付けました" in text for text in in_style(capped, "来歴（文）"))


def test_a_bookmark_every_ten_minutes_leads_into_a_long_record(document):
    names = [mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    assert names == ["時刻0時間00分", "時刻0時間10分"]


def test_a_draft_without_names_shows_numbered_voices_and_no_list_of_people():
    raw = read(meeting(named=False))
    assert in_style(raw, "発言")[0].startswith("○話者１　")
    assert "出席者" not in in_style(raw, "Heading 1")


def test_the_councils_notation_is_kept():
    text = "\n".join(p.text for p in read(meeting(), notation=Notation(mark="◯", honorific="")).paragraphs)
    assert "◯町長（青木太郎）　" in text


def test_the_same_minutes_give_the_same_bytes():
    made_at = datetime(2024, 12, 10, 3, 0, tzinfo=UTC)
    rendered = word.render(meeting(), made_at=made_at)
    assert rendered == word.render(meeting(), made_at=made_at)
    assert Document(io.BytesIO(rendered)).core_properties.created == made_at
    assert b"dcterms:created" not in zipfile.ZipFile(io.BytesIO(word.render(meeting()))).read("docProps/core.xml")


@settings(max_examples=25, deadline=None)
@given(strategies.minutes)
def test_whatever_the_text_holds_the_file_opens_and_holds_it(minutes):
    texts = [paragraph.text for paragraph in read(minutes).paragraphs]
    for paragraph in minutes.paragraphs:
        if paragraph.kind is not Kind.SPEECH:
            assert clean(paragraph.text) in texts
        else:
            assert any(text.endswith("　" + clean(paragraph.text)) for text in texts)


def test_eight_hours_of_speech_are_a_small_file_with_a_bearable_number_of_comments():
    speech = meeting(named=False).paragraphs[3]
    words = tuple(Word(w.text, w.start_s, w.end_s, 0.3 if n % 40 == 0 else 0.9) for n, w in enumerate(speech.words))
    copies = 150_000 // len(words)
    long = replace(meeting(), paragraphs=(replace(speech, words=words),) * copies)
    rendered = word.render(long)
    assert len(rendered) < 2_000_000
    assert len(Document(io.BytesIO(rendered)).comments) == word.MOST_COMMENTS
