"""Pull and verify Labelwright dataset versions."""

from labelwright_client.client import Client
from labelwright_client.errors import ClientError, Corrupted, HostileManifest, Problem, Unreachable
from labelwright_client.folder import PulledVersion, VerifyReport, verify

__all__ = [
    "Client",
    "ClientError",
    "Corrupted",
    "HostileManifest",
    "Problem",
    "PulledVersion",
    "Unreachable",
    "VerifyReport",
    "verify",
]
