"""签约项目一览表: projects first signed in the period; a signing counts once (DOMAIN 3.3)."""

from __future__ import annotations

from crm.domain.stages import Stage
from crm.reports.definitions.event_list import EventList
from crm.reports.definitions.fields import field

USUAL = (
    field("seq"),
    field("reporting_unit", "责任单位", width=13),
    field("project_name", width=21),
    field("investor", "投资方", width=21),
    field("build_content", width=38),
    field("total_investment", width=10),
    field("phase1_investment", width=11),
    field("foreign_capital", width=11),
    field("land_mu", width=9),
    field("site", width=16),
    field("chain", width=11),
    field("agreement_kind", width=9),
    field("signed_on", width=11),
    field("how_far", width=19),
    field("introducer", width=13),
    field("remark", width=12),
)

REPORT = EventList(
    name="signed",
    title="签约项目一览表",
    stage=Stage.SIGNED,
    word="签约",
    units="单位：亿元、万美元、亩、个",
    fields=USUAL,
    figure="total_investment",
    figure_word="总投资",
).report()
