"""The synthesiser's dictionary: words as written, names as read."""

from training import corpus, dictionary


def test_the_most_common_names_and_words_are_there():
    words = dictionary.words()
    assert {"佐藤", "鈴木", "長谷川"} <= set(words["姓"])
    assert {"百合", "亮子"} <= set(words["名前"])
    assert "道路" in words["名詞"]


def test_names_that_are_read_alike_have_the_same_length():
    alike = dictionary.homophones("姓")
    assert "安部" in alike["阿部"]
    assert all(len(other) == len(word) and other != word for word, others in alike.items() for other in others)


def test_a_family_name_is_not_read_as_a_given_name():
    assert "久康" not in dictionary.homophones("姓").get("久保", ())


def test_several_hundred_common_names_can_be_spelled_another_way():
    letters = set(corpus.alphabet())
    spellable = [
        word
        for kind in ("姓", "名前")
        for word in dictionary.words()[kind]
        if any(letters.issuperset(other) for other in dictionary.homophones(kind).get(word, ()))
    ]
    assert len(spellable) > 500
