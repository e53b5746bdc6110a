"""Pictures and files from the clipboard, on their way to becoming attachments."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter


def as_png(image: QImage) -> bytes:
    """The picture as a PNG file; takes a while for a large one, so not on the GUI thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def files_in(data: QMimeData | None) -> list[Path]:
    """The files of this machine that were copied or are being dropped."""
    urls = data.urls() if data is not None else []
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
