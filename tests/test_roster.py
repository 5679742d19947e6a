"""名簿・用語集: whatever a council's spreadsheet writes is read, or refused with the line and the cure."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.domain.errors import UnreadableGlossary, UnreadableRoster
from minutes.domain.meeting import Member, Roster
from minutes.roster import doubles, notices, read_glossary, read_roster

PLAIN = """席番号,職,氏名,よみ
12,議長,大野茂,おおのしげる
1,,山田花子,やまだはなこ
,町長,青木太郎,
"""
PEOPLE = Roster(
    (
        Member("大野茂", "議長", 12, "おおのしげる"),
        Member("山田花子", None, 1, "やまだはなこ"),
        Member("青木太郎", "町長", None, None),
    )
)


@pytest.fixture
def write(tmp_path):
    def written(content: str | bytes, name: str = "名簿.csv", encoding: str = "utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return written


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_every_encoding_that_spreadsheets_write_is_read(write, encoding):
    assert read_roster(write(PLAIN, encoding=encoding)) == PEOPLE


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(write, newline):
    assert read_roster(write(PLAIN.replace("\n", newline))) == PEOPLE


def test_tabs_are_read(write):
    assert read_roster(write(PLAIN.replace(",", "\t"))) == PEOPLE


def test_cp932_is_told(write):
    roster, glossary = write(PLAIN, encoding="cp932"), write("頭首工\n", "用語.txt", encoding="cp932")
    assert notices(roster, glossary) == (
        "「名簿.csv」は、Shift_JIS（cp932）の文字コードとして読みました。文字化けがないか確かめてください。",
        "「用語.txt」は、Shift_JIS（cp932）の文字コードとして読みました。文字化けがないか確かめてください。",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_is_no_guess_needs_no_telling(write, encoding):
    assert notices(write(PLAIN, encoding=encoding), None) == notices(None, None) == ()


@pytest.mark.parametrize(
    "header",
    [
        "よみ,氏名,席番号,職",
        "ふりがな,名前,議席,役職",
        "読み,氏　名,席番,職名",
        "ﾌﾘｶﾞﾅ,氏名,議席番号,職",
        "Reading,Name,Seat,Role",
        "kana,name,seat_number,title",
    ],
)
def test_columns_are_found_by_their_headers_in_any_order(write, header):
    (member,) = read_roster(write(f"{header}\nさとう,佐藤篤,3,副議長\n")).members
    assert member == Member("佐藤篤", "副議長", 3, "さとう")


def test_only_the_name_is_required(write):
    assert read_roster(write("氏名\n佐藤篤\n")).members == (Member("佐藤篤"),)


def test_other_columns_are_left_aside(write):
    assert read_roster(write("会派,氏名,備考\n無所属,佐藤篤,新人\n")).members == (Member("佐藤篤"),)


def test_blank_lines_and_short_lines_are_read(write):
    text = "\n氏名,職,席番号\n\n佐藤篤\n,,\n　\n林実,書記\n"
    assert read_roster(write(text)).members == (Member("佐藤篤"), Member("林実", "書記"))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("佐　藤　　　篤", "佐藤篤"),
        (" 佐々木 一 ", "佐々木一"),
        ("髙﨑　凜", "髙﨑凜"),
        ("\ufa10本　\ufa19", "\ufa10本\ufa19"),  # compatibility ideographs, which NFKC would replace
        ("ジョン　スミス", "ジョンスミス"),
        ("John  Smith", "John Smith"),
        ("J. Smith", "J. Smith"),
    ],
)
def test_names_are_closed_up_and_otherwise_kept_to_the_character(write, written, name):
    assert read_roster(write(f"氏名\n{written}\n")).names == (name,)


def test_rare_characters_survive_cp932(write):
    assert read_roster(write("氏名\n髙﨑凜\n", encoding="cp932")).names == ("髙﨑凜",)


@pytest.mark.parametrize(
    ("written", "seat"), [("12", 12), ("１２", 12), ("12番", 12), ("第３番", 3), ("", None), ("－", None), ("-", None)]
)
def test_seats(write, written, seat):
    assert read_roster(write(f"席番号,氏名\n{written},佐藤篤\n")).members[0].seat == seat


def test_quoted_cells_are_read(write):
    assert read_roster(write('氏名,職\n"佐藤篤","総務課長, 防災担当"\n')).members[0].role == "総務課長,防災担当"


def test_a_doubled_name_is_told_and_kept(write):
    path = write("氏名,席番号\n佐藤　篤,1\n佐藤篤,2\n")
    assert len(read_roster(path).members) == 2
    told = "名簿に氏名「佐藤篤」が2回あります。書き間違いがないか確かめてください。"
    assert doubles(read_roster(path)) == (told,)
    assert notices(path, None) == (f"「名簿.csv」：{told}",)


def test_doubled_seats_are_told_and_not_too_many(write):
    people = "".join(f"{seat % 8},人{seat}\n" for seat in range(8, 32))
    (told,) = doubles(read_roster(write(f"席番号,氏名\n{people},林実\n,森実\n")))
    assert told.startswith("名簿に席番号「0」が3回、「1」が3回、")
    assert "「4」が3回、ほかに3件あります。" in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("席番号,職\n1,議長\n", ["氏名の列がありません", "1行目", "「席番号,職」", "席番号,職,氏名,よみ"]),
        ("大野茂\n山田花子\n", ["1行目", "「大野茂」", "席番号,職,氏名,よみ"]),
        ("\n\n番;氏名\n", ["3行目", "席番号,職,氏名,よみ"]),
        ("氏名,名前\nA,B\n", ["列が二つ"]),
        ("席番号,氏名\n1,佐藤篤\n2,　\n", ["3行目", "氏名がありません"]),
        ("席番号,氏名\n十二,佐藤篤\n", ["2行目", "「十二」", "数字"]),
        ("席番号,氏名\n99999999999,佐藤篤\n", ["2行目", "数字"]),
        ("席番号,氏名\n1,大野,茂\n", ["2行目", "列が見出しより多く"]),
        ("氏名\n", ["人が載っていません", "2行目から"]),
        ("", ["中身がありません", "席番号,職,氏名,よみ"]),
        ("\n 　\n", ["中身がありません"]),
        ("\x00\x01\x02", ["文字のファイルではない", "CSV"]),
        ("氏名\n" + "あ" * 200_000, ["2行目", "CSV"]),
        ("氏名\n" + "あ" * 400_000, ["1 MB"]),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_line_and_the_cure(write, text, said):
    with pytest.raises(UnreadableRoster) as refused:
        read_roster(write(text))
    assert all(part in str(refused.value) for part in ["名簿「名簿.csv」を読み込めません。", *said]), str(refused.value)


@pytest.mark.parametrize("start", [b"PK\x03\x04\x00", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00"])
def test_a_workbook_is_named_as_such(write, start):
    with pytest.raises(UnreadableRoster, match=r"ブック.*CSV UTF-8"):
        read_roster(write(start + bytes(range(256)), "名簿.csv"))


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(UnreadableRoster, match="見つかりません"):
        read_roster(tmp_path / "無い.csv")
    with pytest.raises(UnreadableRoster, match="フォルダ"):
        read_roster(tmp_path)
    with pytest.raises(UnreadableRoster, match="開けません"):
        read_roster(tmp_path / ("長" * 300))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_whatever_the_bytes_are_they_are_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "roster.csv"
    path.write_bytes(content)
    try:
        assert read_roster(path).members
    except UnreadableRoster as refused:
        assert "roster.csv" in str(refused)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_glossary_is_one_term_a_line_each_once(write, encoding):
    path = write("頭首工\n\n　法面 \r\n頭首工\n繰越明許費", "用語.txt", encoding)
    assert read_glossary(path) == ("頭首工", "法面", "繰越明許費")


def test_an_empty_glossary_is_no_error(write):
    assert read_glossary(write("")) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [("頭首工\n" + "あ" * 101, ["2行目", "1行に1語"]), ("\x00", ["文字"]), ("語\n" * 300_000, ["1 MB"])],
)
def test_what_is_no_glossary_is_refused(write, text, said):
    with pytest.raises(UnreadableGlossary) as refused:
        read_glossary(write(text, "用語.txt"))
    assert all(part in str(refused.value) for part in ["用語集「用語.txt」", *said])


def test_a_missing_glossary_is_refused(tmp_path):
    with pytest.raises(UnreadableGlossary, match="見つかりません"):
        read_glossary(tmp_path / "無い.txt")
