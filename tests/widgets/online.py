"""Services on this computer in place of those on the internet, for the tests of the window."""

from app.lookups.client import OnlineLookUps
from app.lookups.setup import Setup
from app.services.online import SERVICES


async def to_this_computer(host, port):
    return "127.0.0.1"


def opener_for(server, **changes):
    """Return what opens look-ups that ask ``server`` instead of every service and cited site; nothing waits longer."""
    plain = {
        "bases": {one.name: server.base for one in SERVICES},
        "intervals": {one.name: 0.0 for one in SERVICES},
        "link_interval": 0.0,
        "attempt_s": 5.0,
        "reach": to_this_computer,
    }
    return lambda folder, contact: OnlineLookUps(folder, Setup(contact=contact, **(plain | changes)))
