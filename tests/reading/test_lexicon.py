"""Known names found in running text."""

from hypothesis import given
from hypothesis import strategies as st

from crm.reading.known import KnownName, NameKind, normalised, simplify
from crm.reading.lexicon import Lexicon


def firm(text, name=None, **more):
    return KnownName(text=text, kind=NameKind.ENTERPRISE, name=name or text, **more)


def stop(text):
    return KnownName(text=text, kind=NameKind.STOP, name=text)


def found(lexicon, text):
    return [(hit.text, hit.start, hit.end) for hit in lexicon.hits(text)]


def test_the_longest_name_wins():
    lexicon = Lexicon.of([firm("海岳"), firm("海岳重工"), firm("重工集团")])
    assert found(lexicon, "走访海岳重工集团") == [("海岳重工", 2, 6)]


def test_of_two_equally_long_names_the_left_one_wins():
    lexicon = Lexicon.of([firm("东海"), firm("海南")])
    assert found(lexicon, "东海南部") == [("东海", 0, 2)]


def test_of_two_equally_long_names_an_everyday_word_loses():
    lexicon = Lexicon.of([firm("和龙", common=True), firm("龙海")])
    assert found(lexicon, "漳州和龙海") == [("龙海", 3, 5)]


def test_a_stop_word_swallows_what_lies_inside():
    lexicon = Lexicon.of([firm("北京"), stop("北京时间")])
    assert found(lexicon, "北京时间九点,北京") == [("北京", 7, 9)]


def test_a_name_of_the_office_beats_a_shipped_stop_word():
    lexicon = Lexicon.of([stop("长江")]).extended([firm("长江", "长江电子有限公司")])
    assert [name.name for hit in lexicon.hits("长江来访") for name in hit.names] == ["长江电子有限公司"]


def test_a_stop_word_of_the_office_silences_a_shipped_name():
    lexicon = Lexicon.of([firm("平安")]).extended([stop("平安")])
    assert found(lexicon, "平安建设") == []


def test_all_alternatives_of_a_form_are_told():
    lexicon = Lexicon.of([firm("申联", "甲申联有限公司"), firm("申联", "乙申联有限公司")])
    (hit,) = lexicon.extended([firm("申联", "丙申联有限公司")]).hits("申联")
    assert [name.name for name in hit.enterprises] == [
        "丙申联有限公司",
        "甲申联有限公司",
        "乙申联有限公司",
    ]
    assert hit.zones == ()


def test_wide_letters_brackets_case_and_traditional_characters_are_one_spelling():
    lexicon = Lexicon.of([firm("晶澜(苏州)LED光电")])
    assert found(lexicon, "與晶瀾（蘇州）Ｌed光電簽約") == [("晶瀾（蘇州）Ｌed光電", 1, 12)]


def test_a_latin_name_is_not_found_inside_a_word():
    lexicon = Lexicon.of([firm("LED"), firm("5G")])
    assert found(lexicon, "sealed LEDs LED灯 15G 5G网") == [("LED", 12, 15), ("5G", 21, 23)]


def test_a_name_is_found_once_where_a_longer_one_would_not_fit_any_more():
    lexicon = Lexicon.of([firm("海岳"), firm("海岳重工")])
    assert [(hit.start, hit.end) for hit in lexicon.occurrences("海岳重工走访海岳")] == [
        (0, 2),
        (0, 4),
        (6, 8),
    ]


def test_a_name_of_one_character_is_found_inside_others_too():
    lexicon = Lexicon.of([firm("沪"), firm("沪东")])
    assert found(lexicon, "沪东与沪") == [("沪东", 0, 2), ("沪", 3, 4)]


def test_a_changed_lexicon_passes_over_what_is_gone_and_leaves_the_other_as_it_was():
    both = [firm("申联", "甲申联有限公司"), firm("申联", "乙申联有限公司")]
    lexicon = Lexicon.of(both)
    changed = lexicon.changed([firm("海岳")], both[:1])
    assert [name.name for hit in changed.hits("申联与海岳") for name in hit.names] == [
        "乙申联有限公司",
        "海岳",
    ]
    assert found(lexicon.changed([], both), "申联") == []
    assert found(lexicon, "申联与海岳") == [("申联", 0, 2)]
    assert lexicon.names("申联") == tuple(both)


def test_short_names_of_firms_are_hints():
    assert firm("海岳").is_hint
    assert not firm("海岳重工").is_hint
    assert firm("半导体", common=True).is_hint
    assert not KnownName(text="如东", kind=NameKind.REGION, name="如东县").is_hint


def test_names_tells_what_a_form_stands_for():
    lexicon = Lexicon.of([firm("海岳重工")])
    assert [name.name for name in lexicon.names("海嶽重工")] == ["海岳重工"]
    assert lexicon.names("海岳") == ()
    assert lexicon.names("") == ()


def test_an_empty_lexicon_finds_nothing():
    assert Lexicon.of([]).extended([firm(" ")]).hits("任何文字") == []


def test_shipped_regions_are_known_by_full_and_short_name():
    paths = [hit.names[0].detail for hit in Lexicon.shipped().hits("如东县，蘇州")]
    assert paths == ["江苏省南通市如东县", "江苏省苏州市"]


@given(st.text(max_size=200))
def test_spelling_keeps_the_length(text):
    assert len(normalised(text)) == len(text)
    assert len(simplify(text)) == len(text)


@given(st.text(alphabet="东海南北京时间LED蘇Ｌ（x", max_size=60))
def test_finds_match_the_text_and_do_not_overlap(text):
    names = ["东海", "海南", "海南北", "北京", "LED", "苏"]
    lexicon = Lexicon.of([*map(firm, names), stop("北京时间")])
    last = 0
    for hit in lexicon.hits(text):
        assert text[hit.start : hit.end] == hit.text
        assert hit.start >= last
        assert normalised(hit.text) in {normalised(name) for name in names}
        last = hit.end
