"""Signatures of releases: Ed25519 (RFC 8032), by the library `cryptography`, which only this module uses."""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from contractgen.errors import ContentError


def sign(data: bytes, key: bytes) -> bytes:
    """The signature of the data by a private key in PEM, in base64. Raises ContentError for another key."""
    try:
        found = load_pem_private_key(key, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ContentError(
            "La clé de signature n'est pas une clé privée Ed25519 au format PEM, sans mot de passe."
        ) from error
    if not isinstance(found, Ed25519PrivateKey):
        raise ContentError("La clé de signature n'est pas une clé Ed25519.")
    return base64.b64encode(found.sign(data)) + b"\n"


def is_signed(data: bytes, signature: bytes, key: bytes) -> bool:
    """Whether the signature of the data is that of a public key in PEM. Raises ContentError for another key."""
    try:
        found = load_pem_public_key(key)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ContentError("La clé de vérification n'est pas une clé publique Ed25519 au format PEM.") from error
    if not isinstance(found, Ed25519PublicKey):
        raise ContentError("La clé de vérification n'est pas une clé Ed25519.")
    try:
        found.verify(base64.b64decode(signature.strip(), validate=True), data)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True
