"""Which IP addresses may be asked. We check the address that we connect to, not the name that stands for it."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from ..errors import ForbiddenAddress, OwnNetwork, PlainHttp

# Addresses where clouds give secrets to their virtual machines, besides the link-local networks: Amazon, Google,
# Alibaba, Oracle and Azure, as their documentations say.
_METADATA = [
    ip_network(written)
    for written in (
        "fd00:ec2::/32",
        "fd20:ce::254/128",
        "100.100.100.200/32",
        "192.0.0.192/32",
        "168.63.129.16/32",
    )
]
# IPv6 networks whose addresses carry an IPv4 address in their last 32 bits: mapped, translated, compatible and NAT64.
_CARRYING_IPV4 = [
    ip_network(written) for written in ("::ffff:0:0/96", "::ffff:0:0:0/96", "::/96", "64:ff9b::/96")
]
# The NAT64 network for local use (RFC 8215).
_OWN_NAT64 = ip_network("64:ff9b:1::/48")


def check(address, reach, *, encrypted):
    """Check whether an address may be asked.

    :param address: str, as the resolver gives it
    :param reach: :class:`~..values.Reach`
    :param encrypted: whether it will be asked over TLS
    :raises NotAllowed: ForbiddenAddress whatever the settings say, OwnNetwork and PlainHttp unless they allow it
    """
    destination = _destination(ip_address(address))
    if _is_forbidden(destination):
        raise ForbiddenAddress(address)
    if not reach.own_network and _is_own_network(destination):
        raise OwnNetwork(address)
    if not (encrypted or reach.plain_http or destination.is_loopback):
        raise PlainHttp(address)


def _destination(ip):
    """The address to which packets really go: an IPv6 address may contain an IPv4 address."""
    # The lowest of them are the unspecified address and the loopback address of IPv6.
    if isinstance(ip, IPv4Address) or int(ip) <= 1:
        return ip
    if any(ip in network for network in _CARRYING_IPV4):
        return _carried(ip)
    if ip.sixtofour:
        return ip.sixtofour
    return ip.teredo[1] if ip.teredo else ip


def _carried(ip):
    return IPv4Address(int(ip) & 0xFFFFFFFF)


def _is_forbidden(ip):
    return (
        (ip in _OWN_NAT64 and _is_forbidden(_carried(ip)))
        or ip.is_link_local
        or ip.is_multicast
        or ip.is_unspecified
        or (isinstance(ip, IPv4Address) and ip.is_reserved)
        or any(ip in network for network in _METADATA)
    )


def _is_own_network(ip):
    # Some addresses are neither global nor private, such as those of carriers' networks (100.64.0.0/10).
    return not ip.is_global or (isinstance(ip, IPv6Address) and (ip.is_site_local or ip in _OWN_NAT64))
