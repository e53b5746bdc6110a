"""Passphrases of encrypted files in the keyring of the system, where there is one."""

from __future__ import annotations

import logging

_SERVICE = "InvestLead"

log = logging.getLogger("investlead")


def recall(location: str) -> str | None:
    """The passphrase kept for that database; None if there is none or no keyring to ask."""
    try:
        import keyring  # late: finding the system's keyring takes a tenth of a second

        return keyring.get_password(_SERVICE, location)
    except Exception as error:  # keyrings of desktops fail in ways of their own
        log.warning("keyring: %s", type(error).__name__)
        return None


def remember(location: str, passphrase: str) -> bool:
    """Keeps a passphrase; False if there is no keyring to keep it in."""
    try:
        import keyring

        keyring.set_password(_SERVICE, location, passphrase)
    except Exception as error:
        log.warning("keyring: %s", type(error).__name__)
        return False
    return True


def forget(location: str) -> None:
    """Drops what is kept for that database."""
    try:
        import keyring

        keyring.delete_password(_SERVICE, location)
    except Exception as error:
        log.warning("keyring: %s", type(error).__name__)
