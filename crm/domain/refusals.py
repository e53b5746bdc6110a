"""What a drive, a folder or another program refuses, told so that the user knows what to do."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import PurePath

from crm.domain.errors import Unusable
from crm.i18n import _


@contextlib.contextmanager
def refusals_told(path: PurePath) -> Iterator[None]:
    """Within the block, an OSError while `path` is written is raised as Unusable with a sentence."""
    try:
        yield
    except OSError as error:
        raise Unusable(why_not_written(path, error)) from error


def why_not_written(path: PurePath, error: OSError) -> str:
    """The sentence for an error met while writing `path`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        sentence = _("There is no space left for “{path}”. Make room on the drive or choose another folder.")
    elif error.errno == errno.EROFS:
        sentence = _("“{path}” lies on a drive that cannot be written to. Choose another folder.")
    elif isinstance(error, FileNotFoundError):
        sentence = _("The folder of “{path}” does not exist or is out of reach. Choose another folder.")
    elif error.errno == errno.ENAMETOOLONG:
        sentence = _("The name “{path}” is too long for the drive. Choose a shorter one.")
    elif isinstance(error, IsADirectoryError):
        sentence = _("“{path}” is a folder. Choose another file name.")
    elif isinstance(error, PermissionError):
        sentence = _(
            "“{path}” cannot be written: it is open in another program, or you may not write there. "
            "Close the file and try again, or choose another name."
        )
    else:
        sentence = _("“{path}” cannot be written: {reason}")
    return sentence.format(path=path, reason=error.strerror or error)
