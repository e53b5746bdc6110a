"""Frozen values to plain JSON and back: for the change log, drafts and child processes."""

from __future__ import annotations

import base64
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: object) -> Any:
    """`value` as dicts, lists, strings, numbers, booleans and None."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, dict):
        return {str(key): to_plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [to_plain(entry) for entry in value]
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no plain form")


def from_plain(kind: type[T], plain: Any) -> T:
    """The value of type `kind` that `to_plain` made `plain` from; unknown keys are ignored.

    Raises ValueError, TypeError or KeyError if `plain` has another shape.
    """
    return cast(T, _reader(cast(Any, kind))(plain))


def part_from_plain(kind: type, plain: Mapping[str, Any]) -> dict[str, Any]:
    """Values of those fields of the dataclass `kind` that `plain` names; unknown names are left out."""
    readers = _field_readers(kind)
    return {name: readers[name](value) for name, value in plain.items() if name in readers}


Convert = Callable[[Any], Any]


@cache
def _reader(kind: Any) -> Convert:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _optional_reader(get_args(kind))
    if origin in (tuple, list, frozenset):
        return _sequence_reader(origin, get_args(kind))
    if origin is dict:
        return lambda plain: dict(plain)
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    return _scalar_reader(kind)


def _optional_reader(options: tuple[Any, ...]) -> Convert:
    solid = [option for option in options if option is not type(None)]
    if len(solid) > 1:  # a union of scalars cannot be told apart in JSON: taken as it is
        return lambda plain: plain
    read = _reader(solid[0])
    return lambda plain: None if plain is None else read(plain)


def _sequence_reader(origin: Any, options: tuple[Any, ...]) -> Convert:
    if origin is tuple and not (len(options) == 2 and options[1] is Ellipsis):
        readers = [_reader(option) for option in options]
        return lambda plain: tuple(read(entry) for read, entry in zip(readers, plain, strict=True))
    read = _reader(options[0])
    return lambda plain: origin(read(entry) for entry in plain)


@cache
def _field_readers(kind: Any) -> dict[str, Convert]:
    hints = get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in fields(kind)}


def _dataclass_reader(kind: Any) -> Convert:
    return lambda plain: kind(**part_from_plain(kind, plain))


def _scalar_reader(kind: Any) -> Convert:
    if kind is datetime or kind is date:
        return cast(Convert, kind.fromisoformat)
    if kind is Decimal:
        return Decimal
    if kind is bytes:
        return base64.b64decode
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return lambda plain: plain
