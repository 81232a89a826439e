"""Where a shared database is and as whom one works there, as a form asks for it and as a DSN says it; no password."""

import shlex
from dataclasses import dataclass
from ipaddress import ip_address

from app.domain.errors import BadInputError

PORT = 5432


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a DSN; ``certificate`` is the file of the authority that vouches for the server, or empty."""

    host: str
    port: int = PORT
    database: str = ""
    user: str = ""
    certificate: str = ""

    @property
    def dsn(self) -> str:
        """The DSN. Raises BadInputError for what is missing."""
        for words, value in (("server", self.host), ("database", self.database), ("user", self.user)):
            if not value.strip():
                raise BadInputError(f"Name the {words}; your admin knows it.")
        parts = {"host": self.host, "port": self.port, "dbname": self.database, "user": self.user}
        if self.certificate:
            parts["sslrootcert"] = self.certificate
        return " ".join(f"{name}={_quoted(str(value).strip())}" for name, value in parts.items())

    @property
    def is_here(self) -> bool:
        """Whether the server is this computer, so that nothing travels and no certificate is asked for."""
        if self.host == "localhost" or self.host.startswith("/"):
            return True
        try:
            return ip_address(self.host.strip()).is_loopback
        except ValueError:
            return False

    @property
    def words(self) -> str:
        """The address as a person says it: who at which database."""
        port = f":{self.port}" if self.port != PORT else ""
        return f"{self.user} on {self.database} at {self.host}{port}"


def address_of(dsn: str) -> Address:
    """Return the parts of a DSN of the form "host=… dbname=…"; what is not in it is empty."""
    try:
        parts = dict(part.split("=", 1) for part in shlex.split(dsn) if "=" in part)
    except ValueError:
        parts = {}
    port = parts.get("port", "")
    return Address(
        parts.get("host", ""),
        int(port) if port.isdigit() else PORT,
        parts.get("dbname", ""),
        parts.get("user", ""),
        parts.get("sslrootcert", ""),
    )


def _quoted(value: str) -> str:
    """Return a value as it stands in a DSN."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return escaped if escaped and escaped == value and " " not in value else f"'{escaped}'"
