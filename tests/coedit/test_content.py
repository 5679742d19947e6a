"""Reading is patient: what is in a log is shown, whatever it is."""

from pycrdt import Array, Doc, Map, Text

from minutes.coedit.content import content_of, lines_of, people_of, voices_of
from minutes.coedit.form import Line
from minutes.domain.meeting import Member
from minutes.domain.record import Kind, Mark, Marked


def document(*inserts):
    doc = Doc()
    text = doc.get("text", type=Text)
    for chunk, attributes in reversed(inserts):
        text.insert(0, chunk, attributes)
    return doc


def test_a_line_is_what_its_newline_says():
    doc = document(("開会", {}), ("\n", {"id": "p1", "kind": "heading", "voice": "S1", "speaker": "m001"}))
    assert lines_of(content_of(doc)) == (Line("p1", Kind.HEADING, "開会", "S1", "m001"),)


def test_what_clings_to_a_lines_characters_says_nothing_of_it():
    doc = document(("取り", {}), ("消し", {"id": "p9", "voice": "S9"}), ("\n", {"id": "p1"}))
    assert lines_of(content_of(doc)) == (Line("p1", Kind.SPEECH, "取り消し"),)


def test_marks_are_of_characters_and_end_with_the_line():
    doc = document(
        ("前\n𠮷", {"id": "p1", "closed": True}),
        ("野", {"closed": True, "cancelled": True}),
        ("氏", {"check": "たぶん"}),
        ("\n", {"id": "p2", "closed": True}),
    )
    first, second = lines_of(content_of(doc))
    assert first.marks == (Marked(0, 1, Mark.CLOSED),)
    assert second.marks == (Marked(0, 2, Mark.CLOSED), Marked(1, 2, Mark.CANCELLED))


def test_lines_without_an_id_of_their_own_are_called_by_their_place():
    doc = document(("一\n", {"id": "p1"}), ("二\n三\n", {"id": "p1"}), ("四\n", {}), ("五", {}))
    assert [(line.id, line.text) for line in lines_of(content_of(doc))] == [
        ("p1", "一"),
        ("?2", "二"),
        ("?3", "三"),
        ("?4", "四"),
        ("?5", "五"),
    ]


def test_what_makes_no_sense_counts_as_not_said():
    doc = document(("はい\r。\n", {"id": "p1", "kind": "song", "voice": 3, "speaker": ["m001"]}))
    assert lines_of(content_of(doc)) == (Line("p1", Kind.SPEECH, "はい 。"),)


def test_what_is_no_text_is_seen():
    doc = document(("はい\n", {"id": "p1"}))
    doc.get("text", type=Text).insert_embed(0, {"image": 1})
    content = content_of(doc)
    assert lines_of(content)[0].text == "〓はい"
    assert content.lines[0][0] == "\ufffcはい"


def test_people_and_voices_are_those_that_can_be_read():
    doc = document()
    people, voices = doc.get("people", type=Map), doc.get("voices", type=Map)
    people["m2"] = Map({"name": "山田", "seat": 3})
    people["m1"] = Map({"name": "大野", "role": "議長", "later": Map({"deep": 1})})
    people["m3"] = Array([1])
    voices["S2"], voices["S1"], voices["S3"] = "m2", "m1", 5
    content = content_of(doc)
    assert list(people_of(content).items()) == [("m1", Member("大野", "議長")), ("m2", Member("山田", seat=3))]
    assert voices_of(content) == {"S1": "m1", "S2": "m2"}


def test_an_empty_document_holds_nothing():
    content = content_of(Doc())
    assert (content.lines, content.voices, content.people, content.hidden) == ((), {}, {}, 0)
