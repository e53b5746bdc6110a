"""Where a database may lie: SQLite needs a disk of this machine, not a share or a synchronised folder."""

from __future__ import annotations

import sys
from pathlib import Path

import psutil
import sqlalchemy as sa

from crm.domain.errors import Unusable
from crm.i18n import _

_NETWORK_SYSTEMS = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afpfs",
        "webdav",
        "davfs",
        "9p",
        "sshfs",
        "ceph",
        "glusterfs",
        "vboxsf",
        "vmhgfs",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.gvfsd-fuse",
        "fuse.vmhgfs-fuse",
    }
)
_SYNC_FOLDERS = (
    "onedrive",
    "dropbox",
    "google drive",
    "icloud",
    "nutstore",
    "坚果云",
    "百度网盘",
    "baidunetdisk",
    "baidusyncdisk",
    "wpsdrive",
    "wps云盘",
    "weiyun",
    "微云",
    "我的坚果云",
    "com~apple~clouddocs",
    "synologydrive",
)


def parse_location(location: str) -> sa.URL:
    """The URL of a PostgreSQL server as given, or of the SQLite file at that path.

    Raises Unusable with a sentence if such a place cannot hold a database.
    """
    if location.startswith("\\\\"):
        raise _on_network(location)
    if "://" in location:
        return _server_url(location)
    path = Path(location).expanduser().absolute()
    check_folder(path)
    return sa.URL.create("sqlite", database=str(path))


def _server_url(location: str) -> sa.URL:
    try:
        url = sa.make_url(location)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise Unusable(_("This is no address of a database: {text}").format(text=location)) from error
    if url.get_backend_name() == "sqlite":
        return parse_location(url.database or "")
    if url.get_backend_name() != "postgresql":
        raise Unusable(_("Only PostgreSQL servers and SQLite files can be opened."))
    return url.set(drivername="postgresql+psycopg")


def check_folder(path: Path) -> None:
    """Raises Unusable if `path` lies on a network share or in a synchronised folder, or is no file."""
    lies_in = path.resolve()  # a link may lead to a share
    if path.is_dir():
        raise Unusable(_("{path} is a folder; name a file in it.").format(path=path))
    for part in (*path.parts, *lies_in.parts):
        folded = part.casefold()
        if any(
            folded == name or folded.startswith((f"{name} ", f"{name}-", f"{name}("))
            for name in _SYNC_FOLDERS
        ):
            sentence = _(
                "{path} lies in a folder that is synchronised with other machines ({folder}). Two copies "
                "would overwrite each other. Choose a folder of this machine, or share through PostgreSQL."
            )
            raise Unusable(sentence.format(path=path, folder=part))
    if _is_network(lies_in):
        raise _on_network(str(path))


def _on_network(path: str) -> Unusable:
    sentence = _(
        "{path} lies on a network share, where a database file is damaged sooner or later. "
        "Choose a folder of this machine, or share through PostgreSQL."
    )
    return Unusable(sentence.format(path=path))


def _is_network(path: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        remote = 4  # DRIVE_REMOTE, winbase.h: a mapped drive letter
        if path.drive.startswith("\\\\"):
            return True  # what a link or a mapped drive letter stands for
        return bool(path.drive) and ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\") == remote
    kind = ""
    deepest = 0
    for entry in psutil.disk_partitions(all=True):
        mount = Path(entry.mountpoint)
        if path.is_relative_to(mount) and len(mount.parts) >= deepest:  # the later one lies on top
            deepest, kind = len(mount.parts), entry.fstype
    return kind.lower() in _NETWORK_SYSTEMS
