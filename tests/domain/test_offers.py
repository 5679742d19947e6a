"""もう一度起こした文: what is offered where nobody has edited, and what only stands beside where somebody has."""

from dataclasses import replace

from minutes.domain.offers import Stand, offers
from tests.domain.test_rehearing import CALL, CHAIR, MAYOR, TEXT, said

ALL = frozenset(paragraph.id for paragraph in TEXT)
BETTER = replace(said(3, "町長、登壇願います。", 3), voice="S9")


def shown(text, untouched, *newer):
    return [(one.key, one.stand, one.text) for one in offers(text, untouched, TEXT, newer)]


def test_a_paragraph_that_nobody_edited():
    assert shown(TEXT, ALL, CHAIR, CALL, MAYOR) == []
    assert shown(TEXT, ALL, CHAIR, CALL, BETTER) == [("p3", Stand.UNTOUCHED, "町長、登壇願います。")]


def test_beside_one_that_somebody_edited_unless_the_first_draft_said_the_same():
    edited = replace(MAYOR, text="市長、どうぞ。")
    assert shown((CHAIR, CALL, edited), ALL - {"p3"}, CHAIR, CALL, BETTER) == [
        ("p3", Stand.TOUCHED, "町長、登壇願います。")
    ]
    assert shown((CHAIR, CALL, edited), ALL - {"p3"}, CHAIR, CALL, MAYOR) == []


def test_speech_that_the_text_has_not_is_offered_at_its_place_under_its_voice():
    newly = (said(7, "日程第一。", 10, "S9"), said(8, "一般質問。", 20, "S8"))
    first, second = offers(TEXT, ALL, TEXT, (*TEXT[:2], replace(MAYOR, voice="S9"), *newly))
    assert (first.stand, first.text, first.before, first.voice) == (Stand.UNTOUCHED, "日程第一。", None, "S1")
    assert (second.text, second.voice) == ("一般質問。", None)
    (between,) = offers(
        (CHAIR, said(3, "散会します。", 30)), ALL, TEXT[:1], (CHAIR, newly[0], said(3, "散会します。", 30))
    )
    assert (between.before, between.paragraph) == ("p3", None)


def test_what_people_have_taken_out_does_not_come_back_with_the_others():
    assert shown((CHAIR, MAYOR), ALL, CHAIR, replace(CALL, start_s=2.0), MAYOR) == [("+6", Stand.TOUCHED, "異議なし。")]


def test_a_new_line_that_people_have_corrected_does_not_come_in_beside_itself():
    """What is no longer what a draft heard has no time of its own."""
    corrected = replace(CALL, text="「異議なし」", end_s=CALL.start_s, words=())
    for text, stand in (((CHAIR, MAYOR), Stand.UNTOUCHED), ((CHAIR, corrected, MAYOR), Stand.DOUBTFUL)):
        (offer,) = offers(text, ALL - {"p2"}, (CHAIR, MAYOR), TEXT)
        assert (offer.stand, offer.text, offer.before) == (stand, "異議なし。", "p3")


def test_a_line_that_could_be_taken_before_does_not_come_back_with_the_others():
    """Also of a third draft, where it is in the second: people may have taken it over, and then out as noise."""
    later = replace(MAYOR, text="散会。", start_s=40.0, end_s=40.5, words=said(4, "散会。", 40).words)
    told = offers((CHAIR, MAYOR), ALL, (CHAIR, MAYOR), (*TEXT, later), taken=TEXT)
    assert [(one.text, one.stand) for one in told] == [("異議なし。", Stand.DOUBTFUL), ("散会。", Stand.UNTOUCHED)]


def test_where_nothing_is_heard_again_people_decide():
    assert shown(TEXT, ALL, CHAIR, MAYOR) == [("p2", Stand.UNHEARD, "")]
    assert shown(TEXT, ALL - {"p2"}, CHAIR, MAYOR) == []


def test_a_paragraph_in_which_another_voice_begins_says_so():
    joined = replace(CHAIR, text="これより会議を開きます。異議なし。", end_s=CALL.end_s, words=CHAIR.words + CALL.words)
    other = said(1, "これより会義を開きます。", 0)
    (offer,) = offers((joined, MAYOR), {"p1", "p3"}, (joined, MAYOR), (other, CALL, MAYOR))
    assert (offer.text, offer.changes) == ("これより会義を開きます。異議なし。", True)


def test_what_was_seen_of_an_offer():
    (offer,) = offers(TEXT, ALL, TEXT, (CHAIR, CALL, BETTER))
    (same,) = offers(TEXT, ALL, TEXT, (CHAIR, CALL, replace(BETTER, voice="S1")))
    assert offer.seen == same.seen
    assert offer.seen != replace(offer, paragraph=CHAIR).seen
