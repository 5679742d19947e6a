"""The training text: much of it, spellable, and nothing of the sample meeting."""

from itertools import islice

from training import corpus, sample


def test_tens_of_thousands_of_sentences_are_distinct():
    drawn = [sentence.text for sentence in islice(corpus.sentences(seed=11), 30_000)]
    assert len(set(drawn)) > 20_000
    assert {letter for text in drawn for letter in text} <= set(corpus.letters())


def test_there_are_several_hundred_patterns():
    patterns = [pattern for grammar in corpus.grammars() for pattern in grammar.patterns]
    assert len(set(patterns)) > 3_000


def test_the_same_seed_gives_the_same_sentences():
    assert list(islice(corpus.sentences(3), 50)) == list(islice(corpus.sentences(3), 50))


def test_the_people_of_a_sentence_stand_in_it():
    for sentence in islice(corpus.sentences(seed=12), 3_000):
        assert all(name.family in sentence.text for name in sentence.people)


def test_one_sentence_in_ten_or_more_has_a_person_in_it():
    drawn = list(islice(corpus.sentences(seed=14), 2_000))
    assert sum(bool(sentence.people) for sentence in drawn) > 200


def test_no_stretch_of_the_sample_is_in_what_is_drawn():
    """Twelve characters in a row, unless a standing phrase of every chamber has them."""
    standing = corpus.STANDING.read_text(encoding="utf-8")
    stretches = {
        line.text[at : at + corpus.STRETCH]
        for line in sample.SCRIPT
        for at in range(len(line.text) - corpus.STRETCH + 1)
    }
    own = {stretch for stretch in stretches if stretch not in standing}
    assert len(own) > 500
    for sentence in islice(corpus.sentences(seed=13), 30_000):
        at = range(len(sentence.text) - corpus.STRETCH + 1)
        assert not any(sentence.text[start : start + corpus.STRETCH] in own for start in at), sentence.text


def test_no_pattern_or_word_has_a_stretch_of_the_sample():
    """Nor does what is fixed, whatever is drawn: in the files, and in the phrases that are made of them."""
    for path in corpus.TEXT.rglob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not corpus.is_near_sample(line), f"{path.name}: {line}"
    for text in (text for grammar in corpus.grammars() for text in grammar.texts()):
        assert not corpus.is_near_sample(text), text


def test_free_sentences_of_the_sample_are_near_it_and_its_phrases_are_not():
    free = [line.text for line in sample.SCRIPT if line.kind == "free"]
    assert len(free) == 24
    assert all(map(corpus.is_near_sample, free))
    assert not corpus.is_near_sample("これより採決いたします。")
