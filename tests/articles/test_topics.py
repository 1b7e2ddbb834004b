"""Topics of a sentence, by the lexicon and by its own examples."""

import pytest

from articles.topics import find_topics, find_topics_under, topic_rules, topics_of
from schemas.vocabularies import Topic


def _names(text: str) -> list[str]:
    return [str(topic) for topic in find_topics(text)]


@pytest.mark.parametrize("rule", topic_rules(), ids=lambda rule: rule.rule_id)
def test_examples_of_each_rule_hold(rule):
    topics = set(topics_of(rule))
    if topics:
        assert topics <= set(find_topics(rule.positive))
        assert not topics & set(find_topics(rule.negative))
    else:
        assert find_topics(rule.positive) == ()
        assert find_topics(rule.negative) != ()


def test_every_topic_but_other_has_a_rule():
    assert {topic for rule in topic_rules() for topic in topics_of(rule)} == set(Topic) - {Topic.OTHER}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hai bên thích ứng với biến đổi khí hậu", ["climate_adaptation"]),
        ("Hai bên ứng phó với biến đổi khí hậu", ["climate_change"]),
        ("Hai bên bàn về biến đổi khí hậu và thích ứng với biến đổi khí hậu", ["climate_adaptation", "climate_change"]),
        ("bảo vệ môi trường, biến đổi khí hậu, nước sạch", ["water", "climate_change", "environmental_governance"]),
        ("điện gió, rừng ngập mặn, tín chỉ carbon", ["energy", "forests", "carbon_markets"]),
        ("rác thải nhựa đại dương", ["waste", "ocean"]),
        ("hợp tác về môi trường và năng lượng", ["energy"]),
        ("hợp tác trong lĩnh vực môi trường", ["environmental_governance"]),
        ("Bộ trưởng Bộ Tài nguyên và Môi trường thăm Lào", []),
        ("cải thiện môi trường đầu tư kinh doanh", []),
        ("tiến tới trung hoà carbon", ["climate_mitigation"]),
        ("TIẾN TỚI TRUNG HÒA CARBON", ["climate_mitigation"]),
        ("nhà máy thuỷ điện, nhà máy thủy điện", ["energy"]),
        ("ô nhiễm bụi PM2,5", ["air_quality"]),
        ("phòng, chống thiên tai", ["disaster_risk"]),
        ("", []),
        ("   ", []),
    ],
)
def test_topics_of_a_clause(text, expected):
    assert _names(text) == expected


@pytest.mark.parametrize(
    ("headline", "text", "expected"),
    [
        ("Quỹ bảo tồn rạn san hô ra mắt", "Đức sẽ góp một tỷ euro.", (Topic.BIODIVERSITY, Topic.OCEAN)),
        ("Quỹ bảo tồn rạn san hô ra mắt", "Đức sẽ mở rộng điện gió.", (Topic.ENERGY,)),
        ("Thủ tướng thăm Lào", "Hai bên sẽ mở thêm đường bay.", ()),
        (None, "Đức sẽ góp một tỷ euro.", ()),
    ],
)
def test_a_sentence_without_a_topic_takes_its_headlines(headline, text, expected):
    assert find_topics_under(headline, text) == expected


def test_terms_are_whole_words():
    assert _names("Tập đoàn EPRX và NDCA họp mặt") == []


def test_adversarial_repetition_is_linear():
    assert _names("ứng phó với biến đổi khí " * 40_000) == []
    assert _names("rác thải nhựa " * 40_000) == ["waste"]
