"""Proof that a form was sent from our own page: the same signed value in a cookie and in the form."""

import hashlib
import hmac

COOKIE = "newsdesk_form"
FIELD = "form_token"


def issue(secret: str, nonce: str) -> str:
    """A value that only this server can have made. `nonce` must be unguessable."""
    return f"{nonce}.{_signature(secret, nonce)}"


def genuine(secret: str, value: str) -> bool:
    """Whether this server made the value."""
    nonce, _, signature = value.partition(".")
    return _same(signature, _signature(secret, nonce))


def allowed(secret: str, cookie: str, field: str) -> bool:
    """Whether a form may act: both values are ours and the same."""
    return genuine(secret, cookie) and _same(cookie, field)


def _signature(secret: str, nonce: str) -> str:
    return hmac.new(secret.encode(), f"form:{nonce}".encode(), hashlib.sha256).hexdigest()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
