"""Saved views: own ones, shared ones, and who may change them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm.domain.errors import Conflict, Refused, ValidationError


def names(crm) -> list[str]:
    return [view.name for view in crm.views.of_screen("projects")]


def test_own_views_are_seen_by_their_officer_alone(crm, office):
    crm.views.add("projects", "风电链", "{}")
    crm.office.sign_in(office.colleague.key)
    assert names(crm) == []
    crm.views.add("projects", "风电链", "{}", is_shared=True)
    crm.office.sign_in(office.me.key)
    assert names(crm) == ["风电链", "风电链"]


def test_a_name_is_given_once(crm, office):
    crm.views.add("projects", "风电链", "{}")
    with pytest.raises(ValidationError):
        crm.views.add("projects", " 风电链 ", "{}")
    with pytest.raises(ValidationError):
        crm.views.add("projects", " ", "{}")
    other = crm.views.add("projects", "储能", "{}")
    with pytest.raises(ValidationError):
        crm.views.save(replace(other, name="风电链"))


def test_a_view_is_renamed_shared_ordered_and_deleted(crm, office):
    first, second = (crm.views.add("projects", name, "{}") for name in ("风电链", "储能"))
    crm.views.reorder([second.key, first.key])
    assert names(crm) == ["储能", "风电链"]
    moved = next(view for view in crm.views.of_screen("projects") if view.id == first.id)
    crm.views.save(replace(moved, name="海上风电", is_shared=True))
    assert names(crm) == ["储能", "海上风电"]
    crm.views.delete(second.key)
    assert names(crm) == ["海上风电"]
    crm.history.undo()
    assert names(crm) == ["储能", "海上风电"]


def test_what_somebody_else_has_shared_is_changed_by_leaders_alone(crm, office):
    shared = crm.views.add("projects", "分管领导周会", "{}", is_shared=True)
    crm.office.sign_in(office.colleague.key)
    with pytest.raises(Refused):
        crm.views.save(replace(shared, name="我的"))
    with pytest.raises(Refused):
        crm.views.delete(shared.key)
    own = crm.views.add("projects", "我的", "{}", is_shared=True)
    crm.office.sign_in(office.me.key)  # a leader
    crm.views.save(replace(own, name="驻上海"))


def test_a_view_saved_by_somebody_else_is_not_overwritten(crm, office):
    view = crm.views.add("projects", "风电链", "{}", is_shared=True)
    crm.views.save(replace(view, settings='{"layout": "board"}'))
    with pytest.raises(Conflict):
        crm.views.save(replace(view, name="储能"))
