"""An article that is kept, read again with the names the office has now."""

from __future__ import annotations

import json

from crm.domain.articles import Article, ArticleText
from crm.domain.reading import Furniture, FurnitureKind, Page, Reading
from crm.reading.reader import read
from crm.services.steps.known_names import Names
from crm.services.steps.suggestions import with_short_forms


def furniture_of(text: ArticleText) -> tuple[Furniture, ...]:
    """What was cut from around a text."""
    return tuple(
        Furniture(kind=FurnitureKind(kind), text=piece) for kind, piece in json.loads(text.furniture)
    )


def reading_of(article: Article, text: ArticleText, names: Names) -> Reading:
    """Everything that is found in a text of an article."""
    page = Page(
        title=article.title,
        published=article.published_on,
        source=article.source or None,
        publishing_zone=article.publishing_zone or None,
        body=text.body,
        furniture=furniture_of(text),
        author=article.author or None,
        flags=article.flags,
    )
    return with_short_forms(read(page, names.lexicon), names.book)
