"""The shipped gazetteers hold together."""

import csv

from crm.paths import resource
from crm.reading import gazetteers
from crm.reading.known import NameKind
from crm.reading.zone_forms import province_short


def rows(file):
    with resource("lexicons", file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_codes_of_the_sector_words_stand_in_the_classifications():
    codes = {row["code"] for row in rows("industries.csv") if row["code"]}
    assert codes
    assert codes <= gazetteers.industry_names().keys()


def test_sector_words_stand_once():
    words = [
        word for row in rows("industries.csv") for word in (row["words"] + " " + row["products"]).split()
    ]
    assert len(words) > 600
    assert len(words) == len(set(words))


def test_aliases_lead_to_zones_of_the_list():
    assert set(gazetteers.zone_aliases().values()) <= gazetteers.zones().keys()
    assert not gazetteers.zone_aliases().keys() & gazetteers.zones().keys()


def test_every_zone_lies_in_a_known_province():
    assert {zone.province for zone in gazetteers.zones().values()} <= gazetteers.divisions().keys()
    assert {zone.level for zone in gazetteers.zones().values()} == {"national", "provincial"}


def test_forms_of_zones_are_no_bare_types():
    assert not {"开发区", "高新区", "经开区", "新区", "园区", "产业园"} & gazetteers.zone_forms().keys()


def test_divisions_know_where_they_lie():
    rudong = gazetteers.divisions()["江苏省南通市如东县"]
    assert rudong.parents == ("江苏省", "江苏省南通市")
    assert gazetteers.divisions()["北京市海淀区"].parents == ("北京市",)
    assert rudong.lies_in("江苏省南通市")
    assert not rudong.lies_in("江苏省苏州市")


def test_everyday_words_are_marked_as_such():
    names = {name.text: name for name in gazetteers.shipped_names() if name.kind is NameKind.REGION}
    assert names["和平"].common
    assert not names["如东"].common


def test_word_lists_are_there():
    assert "有限公司" in gazetteers.enterprise_suffixes()
    assert "发改委" in gazetteers.organisation_suffixes()
    assert not gazetteers.enterprise_suffixes() & gazetteers.organisation_suffixes()


def test_provinces_are_shortened():
    assert [province_short(name) for name in ("江苏省", "内蒙古自治区", "香港特别行政区", "江苏")] == [
        "江苏",
        "内蒙古",
        "香港",
        "江苏",
    ]


def test_the_files_are_small():
    assert sum(file.stat().st_size for file in resource("lexicons").iterdir()) < 3_000_000
