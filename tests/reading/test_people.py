"""People and their titles in sentences written for the purpose; every name is invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.reading.people import find
from tests.bounds import calls, ends

Told = tuple[str, str | None, str | None]

TOLD: dict[str, list[Told]] = {
    "东河经济开发区党工委副书记、管委会主任周渠在考察中说。": [
        ("周渠", "党工委副书记、管委会主任", "东河经济开发区")
    ],
    "县发改委党组书记、主任于海波介绍": [("于海波", "党组书记、主任", "县发改委")],
    "南山市委常委、东湖区委书记、南山开发区党工委书记、管委会主任陈立杰出席": [
        ("陈立杰", "南山市委常委、东湖区委书记、党工委书记、管委会主任", "南山开发区")
    ],
    "青江市长李国强会见了客人": [("李国强", "市长", "青江市")],
    "青江市市长李国强": [("李国强", "市长", "青江市")],
    "副市长白峰一同参加": [("白峰", "副市长", None)],
    "园区工作人员于凤霞向记者介绍": [("于凤霞", "工作人员", "园区")],
    "南山市委副书记、市长吴新明，市委常委、常务副市长陆卫东参加": [
        ("吴新明", "市委副书记、市长", "南山市"),
        ("陆卫东", "市委常委、常务副市长", None),
    ],
    "副市长王某某、赵某某，市政府秘书长李强等参加": [
        ("王某某", "副市长", None),
        ("赵某某", "副市长", None),
        ("李强", "市政府秘书长", None),
    ],
    "青江市领导翁明杰、吴家荣及海星电器董事长朱江洪、总裁董明珍参加": [
        ("翁明杰", "领导", "青江市"),
        ("吴家荣", "领导", "青江市"),
        ("朱江洪", "董事长", "海星电器"),
        ("董明珍", "总裁", None),
    ],
    "县领导魏宏斌、杨健参加仪式": [("魏宏斌", None, None), ("杨健", None, None)],
    "东屿（江北）智慧能源有限公司总经理谭斌说": [("谭斌", "总经理", "东屿（江北）智慧能源有限公司")],
    "会见了专程前来的海星集团监事会主席王安喜一行": [("王安喜", "监事会主席", "海星集团")],
    "魏大山（恒远集团董事长）表示": [("魏大山", "董事长", "恒远集团")],
    "会上，李明任县委书记": [("李明", "县委书记", None)],
    "周强主任指出，刘建军书记要求": [("周强", "主任", None), ("刘建军", "书记", None)],
    "李国晨副总经理介绍": [("李国晨", "副总经理", None)],
    "创始人兼CEO陈晓东出席": [("陈晓东", "创始人兼CEO", None)],
    "恒远集团副总裁兼华东区总经理许志伟到访": [("许志伟", "副总裁兼华东区总经理", "恒远集团")],
    "党委书记 董事长 林国强致辞": [("林国强", "党委书记、董事长", None)],
    "董事长：李建华": [("李建华", "董事长", None)],
    "副总经理（主持工作）李晨参加": [("李晨", "副总经理", None)],
    "公司董事长司马光明、总经理上官云飞来访": [
        ("司马光明", "董事长", "公司"),
        ("上官云飞", "总经理", None),
    ],
    "首席执行官马克·约翰逊参加签约": [("马克·约翰逊", "首席执行官", None)],
    "首席执行官马克·约翰逊昨日表示": [("马克·约翰逊", "首席执行官", None)],
    "自治州副州长艾尔肯·吐尔逊出席": [("艾尔肯·吐尔逊", "副州长", "自治州")],
    "招商中心主任 程诗雅 副主任 吴　迪": [("程诗雅", "主任", "招商中心"), ("吴迪", "副主任", None)],
    "东河经济技术开发区张腾主任，星海科技集团李治总经理": [("张腾", "主任", None)],
    "市领导朱汉桥、能荣、陈洪思及有关部门": [
        ("朱汉桥", None, None),
        ("能荣", None, None),
        ("陈洪思", None, None),
    ],
    "恒远投资董事长黄文海、远洋时代总裁曾毓林": [
        ("黄文海", "董事长", "恒远投资"),
        ("曾毓林", "总裁", "远洋时代"),
    ],
    "与绿源基金韩树旺董事长会谈": [("韩树旺", "董事长", None)],
    "受香港新海集团主席蔡冠林委托": [("蔡冠林", "主席", "香港新海集团")],
    "CEO Tom Baker表示": [("Tom Baker", "CEO", None)],
    "县长张建为项目奠基": [("张建", "县长", None)],
    "县长李为民在会上讲话": [("李为民", "县长", None)],
    "董事长王建国冒雨检查工地": [("王建国", "董事长", None)],
    "王立新强调，要抓紧": [("王立新", None, None)],
    "草原市副市长诺敏分别介绍了情况": [("诺敏", "副市长", "草原市")],
    "副旗长乌恩其主持会议": [("乌恩其", "副旗长", None)],
    "常务副市长和国栋出席仪式": [("和国栋", "常务副市长", None)],
    "县委书记江平鹏，县长徐明参加": [("江平鹏", "县委书记", None), ("徐明", "县长", None)],
    "按照李云飞书记的要求": [("李云飞", "书记", None)],
    "在周建平常务副主席的指导下": [("周建平", "常务副主席", None)],
    "市政府秘书长孙立参加活动": [("孙立", "市政府秘书长", None)],
    "集团执行总裁欧阳文彬、副总裁诸葛明致辞": [
        ("欧阳文彬", "执行总裁", "集团"),
        ("诸葛明", "副总裁", None),
    ],
    "技术员赵晓龙告诉记者": [("赵晓龙", "技术员", None)],
    "市委书记魏简作推介发言": [("魏简", "市委书记", None)],
    "东河市长李勇称，要抓紧": [("李勇", "市长", "东河市")],
    "开发区党委书记周广发致贺词": [("周广发", "党委书记", "开发区")],
}


def _told(text: str) -> list[Told]:
    return [(person.name, person.title, person.body_name) for person in find(text)]


@pytest.mark.parametrize(("sentence", "wanted"), TOLD.items())
def test_people_are_found_with_their_titles(sentence: str, wanted: list[Told]) -> None:
    assert _told(sentence) == wanted


NOBODY = [
    "主任会议研究决定",
    "书记指出要抓项目",
    "董事长表示满意",
    "副市长率队考察",
    "主任一行参观",
    "市委书记高度重视",
    "市长高新区调研",
    "局长江苏行",
    "地区长江经济带发展迅速",
    "总经理高效推进项目",
    "区委书记黄石市调研",
    "海门市长来了，吉利总裁表示",
    "企业代表金风科技发言",
    "县委书记、县长共同见证",
    "董事长：高度重视",
    "本报记者王小明报道",
    "已经完成总工程量的95%",
    "江苏强调安全，项目表示进展，应该说不错",
    "院士工作站、主席台、书记处",
    "市长热线介绍，书记挂帅出席",
    "县长领衔参加，区长带队介绍情况",
    "县委书记项目现场听取汇报",
    "记者向海砺总经理了解到",
    "",
]


@pytest.mark.parametrize("sentence", NOBODY)
def test_words_behind_a_title_are_not_taken_for_names(sentence: str) -> None:
    assert find(sentence) == []


def test_a_later_mention_carries_the_title_it_was_introduced_with() -> None:
    text = "东河开发区管委会主任周渠参加考察。\n周渠认为，差距很大。"
    assert _told(text) == [("周渠", "管委会主任", "东河开发区")] * 2


def test_an_early_mention_takes_the_title_told_later() -> None:
    text = "县领导魏宏斌参加。县委书记魏宏斌讲话。"
    assert [person.title for person in find(text)] == ["县委书记", "县委书记"]


def test_the_same_name_elsewhere_settles_where_it_ends() -> None:
    text = "总经理何万川冒雨到场。何万川很忙，何万川也很累。"
    assert {person.name for person in find(text)} == {"何万川"}


def test_every_entry_says_by_which_rule_it_was_found() -> None:
    rules = {person.rule for person in find("县长张建参加。大家听张建介绍。李明强调。赵敏（恒远集团董事长）")}
    assert rules == {"title before name", "named again", "speaks", "name before title"}


@settings(deadline=None)
@given(st.text(alphabet="县长书记主任、，。（）王李国强张明说表示任副市领导和及·兼:董事 \n", max_size=80))
def test_any_text_yields_only_quotes_in_order(text: str) -> None:
    floor = 0
    for person in find(text):
        assert text[person.start : person.end] == person.text
        assert person.start >= floor
        floor = person.end


@pytest.mark.parametrize(
    "piece",
    ["1", "一", "(", "（董", "书记张", "市长王、", "王·", "书记王强强", "书记、", "王强表示", "任", "兼"],
)
def test_work_grows_with_length_and_not_faster(piece: str) -> None:
    with ends():
        short, long = (calls(lambda count=count: find(piece * count)) for count in (2_000, 8_000))
    assert long < 6 * short + 1000
