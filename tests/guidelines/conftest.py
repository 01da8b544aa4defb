import pytest
from rest_framework.test import APIClient

from labelwright.accounts.principal import Principal


@pytest.fixture
def client_of():
    """A browser's client for a person; CSRF is a matter of tests/api."""

    def make(who: Principal) -> APIClient:
        client = APIClient()
        client.force_login(who.user)
        return client

    return make
