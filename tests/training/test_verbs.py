"""活用: every class of verb and adjective in its forms."""

import pytest

from training.verbs import conjugate, inflect


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("補う", "補う 補い 補って 補った 補わ 補え 補われ 補えば 補おう"),
        ("築く", "築く 築き 築いて 築いた 築か 築け 築かれ 築けば 築こう"),
        ("防ぐ", "防ぐ 防ぎ 防いで 防いだ 防が 防げ 防がれ 防げば 防ごう"),
        ("直す", "直す 直し 直して 直した 直さ 直せ 直され 直せば 直そう"),
        ("待つ", "待つ 待ち 待って 待った 待た 待て 待たれ 待てば 待とう"),
        ("死ぬ", "死ぬ 死に 死んで 死んだ 死な 死ね 死なれ 死ねば 死のう"),
        ("運ぶ", "運ぶ 運び 運んで 運んだ 運ば 運べ 運ばれ 運べば 運ぼう"),
        ("頼む", "頼む 頼み 頼んで 頼んだ 頼ま 頼め 頼まれ 頼めば 頼もう"),
        ("守る", "守る 守り 守って 守った 守ら 守れ 守られ 守れば 守ろう"),
        ("行く", "行く 行き 行って 行った 行か 行け 行かれ 行けば 行こう"),
        ("育てる", "育てる 育て 育てて 育てた 育て 育てられ 育てられ 育てれば 育てよう"),
        ("借りる", "借りる 借り 借りて 借りた 借り 借りられ 借りられ 借りれば 借りよう"),
        ("整備", "整備する 整備し 整備して 整備した 整備し 整備でき 整備され 整備すれば 整備しよう"),
        ("楽にする", "楽にする 楽にし 楽にして 楽にした 楽にし 楽にでき 楽にされ 楽にすれば 楽にしよう"),
    ],
)
def test_a_verb_in_its_forms(verb, forms):
    found = conjugate(verb)
    assert [found[form] for form in ("辞", "連", "て", "た", "未", "可", "受", "ば", "意")] == forms.split()


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        ("切る", "切らざるを得ない 切らせて 切るべきだ"),
        ("建てる", "建てざるを得ない 建てさせて 建てるべきだ"),
        ("整備", "整備せざるを得ない 整備させて 整備すべきだ"),
    ],
)
def test_what_must_be_and_what_is_let_be(verb, sentence):
    found = conjugate(verb)
    assert f"{found['ざる']}ざるを得ない {found['使']}て {found['べき']}だ" == sentence


@pytest.mark.parametrize(
    ("verb", "negative"),
    [
        ("見つける", "見つけない"),  # a kana of the い or え row before る: 一段
        ("ひねる!", "ひねらない"),  # … but this one is 五段
        ("切る", "切らない"),  # a kanji before る: 五段
        ("着る*", "着ない"),  # … but this one is 一段
    ],
)
def test_a_mark_tells_the_class_where_the_spelling_misleads(verb, negative):
    assert conjugate(verb)["未"] + "ない" == negative


def test_a_causative_has_no_causative():
    assert "使" not in conjugate("済ませる")
    assert conjugate("済む")["使"] == "済ませ"


@pytest.mark.parametrize(
    ("adjective", "forms"),
    [
        ("広い", "広い 広い 広くて 広く 広ければ 広かった 広くない"),
        ("静かな", "静かな 静かだ 静かで 静かに 静かであれば 静かだった 静かでない"),
    ],
)
def test_an_adjective_in_its_forms(adjective, forms):
    found = inflect(adjective)
    assert [found[form] for form in ("体", "普", "て", "く", "ば", "過", "否")] == forms.split()
