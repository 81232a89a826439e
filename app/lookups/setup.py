"""What look-ups need to know: addresses, rates, time-outs, contact and keys."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from app.domain.errors import BadInputError
from app.lookups.addresses import public_address
from app.services.online import SERVICES
from app.services.version import VERSION

INTERVALS = {
    "Crossref": 0.35,
    "DataCite": 0.5,
    "OpenAlex": 0.2,
    "arXiv": 3.0,
    "Open Library": 1.0,
    "CourtListener": 1.0,
    "Wayback Machine": 4.0,
}
"""Least seconds from one request to the next, by service, from what each asks for; one request at a time each."""

LINK_INTERVAL = 1.0
"""The same for each site that cited links lead to."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How to reach the services. ``reach(host, port)`` gives the address to connect to for a cited link.

    ``attempt_s`` limits one request from its start to its last byte; a wait of more than ``longest_wait_s`` that a
    service asks for ends asking it.
    """

    contact: str = ""
    openalex_key: str = ""
    courtlistener_token: str = ""
    bases: Mapping[str, str] = field(default_factory=lambda: {one.name: f"https://{one.host}" for one in SERVICES})
    intervals: Mapping[str, float] = field(default_factory=lambda: INTERVALS)
    link_interval: float = LINK_INTERVAL
    attempt_s: float = 20.0
    longest_wait_s: float = 60.0
    reach: Callable[[str, int], Awaitable[str]] = public_address

    @property
    def agent(self) -> str:
        """The name Stet gives to the services. Raises BadInputError for a contact that cannot be sent."""
        if not self.contact:
            return self.plain_agent
        if not re.fullmatch(r"[!-~]+", self.contact):
            raise BadInputError("The contact for online look-ups must be an e-mail address or a web address.")
        return f"{self.plain_agent} ({'mailto:' if '@' in self.contact else '+'}{self.contact})"

    @property
    def plain_agent(self) -> str:
        """The name Stet gives to the sites of cited links: they need not know who checks them."""
        return f"Stet/{VERSION}"


def setup_from(contact: str, environment: Mapping[str, str]) -> Setup:
    """Return the setup for a contact; the environment's own contact comes first, and it alone holds keys."""
    return Setup(
        environment.get("STET_CONTACT", contact),
        environment.get("STET_OPENALEX_KEY", ""),
        environment.get("STET_COURTLISTENER_TOKEN", ""),
    )
