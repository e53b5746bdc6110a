"""Projects, articles, contacts and enterprises as link rows, the same on every page."""

from __future__ import annotations

from datetime import date

from crm.domain.rows import ArticleRow, ContactRow, EnterpriseRow, ProjectRow
from crm.i18n import _
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


def contact_row(row: ContactRow, today: date) -> LinkRow:
    """Name, post, how to reach them, and when we last did."""
    reach = row.phone or row.wechat
    left = "" if row.is_current else _("left")
    return LinkRow(
        key=row.id,
        lead=row.name,
        text=left,
        detail="  ".join(filter(None, [row.title, reach])),
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
