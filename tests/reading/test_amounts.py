"""Amounts of money in sentences written for the purpose."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.domain.reading import AmountSpan, Basis
from crm.reading.amounts import find

# sentence -> what is found, as "text value[..max] [currency if not CNY]"
FOUND = {
    "项目总投资12.5亿元。": ["12.5亿元 1250000000"],
    "项目总投资三千五百万元。": ["三千五百万元 35000000"],
    "计划投资二十亿元人民币。": ["二十亿元人民币 2000000000"],
    "总投资一点二亿元": ["一点二亿元 120000000"],
    "注册资本两亿元": ["两亿元 200000000"],
    "总投资１２．５亿元": ["１２．５亿元 1250000000"],
    "总投资 3.2 亿 元": ["3.2 亿 元 320000000"],
    "總投資57.6億元": ["57.6億元 5760000000"],
    "投资1,200万元": ["1,200万元 12000000"],
    "投入16,500,000元": ["16,500,000元 16500000"],
    "投资1亿2000万元": ["1亿2000万元 120000000"],
    "规模突破1.2万亿元": ["1.2万亿元 1200000000000"],
    "增资5千万元": ["5千万元 50000000"],
    "总投资5.4亿，占地30亩": ["5.4亿 540000000"],
    "注册资本3000万的公司": ["3000万 30000000"],
    "投资5.4亿建设生产线": ["5.4亿 540000000"],
    "20个亿的投资": ["20个亿 2000000000"],
    "总投资30个亿元": ["30个亿元 3000000000"],
    "产值可达5个多亿": ["5个多亿 500000000"],
    "招商引资突破200亿": ["200亿 20000000000"],
    "年产3000万台电视机": [],
    "形成硅片5亿片的产能": [],
    "年供气20亿立方米": [],
    "厂房30万平方米": [],
    "吸引游客2亿人次": [],
    "年发电1.5亿千瓦时": [],
    "总投资项目带来5亿颗芯片的订单": [],
    "投资建设年产2亿支注射器项目": [],
    "惠及人口1.2亿": [],
    "总投资3-10亿元": ["3-10亿元 300000000..1000000000"],
    "投资3亿至5亿元之间": ["3亿至5亿元 300000000..500000000"],
    "投资额5～8亿美元": ["5～8亿美元 500000000..800000000 USD"],
    "10亿元到12亿元": ["10亿元到12亿元 1000000000..1200000000"],
    "投资300—500万元": ["300—500万元 3000000..5000000"],
    "投资额10亿元-15亿元": ["10亿元-15亿元 1000000000..1500000000"],
    "从2998万美元到17203万美元": ["2998万美元 29980000 USD", "17203万美元 172030000 USD"],
    "2023-10亿元": ["10亿元 1000000000"],
    "1-5月完成投资47.7亿元": ["47.7亿元 4770000000"],
    "投资数亿元": ["数亿元 None"],
    "累计上百亿元": ["上百亿元 None"],
    "几十亿元的订单": ["几十亿元 None"],
    "数千万元": ["数千万元 None"],
    "产值超百亿元的企业": ["百亿元 None"],
    "投入十几亿元": ["十几亿元 None"],
    "投资三五亿元": ["三五亿元 None"],
    "亿元以上项目12个": [],
    "打造百亿级产业": [],
    "千亿级集群": [],
    "培育500亿元级园区": [],
    "百亿元企业3家": [],
    "5亿元以上项目8个": ["5亿元 500000000"],
    "投资超10亿元的项目": ["10亿元 1000000000"],
    "US$3,000万": ["US$3,000万 30000000 USD"],
    "投资$5,000万": ["$5,000万 50000000 USD"],
    "美金200万，人民币3亿": ["美金200万 2000000 USD", "人民币3亿 300000000"],
    "1亿美元2亿元": ["1亿美元 100000000 USD", "2亿元 200000000"],
    "到账200万美金": ["200万美金 2000000 USD"],
    "2亿欧元": ["2亿欧元 200000000 EUR"],
    "100万港币": ["100万港币 1000000 HKD"],
    "500亿日元": ["500亿日元 50000000000 JPY"],
    "8000万英镑": ["8000万英镑 80000000 GBP"],
    "9亿韩元": ["9亿韩元 900000000 KRW"],
    "30亿新台币": ["30亿新台币 3000000000 TWD"],
    "折合人民币3.4亿元": ["人民币3.4亿元 340000000"],
    "100亿元人民币": ["100亿元人民币 10000000000"],
    "均价1200元/平方米": ["1200元 1200"],
    "每亩补贴3万元": ["3万元 30000"],
    "三元材料与二元论": [],
    "迎接2023元旦": [],
    "开局元年": [],
    "500元件库": [],
    "奖励五百元": ["五百元 500"],
    "累计纳税20多亿元": ["20多亿元 2000000000"],
    "设备投资3500余万元": ["3500余万元 35000000"],
    "销售1亿多元": ["1亿多元 100000000"],
    "到位资金两百多万美元": ["两百多万美元 2000000 USD"],
    "利税38亿元、税收4亿元": ["38亿元 3800000000", "4亿元 400000000"],
    "（其中一期5亿元）": ["5亿元 500000000"],
    "融资近8000万，": ["8000万 80000000"],
    "GDP超3000亿，": ["3000亿 300000000000"],
    "没有任何数字": [],
    "万一失败，亿万富翁也会破产": [],
    "上亿元": ["上亿元 None"],
    "集团总资产超3万亿、员工8万多人": ["3万亿 3000000000000"],
    "总投资432亿元的87个亿元以上重大项目": ["432亿元 43200000000"],
}


def _told(span: AmountSpan) -> str:
    parts = [span.text, str(span.value)]
    if span.value_max is not None:
        parts[1] += f"..{span.value_max}"
    if span.currency != "CNY":
        parts.append(span.currency)
    return " ".join(parts)


@pytest.mark.parametrize(("sentence", "wanted"), FOUND.items())
def test_amounts_are_found_exactly(sentence: str, wanted: list[str]) -> None:
    assert [_told(span) for span in find(sentence)] == wanted


QUALIFIED = {
    "总投资约10亿元": "约",
    "总投资超过10亿元": "超过",
    "总投资不低于10亿元": "不低于",
    "总投资近10亿元": "近",
    "总投资10亿元以上": "以上",
    "总投资10余亿元": "余",
    "利税应在3000万左右": "左右",
    "投资高达10亿元": "高达",
    "总投资10亿元": None,
}


@pytest.mark.parametrize(("sentence", "qualifier"), QUALIFIED.items())
def test_the_qualifier_is_kept_apart(sentence: str, qualifier: str | None) -> None:
    (span,) = find(sentence)
    assert span.qualifier == qualifier


MEASURED = {
    "总投资10亿元（其中一期5亿元）": [Basis.TOTAL, Basis.PHASE1],
    "项目一期投资20亿元，二期投资30亿元": [Basis.PHASE1, Basis.OTHER],
    "年新增产值235亿元、利税38亿元": [Basis.OUTPUT, Basis.PROFIT_AND_TAX],
    "可实现营业收入50亿元，税收4亿元": [Basis.SALES, Basis.TAX],
    "协议外资总投资额5000万美元": [Basis.FOREIGN],
    "固定资产投资8亿元": [Basis.FIXED_ASSETS],
    "签约总额120亿元": [Basis.CONTRACT],
    "到位资金2亿元": [Basis.IN_PLACE],
    "注册资本1亿元": [Basis.REGISTERED_CAPITAL],
    "四年内实现39亿元产值": [Basis.OUTPUT],
    "对投资5亿元以上的企业奖励200万元": [Basis.THRESHOLD, Basis.OTHER],
    "投资超10亿元的项目落户": [Basis.THRESHOLD],
    "总投资超10亿元的星河电池项目": [Basis.TOTAL],
    "总投资3亿元、5亿元的两个项目": [Basis.TOTAL, Basis.TOTAL],
    "总投资10亿元的电池项目和5亿元的电机项目": [Basis.TOTAL, Basis.TOTAL],
    "实现净利润3亿元": [Basis.OTHER],
}


@pytest.mark.parametrize(("sentence", "bases"), MEASURED.items())
def test_what_an_amount_measures_is_told_by_its_words(sentence: str, bases: list[Basis]) -> None:
    assert [span.basis for span in find(sentence)] == bases


@settings(deadline=None)
@given(
    st.decimals(min_value="0.01", max_value=9999, places=2),
    st.sampled_from([("万", 10**4), ("亿", 10**8)]),
    st.sampled_from([("元", "CNY"), ("美元", "USD"), ("欧元", "EUR"), ("港元", "HKD")]),
    st.sampled_from(["总投资", "计划总投资约", "税收超过", "注册资本为"]),
)
def test_any_written_amount_is_read_back_exactly(
    figure: Decimal, scale: tuple[str, int], currency: tuple[str, str], before: str
) -> None:
    (span,) = find(f"项目{before}{figure}{scale[0]}{currency[0]}，占地30亩。")
    assert (span.value, span.currency) == (int(figure * scale[1]), currency[1])


@settings(deadline=None)
@given(st.text(alphabet="总投资约数几上百千万亿元个多余美人民币$,，.-至12三五 项目的以级\n", max_size=80))
def test_any_text_yields_only_quotes_in_order(text: str) -> None:
    floor = 0
    for span in find(text):
        assert text[span.start : span.end] == span.text
        assert span.start >= floor
        floor = span.end
