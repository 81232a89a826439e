"""Whose certificates are trusted, and why a server's is not: the library that connects says neither."""

import atexit
import os
import socket
import ssl
import sys
import tempfile
from collections.abc import Iterable, Set
from contextlib import suppress
from functools import cache
from pathlib import Path

SYSTEM = "system"
"""Stands for the authorities that the library finds by itself."""

_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # Alpine, macOS
)
_SERVERS = "1.3.6.1.5.5.7.3.1"  # what an authority on Windows may vouch for
_ASKS_FOR_TLS = bytes.fromhex("0000000804d2162f")  # SSLRequest of PostgreSQL's protocol
_PATIENCE_SECONDS = 5

_NOT_KNOWN = (
    "Nobody whom this computer trusts vouches for the server's certificate. If your team has an authority of its own, "
    "ask your admin for its certificate and name that file under “Certificate” (sslrootcert in a DSN)."
)
_WHY = {
    9: "The server's certificate is not valid yet. Set this computer's clock right, or ask your admin.",
    10: "The server's certificate has expired. Check this computer's date; if it is right, ask your admin to renew it.",
    23: "The server's certificate was taken back by who gave it. Ask your admin for a new one.",
}
"""By OpenSSL's numbers of why a certificate is not good (X509_V_ERR_…)."""


def authorities(bundles: Iterable[str] = _BUNDLES) -> str:
    """Return the file of the authorities that this computer trusts, or SYSTEM.

    The wheel of psycopg brings its own OpenSSL, which looks where no system keeps them; it does heed SSL_CERT_FILE
    and SSL_CERT_DIR.
    """
    if os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR"):
        return SYSTEM
    if sys.platform == "win32":
        return _written(pem(ssl.enum_certificates("ROOT")))
    return next((one for one in bundles if Path(one).is_file()), SYSTEM)


def pem(found: Iterable[tuple[bytes, str, Set[str] | bool]]) -> str:
    """Return as text those of Windows' certificates (DER, how it is encoded, for what) that vouch for servers."""
    good = (one for one, encoding, use in found if encoding == "x509_asn" and (use is True or _SERVERS in (use or ())))
    return "".join(map(ssl.DER_cert_to_PEM_cert, good))


@cache
def _written(text: str) -> str:
    handle, name = tempfile.mkstemp(prefix="stet-authorities-", suffix=".pem")
    atexit.register(Path(name).unlink, missing_ok=True)
    with open(handle, "w", encoding="ascii") as file:  # noqa: PTH123 it is open already
        file.write(text)
    return name


def why_not_trusted(host: str, address: str, port: int, trusted: str) -> str:
    """Return in a sentence why the server's certificate is not good: its handshake is made once more to find out."""
    with suppress(OSError):
        try:
            _shake_hands(host, address, port, trusted)
        except ssl.SSLCertVerificationError as error:
            return _WHY.get(error.verify_code, _NOT_KNOWN)
    return _NOT_KNOWN


def _shake_hands(host: str, address: str, port: int, trusted: str) -> None:
    context = ssl.create_default_context(cafile=None if trusted == SYSTEM else trusted)
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT  # else it finds faults that the library does not mind
    with socket.create_connection((address or host, port), _PATIENCE_SECONDS) as line:
        line.sendall(_ASKS_FOR_TLS)
        if line.recv(1) == b"S":
            context.wrap_socket(line, server_hostname=host).close()
