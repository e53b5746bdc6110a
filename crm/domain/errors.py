"""What can go wrong in a correct program; each says so in a sentence fit to show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class CrmError(Exception):
    """Something the user should be told; `str()` of it is the sentence."""


class NotFound(CrmError):
    """The record does not exist, or not any more."""


class Conflict(CrmError):
    """Somebody else changed the record since it was read; `theirs` is the record as it is now, if known."""

    def __init__(self, message: str, theirs: object = None) -> None:
        super().__init__(message)
        self.theirs = theirs


class Refused(CrmError):
    """The officer may not do this."""


class Busy(CrmError):
    """The database is held by somebody else for too long, or the server is out of reach."""


class Unreadable(CrmError):
    """A file, page or text from outside cannot be read; the sentence says why."""


class Unusable(CrmError):
    """A database, folder or setting cannot be used as it is; the sentence says what to do."""


class Locked(Unusable):
    """The database is no file of ours, or wants a passphrase or another one."""


class Doubtful(CrmError):
    """What was entered can be meant, but hardly; it is kept once the questions are answered with yes."""

    def __init__(self, questions: Iterable[str]) -> None:
        self.questions = tuple(questions)
        super().__init__("\n".join(self.questions))


class Unexplained(CrmError):
    """It can be meant, but others should be able to read why; it is done once a reason is given."""

    def __init__(self, sentences: Iterable[str], offered: Iterable[str] = ()) -> None:
        self.sentences = tuple(sentences)
        self.offered = tuple(offered)  # reasons that are often given
        super().__init__("\n".join(self.sentences))


class Cancelled(CrmError):
    """The user stopped a long task."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing wrong with one field; an empty field name means the whole form."""

    field: str
    message: str


class ValidationError(CrmError):
    """One or more fields cannot be saved as they are."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(fault.message for fault in self.faults))

    @classmethod
    def of(cls, field: str, message: str) -> ValidationError:
        """One fault of one field."""
        return cls([Fault(field=field, message=message)])


def require(faults: Iterable[Fault]) -> None:
    """Raises ValidationError if there are any faults."""
    found = tuple(faults)
    if found:
        raise ValidationError(found)
