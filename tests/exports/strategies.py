"""Any minutes at all, for tests that must hold for every one."""

from datetime import date

from hypothesis import strategies as st

from minutes.domain.meeting import Meeting, Member, Recording, Roster
from minutes.domain.record import Kind, Mark, Marked, Minutes, Paragraph, Provenance
from minutes.domain.speech import Doubt, Span, Voice, Word

texts = st.text(max_size=12)
seconds = st.floats(0, 100_000, allow_nan=False)
shares = st.floats(0, 1)
spans = st.tuples(seconds, seconds).map(lambda pair: Span(min(pair), max(pair)))
words = st.builds(lambda text, span, confidence: Word(text, span.start_s, span.end_s, confidence), texts, spans, shares)
members = st.builds(Member, texts, st.none() | texts, st.none() | st.integers(1, 99), st.none() | texts)
marked = st.builds(
    lambda one, other, mark: Marked(min(one, other), max(one, other), mark),
    st.integers(0, 12),
    st.integers(0, 12),
    st.sampled_from(Mark),
)
paragraphs = st.builds(
    lambda name, kind, text, span, **rest: Paragraph(name, kind, text, span.start_s, span.end_s, **rest),
    texts,
    st.sampled_from(Kind),
    texts,
    spans,
    voice=st.none() | texts | st.sampled_from(["S1", "S2"]),
    speaker=st.none() | members,
    words=st.lists(words, max_size=4).map(tuple),
    overlapped=st.lists(spans, max_size=2).map(tuple),
    marks=st.lists(marked, max_size=3).map(lambda found: tuple(sorted(found))),
)
provenances = st.builds(
    Provenance,
    st.builds(Recording, texts, texts, seconds),
    texts,
    texts,
    seconds,
    st.lists(spans, max_size=2).map(tuple),
    st.lists(st.builds(Doubt, spans, texts | st.sampled_from(["cut", "loop"])), max_size=2).map(tuple),
    st.lists(st.builds(Voice, texts, st.none() | st.lists(shares, max_size=3).map(tuple)), max_size=2).map(tuple),
    st.lists(spans, max_size=1).map(tuple),
)
meetings = st.builds(
    Meeting,
    texts,
    st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
    st.lists(members, max_size=2).map(lambda found: Roster(tuple(found))),
    st.lists(texts, max_size=2).map(tuple),
)
minutes = st.builds(Minutes, meetings, st.lists(paragraphs, max_size=4).map(tuple), provenances, st.integers(0, 9))
