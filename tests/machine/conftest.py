"""Failed comparisons of the rules are told with their values, as those of tests are."""

import pytest

pytest.register_assert_rewrite("tests.machine")
