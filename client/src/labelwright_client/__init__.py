"""Pull and verify Labelwright dataset versions, and score the predictions of models on them."""

from labelwright_client.client import Client
from labelwright_client.compare import VersionDiff
from labelwright_client.errors import BadFile, ClientError, Corrupted, HostileManifest, Problem, Unreachable
from labelwright_client.folder import PulledVersion, VerifyReport, verify
from labelwright_client.predictions import Score
from labelwright_client.schema import ProjectSchema

__all__ = [
    "BadFile",
    "Client",
    "ClientError",
    "Corrupted",
    "HostileManifest",
    "Problem",
    "ProjectSchema",
    "PulledVersion",
    "Score",
    "Unreachable",
    "VerifyReport",
    "VersionDiff",
    "verify",
]
