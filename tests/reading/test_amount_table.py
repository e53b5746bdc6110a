"""Eighty strings of money with value, currency, qualifier and what is measured (口径), all to be exact."""

from __future__ import annotations

import pytest

from crm.reading.amounts import find

YI = 10**8
WAN = 10**4

# text: value, value_max, currency, basis, qualifier
TABLE: dict[str, tuple[int | None, int | None, str, str, str | None]] = {
    "总投资12亿元": (12 * YI, None, "CNY", "总投资", None),
    "计划总投资约12亿元": (12 * YI, None, "CNY", "总投资", "约"),
    "项目总投资达12.35亿元": (1_235_000_000, None, "CNY", "总投资", "达"),
    "投资总额8亿元": (8 * YI, None, "CNY", "总投资", None),
    "总投资额不低于200亿元": (200 * YI, None, "CNY", "总投资", "不低于"),
    "总投资近4亿元": (4 * YI, None, "CNY", "总投资", "近"),
    "总投资超过36亿元": (36 * YI, None, "CNY", "总投资", "超过"),
    "总投资逾5亿元": (5 * YI, None, "CNY", "总投资", "逾"),
    "总投资10亿元以上": (10 * YI, None, "CNY", "总投资", "以上"),
    "总投资10余亿元": (10 * YI, None, "CNY", "总投资", "余"),
    "总投资20多亿元": (20 * YI, None, "CNY", "总投资", "多"),
    "总投资10-20亿元": (10 * YI, 20 * YI, "CNY", "总投资", None),
    "总投资10亿-20亿元": (10 * YI, 20 * YI, "CNY", "总投资", None),
    "总投资3至5亿元": (3 * YI, 5 * YI, "CNY", "总投资", None),
    "总投资数亿元": (None, None, "CNY", "总投资", None),
    "总投资上百亿元": (None, None, "CNY", "总投资", None),
    "总投资几十亿元": (None, None, "CNY", "总投资", None),
    "总投资三五亿元": (None, None, "CNY", "总投资", None),
    "总投资1.2亿": (120_000_000, None, "CNY", "总投资", None),
    "总投资５．６亿元": (560_000_000, None, "CNY", "总投资", None),
    "总投资 6.5 亿 元": (650_000_000, None, "CNY", "总投资", None),
    "总投资12，000万元": (12_000 * WAN, None, "CNY", "总投资", None),
    "总投资12,000万元": (12_000 * WAN, None, "CNY", "总投资", None),
    "总投资二十亿元": (20 * YI, None, "CNY", "总投资", None),
    "总投资三千五百万元": (3500 * WAN, None, "CNY", "总投资", None),
    "总投资1亿2000万元": (12_000 * WAN, None, "CNY", "总投资", None),
    "总投资人民币5000万": (5000 * WAN, None, "CNY", "总投资", None),
    "总投资5000万元人民币": (5000 * WAN, None, "CNY", "总投资", None),
    "总投资1.5亿美元": (150_000_000, None, "USD", "总投资", None),
    "总投资3000万美元": (3000 * WAN, None, "USD", "总投资", None),
    "总投资2亿欧元": (2 * YI, None, "EUR", "总投资", None),
    "总投资10亿港元": (10 * YI, None, "HKD", "总投资", None),
    "总投资500亿日元": (500 * YI, None, "JPY", "总投资", None),
    "总投资4000亿韩元": (4000 * YI, None, "KRW", "总投资", None),
    "总投资6000万英镑": (6000 * WAN, None, "GBP", "总投资", None),
    "总投资9亿新台币": (9 * YI, None, "TWD", "总投资", None),
    "总投资800万美金": (800 * WAN, None, "USD", "总投资", None),
    "一期投资20亿元": (20 * YI, None, "CNY", "一期", None),
    "首期投资约3亿元": (3 * YI, None, "CNY", "一期", "约"),
    "其中一期5亿元": (5 * YI, None, "CNY", "一期", None),
    "一期总投资25亿元": (25 * YI, None, "CNY", "一期", None),
    "二期投资30亿元": (30 * YI, None, "CNY", "其他", None),
    "固定资产投资8亿元": (8 * YI, None, "CNY", "固投", None),
    "其中固定资产投资约2.4亿元": (240_000_000, None, "CNY", "固投", "约"),
    "完成固定资产投资100.66亿元": (10_066_000_000, None, "CNY", "固投", None),
    "协议投资额25亿元": (25 * YI, None, "CNY", "协议", None),
    "签约总额120亿元": (120 * YI, None, "CNY", "协议", None),
    "签约金额182亿元": (182 * YI, None, "CNY", "协议", None),
    "到位资金2亿元": (2 * YI, None, "CNY", "到位", None),
    "实际到位资金316.52亿元": (31_652_000_000, None, "CNY", "到位", None),
    "累计完成投资18亿元": (18 * YI, None, "CNY", "到位", None),
    "协议利用外资8.4亿美元": (840_000_000, None, "USD", "外资", None),
    "合同外资1.4亿美元": (140_000_000, None, "USD", "外资", None),
    "到位外资4000万美元": (4000 * WAN, None, "USD", "外资", None),
    "实际使用外资2亿美元": (2 * YI, None, "USD", "外资", None),
    "注册资本1亿元": (1 * YI, None, "CNY", "注册资本", None),
    "注册资金1500万美元": (1500 * WAN, None, "USD", "注册资本", None),
    "注册资本5000万元人民币": (5000 * WAN, None, "CNY", "注册资本", None),
    "年产值可达40亿元": (40 * YI, None, "CNY", "年产值", "达"),
    "达产后年产值约8亿元": (8 * YI, None, "CNY", "年产值", "约"),
    "预计新增年产值235亿元": (235 * YI, None, "CNY", "年产值", None),
    "四年内实现39亿元产值": (39 * YI, None, "CNY", "年产值", None),
    "年销售收入31420万元": (31_420 * WAN, None, "CNY", "销售", None),
    "实现开票销售1.2亿元": (120_000_000, None, "CNY", "销售", None),
    "年可实现营业收入50亿元": (50 * YI, None, "CNY", "销售", None),
    "年销售额将突破20亿元": (20 * YI, None, "CNY", "销售", "突破"),
    "年纳税1.6亿元": (160_000_000, None, "CNY", "税收", None),
    "税收5亿元以上": (5 * YI, None, "CNY", "税收", "以上"),
    "年缴税金约700万元": (700 * WAN, None, "CNY", "税收", "约"),
    "年利税5000万元左右": (5000 * WAN, None, "CNY", "利税", "左右"),
    "实现利税38亿元": (38 * YI, None, "CNY", "利税", None),
    "总投资5亿元以上的项目": (5 * YI, None, "CNY", "门槛", "以上"),
    "对投资超10亿元的企业": (10 * YI, None, "CNY", "门槛", "超"),
    "5亿元以上项目12个": (5 * YI, None, "CNY", "门槛", "以上"),
    "净利润3亿元": (3 * YI, None, "CNY", "其他", None),
    "奖励200万元": (200 * WAN, None, "CNY", "其他", None),
    "授信50亿元": (50 * YI, None, "CNY", "其他", None),
    "每亩补贴3万元": (3 * WAN, None, "CNY", "其他", None),
    "募集资金7.5亿元": (750_000_000, None, "CNY", "其他", None),
    "租金每月1200元": (1200, None, "CNY", "其他", None),
}


def test_the_table_has_eighty_strings() -> None:
    assert len(TABLE) == 80


@pytest.mark.parametrize(("text", "wanted"), TABLE.items())
def test_every_string_is_read_exactly(
    text: str, wanted: tuple[int | None, int | None, str, str, str | None]
) -> None:
    (span,) = find(text)

    assert (span.value, span.value_max, span.currency, str(span.basis), span.qualifier) == wanted
