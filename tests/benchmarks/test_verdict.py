"""Where ours is worse than a peer, and with whom it was not compared."""

from dataclasses import replace

import pytest

from benchmarks.peers.side_by_side import Entry
from benchmarks.peers.verdict import told, uncompared, worse

GOOD = Entry("ours", "", 60.0, 50.0, 600.0, 0.08, 0.05, 0.15, 1.0, 0, 0.01, 0.10, 6, 6)
SAME = replace(GOOD, peer="whisperx", wall_ratio=1.0, cpu_ratio=1.0)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"cer": 0.079}, "文字の誤り率（全部）が高い：8.0%、相手は 7.9%"),
        ({"standing": 0.0}, "文字の誤り率（定型の文）が高い：5.0%、相手は 0.0%"),
        ({"free": 0.1}, "文字の誤り率（自由な文）が高い：15.0%、相手は 10.0%"),
        ({"missed_s": 0.5}, "抜けた発言が長い：1.0 s、相手は 0.5 s"),
        ({"attribution": 0.0}, "別の人の発言とされた文字が多い：1.0%、相手は 0.0%"),
        ({"der": 0.05}, "話者の誤り率（DER）が高い：10.0%、相手は 5.0%"),
        ({"wall_ratio": 0.5}, "時間がかかる：同じ仕事に 2.00 倍"),
        ({"cpu_ratio": 0.8}, "演算がかかる：同じ仕事に 1.25 倍"),
        ({"memory_mib": 500.0}, "メモリーを多く使う：600 MiB、相手は 500 MiB"),
    ],
)
def test_each_figure_that_is_worse_is_said(change, told):
    assert worse([GOOD, replace(SAME, **change)]) == (f"この製品はWhisperXより{told}",)


def test_invented_text_and_a_wrong_number_of_voices_are_said():
    ours = replace(GOOD, invented=12, voices_found=4)
    assert worse([ours, replace(SAME, voices_found=7)]) == (
        "この製品はWhisperXより作られた文字が多い：12字、相手は 0字",
        "この製品はWhisperXより声の数が外れている：4人、相手は 7人",
    )


def test_equal_figures_and_differences_too_small_for_the_table_are_not():
    assert worse([GOOD, SAME]) == ()
    assert worse([GOOD, replace(SAME, cer=0.07996, der=0.0999)]) == ()


def test_memory_is_compared_only_where_both_do_everything():
    alone = Entry("batched", "", 20.0, 20.0, 300.0, 0.09, 0.06, 0.16, 2.0, 0, wall_ratio=1.1, cpu_ratio=1.1)
    assert worse([GOOD, alone]) == ()


def test_without_the_roster_only_the_text_is_compared():
    plain = Entry("unhinted", "", 90.0, 90.0, 900.0, 0.09, 0.05, 0.17, 1.0, 0, wall_ratio=1.0, cpu_ratio=1.0)
    assert worse([GOOD, plain, replace(SAME, cer=0.085, free=0.15)]) == (
        "この製品・名簿なしはWhisperXより文字の誤り率（全部）が高い：9.0%、相手は 8.5%",
        "この製品・名簿なしはWhisperXより文字の誤り率（自由な文）が高い：17.0%、相手は 15.0%",
    )


STOCK = replace(SAME, peer="stock", cer=None, standing=None, free=None, missed_s=None, invented=None, attribution=None)
EXPECTED = ("ours", "unhinted", "stock", "whisperx")


def test_without_ours_or_without_peers_nothing_is_said_to_be_no_worse():
    assert worse([SAME, STOCK]) is None
    assert worse([replace(GOOD, peer="unhinted"), SAME]) is None
    assert worse([GOOD]) is None
    assert worse([]) is None
    assert list(told([SAME], EXPECTED))[1] == "- 比べていません（この製品の結果がありません）。"
    assert list(told([GOOD], EXPECTED))[1] == "- 比べていません（相手の結果がありません）。"


def test_everybody_who_was_not_compared_is_named():
    assert uncompared([GOOD, SAME], EXPECTED) == ("この製品・名簿なし", "pyannote 標準")
    assert uncompared([SAME], EXPECTED) == ("この製品・名簿なし", "pyannote 標準", "WhisperX")
    assert list(told([GOOD, SAME], EXPECTED))[1:] == [
        "- 表に出る差では、ありません。",
        "",
        "比べていない相手：この製品・名簿なし、pyannote 標準。",
    ]


def test_where_all_were_compared_and_none_is_better_that_is_all_that_is_said():
    entries = [GOOD, replace(GOOD, peer="unhinted"), STOCK, SAME]
    assert list(told(entries, EXPECTED)) == ["この製品のほうが悪いところ：", "- 表に出る差では、ありません。"]
