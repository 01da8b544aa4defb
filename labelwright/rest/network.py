"""Where a request comes from, for counting tries."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request


def network_of(request: Request | HttpRequest) -> str:
    """The caller's address (IPv4) or network (IPv6, /64: one household has so many addresses).

    `X-Forwarded-For` is believed only as far as proxies of ours wrote it: what a caller puts in it stands further left.
    """
    proxies = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    text = hops[-proxies] if proxies and len(hops) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))
