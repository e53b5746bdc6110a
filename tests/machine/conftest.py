"""Failed comparisons of the rules are told with their values, as those of tests are."""

import pytest

_COMPARING = (
    "officers",
    "seen",
    "articles",
    "follow_ups",
    "judging",
    "merging",
    "past",
    "projects",
    "stages",
)

pytest.register_assert_rewrite(*(f"tests.machine.{name}" for name in _COMPARING))
