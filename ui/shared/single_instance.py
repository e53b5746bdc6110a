"""One window a user and data folder: a second start raises the first."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from crm import paths

WAIT_MS = 1000
GREETING_MS = 100


class SingleInstance(QObject):
    """Holds the lock of this data folder as long as it lives."""

    raised = Signal(list)  # another start wants the window shown, with these files

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        home = folder or paths.data_folder()
        home.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(str(home.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
        self._name = f"investlead-{digest[:16]}"
        self._lock = QLockFile(str(home / "window.lock"))
        self._lock.setStaleLockTime(0)  # stale only when its process is gone
        self._server: QLocalServer | None = None

    def acquire(self) -> bool:
        """True if this is the first window; listens for later ones from then on."""
        if not self._lock.tryLock(0):
            return False
        QLocalServer.removeServer(self._name)  # left behind by a crash
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        self._server.listen(self._name)
        return True

    def raise_other(self, files: list[str] | None = None) -> bool:
        """Asks the first window to show itself; False if it does not answer."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(WAIT_MS):
            return False
        socket.write("\n".join(files or ()).encode("utf-8", "surrogateescape") + b"\0")
        done = socket.waitForBytesWritten(WAIT_MS)
        socket.disconnectFromServer()
        return done

    def release(self) -> None:
        """Lets the next start be the first."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _greet(self) -> None:
        socket = self._server.nextPendingConnection() if self._server is not None else None
        if socket is None:
            return
        # The other start has written before this is called; its few bytes are read at once.
        if socket.bytesAvailable() or socket.waitForReadyRead(GREETING_MS):
            text = bytes(socket.readAll().data()).decode("utf-8", "replace").rstrip("\0")
            self.raised.emit([line for line in text.split("\n") if line])
        socket.close()
        socket.deleteLater()
