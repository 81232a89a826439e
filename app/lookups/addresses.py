"""Where a cited link leads: never into a private network, whatever the name says."""

import asyncio
import ipaddress
import socket

from app.lookups.failures import FailedError


async def public_address(host: str, port: int) -> str:
    """Return a public address of ``host`` to connect to.

    Raises FailedError where the name is unknown or any of its addresses belongs to a private network.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FailedError("The site's name could not be found.") from error
    addresses = [str(one[4][0]) for one in found]
    if not addresses or not all(map(is_public, addresses)):
        raise FailedError("The link leads into a private network, so it was not opened.")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public network, also where it is wrapped in an IPv6 address."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if ip.sixtofour or ip.teredo or ip in _NAT64:
            return False
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
