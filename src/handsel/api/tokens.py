"""Tokens as texts: random, opaque, and only their digests are ever stored."""

import hashlib
import secrets

ACCESS_PREFIX, REFRESH_PREFIX = "hat_", "hrt_"


def new_token(prefix: str) -> str:
    """256 random bits; the prefix tells people and secret scanners what it is."""
    return prefix + secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is stored of a token. It has no structure to guess, so a plain digest is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
