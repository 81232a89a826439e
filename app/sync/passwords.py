"""Passwords of the shared database, in the keyring of the operating system and nowhere else; marks of devices.

A keyring may be switched off so that it takes everything and keeps nothing: what was put in is read back.
"""

import keyring
from keyring.errors import KeyringError

from app.sync.connecting import parts_of

_SERVICE, _DEVICES = "Stet shared database", "Stet shared database: devices"


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
    return kept_password(dsn) == password


def put_mark(device_key: str, mark: str, new: str) -> str | None:
    """Put a new mark of the device in the keyring where this one stands, or none does; return what stands there now.

    None where another does: a workspace file that was copied has the same device and an older mark, or no mark on this
    computer. Without a keyring nothing can be told, and the mark stays as it was.
    """
    try:
        if (keyring.get_password(_DEVICES, device_key) or "") != mark:
            return None
        keyring.set_password(_DEVICES, device_key, new)
        return keyring.get_password(_DEVICES, device_key) or mark
    except KeyringError:
        return mark


def _account(dsn: str) -> str:
    parts = parts_of(dsn)
    return f"{parts.get('user', '')}@{parts.get('host', '')}:{parts.get('port', '5432')}/{parts.get('dbname', '')}"
