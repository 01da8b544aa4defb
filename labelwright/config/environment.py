"""Reading the environment: every missing or weak variable is named at once, and then the process refuses to start."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SECRET_LENGTH = 50
WEAK = ("changeme", "secret", "insecure", "password", "example")


class Environment:
    """Typed access to variables. `NAME_FILE` may name a file that holds the value of `NAME` (container secrets)."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._faults: list[str] = []

    def _value(self, name: str) -> str | None:
        if name in self._variables:
            return self._variables[name]
        path = self._variables.get(f"{name}_FILE")
        return Path(path).read_text().strip() if path else None

    def text(self, name: str, *, default: str | None = None) -> str:
        value = self._value(name)
        if not value and default is None:  # compose files pass on an unset variable as an empty one
            self._faults.append(f"{name} is not set.")
        return value if value is not None else default or ""

    def choice(self, name: str, allowed: Sequence[str], *, default: str) -> str:
        value = self.text(name, default=default)
        if value not in allowed:
            self._faults.append(f"{name} is {value!r}; it must be one of {', '.join(allowed)}.")
            return default
        return value

    def flag(self, name: str) -> bool:
        return self.text(name, default="0").lower() in ("1", "true", "yes", "on")

    def whole(self, name: str, *, default: int) -> int:
        value = self.text(name, default=str(default))
        if not value.isdigit():
            self._faults.append(f"{name} is {value!r}; it must be a whole number.")
            return default
        return int(value)

    def words(self, name: str) -> list[str]:
        return [word for word in self.text(name, default="").replace(",", " ").split() if word]

    def required_words(self, name: str) -> list[str]:
        words = self.words(name)
        if not words or "*" in words:
            self._faults.append(
                f"{name} must list the host names that this installation answers to, not '*'."
            )
        return words

    def secret(self, name: str) -> str:
        """A secret from the environment: long, and not one of the words that documentation uses as an example."""
        value = self.text(name)
        if value and (len(value) < SECRET_LENGTH or any(word in value.lower() for word in WEAK)):
            self._faults.append(
                f"{name} is weak: it needs at least {SECRET_LENGTH} random characters "
                f"(make one: python -c 'import secrets; print(secrets.token_urlsafe(50))')."
            )
        return value

    def kept_secret(self, path: Path) -> str:
        """The secret kept in `path`, made at first start; only its owner can read it."""
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            secret = secrets.token_urlsafe(SECRET_LENGTH)
            file.write(secret)
        return secret

    def refuse(self, fault: str) -> None:
        """Do not start, for a reason that the values themselves do not show."""
        self._faults.append(fault)

    def refuse_if_incomplete(self) -> None:
        if self._faults:
            raise ImproperlyConfigured("Labelwright does not start:\n  " + "\n  ".join(self._faults))
