"""The bearer token of the data folder, which opens the calls of the API that change something."""

import hmac
from dataclasses import dataclass

from starlette.requests import Request

from adapters.web.failures import Refused


@dataclass(frozen=True, slots=True)
class Bearer:
    """A dependency of routes."""

    token: str

    async def __call__(self, request: Request) -> None:
        """Raises Refused without the token."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        same = hmac.compare_digest(given.strip().encode(), self.token.encode())
        if scheme.lower() != "bearer" or not same:
            raise Refused(401, "token")
