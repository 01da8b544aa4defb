"""Who is asking: a person, and the token they came with. Every query starts from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labelwright.accounts.models import ApiToken, User


@dataclass(frozen=True, slots=True)
class Principal:
    """`token` is None in the browser. A token never allows more than its user may do, only less."""

    user: User
    token: ApiToken | None = None

    def only_projects(self, scope: str) -> frozenset[str] | None:
        """The project ids that the token is limited to for `scope`; None for no limit."""
        return self.token.projects(scope) if self.token else None

    @property
    def unlimited(self) -> bool:
        """Whether things that belong to no project may be seen: not with a token for single projects."""
        return self.token is None or self.token.projects("read") is None
