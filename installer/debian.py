"""What a Debian-like system has to bring along: Qt's libraries, a Chinese font, for the tests PostgreSQL.

Found out by trying, not by asking for package names, so that any way of providing a thing counts.
Standard library only.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from installer.environment import SetupError

# Library that Qt loads -> the package that brings it. QtGui links to the first ones, so they are
# needed without a display as well; the others belong to the plugin that draws on X11.
LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-randr.so.0": "libxcb-randr0",
}
CHINESE_FONT = "fonts-noto-cjk"  # the one that has the rare characters of personal names too
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
POSTGRESQL_FOLDER = Path("/usr/lib/postgresql")


def missing_packages(for_tests: bool, libraries: Mapping[str, str] = LIBRARIES) -> list[str]:
    """Debian packages that this system lacks; empty elsewhere than on Linux."""
    if not sys.platform.startswith("linux"):
        return []
    missing = [package for library, package in libraries.items() if not _loads(library)]
    if "libfontconfig1" in missing or not _has_chinese_font():
        missing.append(CHINESE_FONT)
    if importlib.util.find_spec("ensurepip") is None:
        missing.append("python{}.{}-venv".format(*sys.version_info[:2]))
    if not CERTIFICATES.exists() and shutil.which("apt-get"):
        missing.append("ca-certificates")
    if for_tests and not has_postgresql():
        missing.append("postgresql")
    return missing


def has_postgresql() -> bool:
    """Whether a PostgreSQL server is installed, whatever its version."""
    return any(POSTGRESQL_FOLDER.glob("*/bin/initdb")) or shutil.which("initdb") is not None


def is_root() -> bool:
    """Whether this user may install system packages without asking."""
    return os.name == "posix" and os.geteuid() == 0


def provide(packages: list[str], is_root: bool) -> None:
    """Install `packages` as root; for anybody else, say in one line what to do. Raises SetupError."""
    if not packages:
        return
    if not shutil.which("apt-get"):
        raise SetupError(
            "This system lacks what the Debian packages of these names contain. Install "
            "them with its own package manager, then try again:\n  " + " ".join(packages)
        )
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not is_root:
        raise SetupError(
            "This system lacks some packages. Install them, then try again:\n  sudo " + " ".join(install)
        )
    print("Installing system packages: " + " ".join(packages), file=sys.stderr, flush=True)
    _run(["apt-get", "update"])  # a failing source must not matter when the others have what is needed
    if _run(install):
        raise SetupError("The system packages could not be installed; apt-get says above why.")


def _run(command: list[str]) -> int:
    waiting = [command[0], "-q", "-o", "DPkg::Lock::Timeout=120", *command[1:]]
    variables = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    return subprocess.run(waiting, env=variables, stdout=sys.stderr, stdin=subprocess.DEVNULL).returncode


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_chinese_font() -> bool:
    """Whether fontconfig, which Qt asks too, knows a font that covers simplified Chinese."""
    try:
        fontconfig = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return False
    for name in ("FcNameParse", "FcObjectSetCreate", "FcFontList"):
        getattr(fontconfig, name).restype = ctypes.c_void_p
    fontconfig.FcFontList.argtypes = [ctypes.c_void_p] * 3
    pattern = fontconfig.FcNameParse(b":lang=zh-cn")
    fonts = fontconfig.FcFontList(None, pattern, fontconfig.FcObjectSetCreate())
    if not fonts:
        return False
    count = ctypes.cast(fonts, ctypes.POINTER(ctypes.c_int)).contents.value  # nfont, the first field
    return count > 0


if __name__ == "__main__":  # sudo python3 -m installer.debian: where the set-up itself may not install
    provide(missing_packages(for_tests=True), is_root())
