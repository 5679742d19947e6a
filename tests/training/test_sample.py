"""見本の会議: what lies in tests/data/sample is what the script says."""

import json
from pathlib import Path

from training import sample

REFERENCE = Path(__file__).parents[1] / "data/sample/reference.json"


def test_the_committed_reference_has_the_sentences_of_the_script():
    kept = json.loads(REFERENCE.read_text(encoding="utf-8"))
    members = {person.label: person.member for person in sample.PEOPLE}
    assert (kept["title"], kept["date"]) == (sample.TITLE, sample.HELD_ON)
    assert [(one["voice"], one["member"], one["kind"], one["text"]) for one in kept["sentences"]] == [
        (line.label, members[line.label], line.kind, line.text) for line in sample.SCRIPT
    ]


def test_remarks_are_spoken_over_others_where_the_script_says_so():
    sentences = json.loads(REFERENCE.read_text(encoding="utf-8"))["sentences"]
    for at, (line, one) in enumerate(zip(sample.SCRIPT, sentences, strict=True)):
        before = sentences[at - 1] if at else {"end_s": 0.0}
        assert (one["start_s"] < before["end_s"]) is (line.over_s is not None), line.text
