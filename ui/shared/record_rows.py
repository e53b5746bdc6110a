"""Projects, articles, contacts and enterprises as link rows, the same on every page."""

from __future__ import annotations

from datetime import date

from crm.domain.rows import ArticleRow, ContactRow, EnterpriseRow, ProjectRow
from crm.domain.timeline import ArticleTold
from crm.i18n import _
from ui.shared.cells import Badge, BadgeTone
from ui.shared.directory_labels import grade_badge, role_badge
from ui.shared.labels import also_in, day, stage_name, stage_place, stalled_badge, sum_of
from ui.shared.link_rows import LinkRow


def project_row(row: ProjectRow, today: date) -> LinkRow:
    """Enterprise, project, stage, amount and what comes next."""
    told = [stage_name(row.stage), sum_of(row.total_investment) or _("no amount"), row.owner]
    late = row.next_follow_up_on is not None and row.next_follow_up_on < today
    badge = stalled_badge(row.stalled_days, row.stall_level)
    following = day(row.next_follow_up_on, today)
    return LinkRow(
        key=row.id,
        lead=row.enterprise,
        text=row.name,
        detail="  ".join(filter(None, told)),
        stage=stage_place(row.stage),
        right=_("next {day}").format(day=following) if following else _("no plan"),
        right_tone="red" if late else "t3",
        right_icon="overdue" if late else "",
        badges=(badge,) if badge else (),
    )


def article_row(row: ArticleRow, role: str, today: date) -> LinkRow:
    """Headline, outlet, day and the role the record has there."""
    told = "·".join(filter(None, [row.source, day(row.published_on, today), also_in(row.reprint_count)]))
    return LinkRow(key=row.id, text=row.title, detail=told, icon="article", badges=role_badge(role))


def told_row(told: ArticleTold, today: date) -> LinkRow:
    """Headline, the sentence that names the record, its role, outlet and day."""
    row = told.row
    where = "  ".join(filter(None, [row.source, day(row.published_on, today), also_in(row.reprint_count)]))
    of = (Badge(text=told.of, tone=BadgeTone.OUTLINE),) if told.of else ()
    return LinkRow(
        key=row.id,
        text=row.title,
        detail=f"“{told.quote}”" if told.quote else "",
        right=where,
        icon="article",
        badges=(*of, *role_badge(told.role)),
        tip="\n".join(filter(None, [row.title, told.quote])),
    )


def contact_row(row: ContactRow, today: date) -> LinkRow:
    """Name, post, how to reach them, whether they decide or have left, and when we last talked."""
    reach = row.phone or row.wechat
    badges = () if row.is_current else (Badge(text=_("left")),)
    if row.is_current and row.is_decision_maker:
        badges = (Badge(text=_("decides"), tone=BadgeTone.ACCENT),)
    until = _("to {day}").format(day=day(row.until, today)) if row.until and not row.is_current else ""
    return LinkRow(
        key=row.id,
        lead=row.name,
        detail="  ".join(filter(None, [row.title, until, reach if row.is_current else ""])),
        badges=badges,
        right=day(row.last_contact_on, today),
        icon="leader" if row.is_main else "contact",
        tone="t1" if row.is_current else "t3",
    )


def enterprise_row(row: EnterpriseRow, today: date) -> LinkRow:
    """Short name, region, grade and the last contact."""
    last = day(row.last_contact_on, today)
    return LinkRow(
        key=row.id,
        lead=row.short_name or row.name,
        text=row.region,
        detail=_("last contact {day}").format(day=last) if last else _("not talked to yet"),
        badges=grade_badge(row.grade),
        tip=row.name,
    )
