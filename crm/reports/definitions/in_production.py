"""新投产项目一览表: projects that began to produce in the period (DOMAIN 3.3)."""

from __future__ import annotations

from crm.domain.stages import Stage
from crm.reports.definitions.event_list import EventList
from crm.reports.definitions.fields import field

USUAL = (
    field("reporting_unit", "单位", width=12),
    field("seq"),
    field("local_name", width=23),
    field("investor", "外来投资方名称", width=21),
    field("legal_representative", width=8),
    field("registered_on", width=11),
    field("registered_capital", width=10),
    field("total_investment", width=10),
    field("funds_in_place", "累计实际\n到资总额\n（亿元）", width=11),
    field("build_content", "项目建设内容", width=44),
    field("sector", width=9),
    field("production_on", width=11),
    field("site", width=18),
    field("land_mu", width=9),
    field("remark", width=14),
)

REPORT = EventList(
    name="in_production",
    title="新投产项目一览表",
    stage=Stage.IN_PRODUCTION,
    word="新投产",
    units="单位：亿元、万元、亩、个",
    fields=USUAL,
    figure="funds_in_place",
    figure_word="累计实际到资",
).report()
