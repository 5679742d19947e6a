import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.characters import clean, cp932
from minutes.domain.errors import OutsideCharacterSet


def test_control_characters_go_and_impossible_ones_become_the_geta_mark():
    assert clean("議\x00長\x1b\uffff\ud800\t改\n行") == "議長〓〓\t改\n行"


@given(st.text(alphabet=st.characters(codec=None)))
def test_clean_text_can_always_be_written(text):
    clean(text).encode()


def test_characters_of_one_jis_code_are_written_without_a_word():
    assert cp932("〜−—").decode("cp932") == "～－―"
    assert cp932("髙﨑①㈱").decode("cp932") == "髙﨑①㈱"


def test_each_character_outside_cp932_is_named_with_how_often_it_stands_there():
    with pytest.raises(OutsideCharacterSet) as refused:
        cp932("𠮷野と𠮷田と😀")
    assert "「𠮷」(U+20BB7)2か所、「😀」(U+1F600)1か所" in str(refused.value)
    assert refused.value.outside == {"𠮷": 2, "😀": 1}
