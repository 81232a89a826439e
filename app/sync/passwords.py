"""Passwords of the shared database, in the keyring of the operating system and nowhere else."""

import keyring
from keyring.errors import KeyringError

from app.sync.connecting import parts_of

_SERVICE = "Stet shared database"


def kept_password(dsn: str) -> str:
    """Return the password that was kept for this login on this server, "" for none or without a keyring."""
    try:
        return keyring.get_password(_SERVICE, _account(dsn)) or ""
    except KeyringError:
        return ""


def keep_password(dsn: str, password: str) -> bool:
    """Keep the password; False where the system has no keyring, so that it must be typed each time."""
    try:
        keyring.set_password(_SERVICE, _account(dsn), password)
    except KeyringError:
        return False
    return True


def _account(dsn: str) -> str:
    parts = parts_of(dsn)
    return f"{parts.get('user', '')}@{parts.get('host', '')}:{parts.get('port', '5432')}/{parts.get('dbname', '')}"
