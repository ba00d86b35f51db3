"""Tell the addresses of the public internet from all others."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

# Of IPv6 only this part is given out as public unicast. So none of these is in it: ::/96 and
# v4-mapped (an IPv4 address in disguise), NAT64 64:ff9b::/96 and 64:ff9b:1::/48, unique local
# fc00::/7, link-local fe80::/10, site-local fec0::/10 and multicast ff00::/8. `is_global` calls
# several of them public on Python 3.11, and which ones differs between patch releases.
_UNICAST = IPv6Network("2000::/3")

_SPECIAL: tuple[IPv4Network | IPv6Network, ...] = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",  # this host
            "10.0.0.0/8",
            "100.64.0.0/10",  # behind the provider's NAT; Alibaba's metadata
            "127.0.0.0/8",
            "168.63.129.16/32",  # Azure's host; looks public and is reachable inside Azure only
            "169.254.0.0/16",  # link-local; metadata of most clouds
            "172.16.0.0/12",
            "192.0.0.0/24",  # protocol assignments; Oracle's metadata
            "192.0.2.0/24",
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",
            "2001::/23",  # protocol assignments, Teredo
            "2001:db8::/32",
            "2002::/16",  # 6to4, an IPv4 address in disguise
            "3fff::/20",
        ),
    )
)


def is_public(address: str) -> bool:
    """Return whether `address`, as it is given to a socket, is one of the public internet."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if parsed.version == 6 and (parsed.scope_id is not None or parsed not in _UNICAST):
        return False
    return parsed.is_global and not any(parsed in network for network in _SPECIAL)
