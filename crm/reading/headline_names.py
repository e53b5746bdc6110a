"""Names that an article tells in its headline alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from crm.domain.reading import EnterpriseSpan, HeadlineNames, Span
from crm.reading.scenes import Findings

AnySpan = TypeVar("AnySpan", bound=Span)

# Rules of firms that need nothing around them.
_CERTAIN = ("全称", "已知名称", "知名企业")


def only_there(title: str, told: Findings, body: Findings) -> HeadlineNames:
    """What `told`, the finds of the headline in simplified characters, holds that is no form of the `body`.

    A headline is too short to vouch for a park that no list knows. The names are given as `title` has them.
    """
    firms = _firms(told.title or "", told.enterprises, body.enterprises)

    def written(spans: Iterable[AnySpan]) -> tuple[AnySpan, ...]:
        return tuple(replace(span, text=title[span.start : span.end]) for span in spans)

    return HeadlineNames(
        zones=written(_new((zone for zone in told.zones if zone.name), body.zones)),
        regions=written(_new(told.regions, body.regions)),
        enterprises=written(_new(firms, body.enterprises)),
    )


def _new(spans: Iterable[AnySpan], known: Iterable[Span]) -> Iterator[AnySpan]:
    forms = {span.text for span in known}
    for span in spans:
        if span.text not in forms:
            forms.add(span.text)
            yield span


def _firms(
    title: str, spans: Iterable[EnterpriseSpan], known: Sequence[EnterpriseSpan]
) -> Iterator[EnterpriseSpan]:
    """The certain firms, each with the form of the body that it runs into (砺桥|远桥光电)."""
    names = {span.text: span.name for span in known}
    for span in spans:
        if span.rule not in _CERTAIN:
            continue
        end, name = span.end, names.get(span.name, span.name)
        for form in names:
            at = title.find(form, max(0, span.start - len(form)), span.end + len(form))
            if span.start < at < span.end < at + len(form):
                end, name = at + len(form), names[form]
        yield replace(span, text=title[span.start : end], end=end, name=name)
