"""Encryption of tokens at rest."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_SALT = b"newsdesk.slack.tokens.1"  # no secret: it keeps this use of the key apart from others
_COST = 2**14
_MARK = "sealed:"


class Vault:
    """Seals texts with a key made from a passphrase.

    With several, separated by commas, the first one seals and all of them open, so that it can be
    changed.
    """

    def __init__(self, passphrases: str) -> None:
        named = [p.strip() for p in passphrases.split(",") if p.strip()]
        self._keys = MultiFernet([Fernet(_key(p)) for p in named])

    def seal(self, text: str | None) -> str | None:
        """Encrypted. Nothing stays nothing, and what is sealed stays as it is."""
        if not text or text.startswith(_MARK):
            return text
        return _MARK + self._keys.encrypt(text.encode()).decode()

    def open(self, text: str | None) -> str | None:
        """Decrypted; None when it was sealed with another key. What is not sealed stays as it is."""
        if not text or not text.startswith(_MARK):
            return text
        try:
            return self._keys.decrypt(text.removeprefix(_MARK).encode()).decode()
        except InvalidToken:
            return None


def _key(passphrase: str) -> bytes:
    derived = Scrypt(salt=_SALT, length=32, n=_COST, r=8, p=1).derive(passphrase.encode())
    return base64.urlsafe_b64encode(derived)
