"""Office-holders by date: who held which post when an article spoke, and what it says against that."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from crm.data.queries import ledger as ledger_queries
from crm.data.reader import Reader
from crm.data.writer import Writer
from crm.domain.articles import MentionState
from crm.domain.directory import Contact
from crm.domain.posts import single_posts
from crm.domain.reading import PersonSpan
from crm.domain.records import Ref
from crm.domain.review import Certainty, Group, Suggestion, SuggestionKind
from crm.i18n import N_, _

POST_CHANGE = N_("another holder of a post")  # rule of the suggestion


@dataclass(frozen=True, kw_only=True)
class Posts:
    """The holders of posts by body on the day of an article, and what was said not to be a change."""

    holders: Mapping[Ref, tuple[Contact, ...]] = field(default_factory=dict)
    dismissed: Collection[tuple[int, str]] = ()  # contact that keeps the post, name of the other

    def conflict(self, body: Ref, name: str, title: str) -> Contact | None:
        """Who holds a post there that the article gives to somebody of another name."""
        posts = single_posts(title)
        held = [one for one in self.holders.get(body, ()) if posts & single_posts(one.title)]
        if not held or any(one.name == name for one in held):
            return None
        return None if (held[0].key, name) in self.dismissed else held[0]


NO_POSTS = Posts()


def posts_on(
    reader: Reader, firms: Collection[int], zones: Collection[int], article_id: int | None, day: date
) -> Posts:
    """The holders of posts in these bodies on a day; dismissals in other articles count."""
    holders: dict[Ref, tuple[Contact, ...]] = {}
    for kind, ids in (("enterprise", firms), ("zone", zones)):
        for contact in reader.among(Contact, f"{kind}_id", ids):
            if contact.holds_post_on(day):
                body = Ref(kind=kind, id=getattr(contact, f"{kind}_id"))
                holders[body] = (*holders.get(body, ()), contact)
    known = [one.key for some in holders.values() for one in some]
    told = ledger_queries.decided(reader, POST_CHANGE, MentionState.REJECTED, "contact", known)
    dismissed = {
        (mention.target_id, mention.text)
        for mention in told
        if mention.target_id is not None and mention.article_id != article_id
    }
    return Posts(holders=holders, dismissed=dismissed)


def conflict_row(span: PersonSpan, body: str, holder: Contact, quote: str) -> Suggestion:
    """The row that tells an officer of the conflict; it is never ticked by itself."""
    title = span.title or ""
    sentence = _("The article says that {title} of {body} is {name}; the records say {holder}.")
    return Suggestion(
        key=f"post:{holder.key}:{span.name}",
        kind=SuggestionKind.CHANGE_POST,
        name=f"{span.name} · {title}",
        reason=sentence.format(title=title, body=body, name=span.name, holder=holder.name),
        certainty=Certainty.OPEN,
        target_kind="contact",
        target=Ref(kind="contact", id=holder.key),
        found=span.name,
        rule=POST_CHANGE,
        text=span.name,
        start=span.start,
        end=span.end,
        quote=quote,
        group=Group.OPEN,
        title=title,
        body_name=body,
    )


def take_post(writer: Writer, holder_id: int, name: str, title: str, day: date) -> Contact:
    """Ends the interval of who held a post the day before, and opens that of the one who holds it now.

    Whoever is a contact of that body already keeps phone and mail, and leaves the post held so far.
    """
    holder = writer.get(Contact, holder_id)
    before = day - timedelta(days=1)
    firm_id, zone_id = holder.enterprise_id, holder.zone_id
    named = writer.all(Contact, name=name, enterprise_id=firm_id, zone_id=zone_id)
    here = [one for one in named if one.holds_post_on(day)]
    new = Contact(
        name=name, title=title, enterprise_id=firm_id, zone_id=zone_id, since=day, is_main=holder.is_main
    )
    for known in here[:1]:
        new = replace(new, phone=known.phone, mail=known.mail, wechat=known.wechat)
        writer.save(replace(known, until=_ended(known, before), is_main=False))
    writer.save(replace(holder, until=_ended(holder, before), is_main=False))
    return writer.save(new)


def _ended(contact: Contact, on: date) -> date:
    return on if contact.since is None else max(on, contact.since)
