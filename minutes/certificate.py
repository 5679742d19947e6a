"""証明書: a certificate that the service makes itself, for HTTPS inside the building. The only door to cryptography.

Browsers know nobody who vouches for it and say so until the town's IT person has it trusted (`docs/operations.md`);
what is sent is encrypted all the same, and the microphone and foot pedals may be used.
"""

import ipaddress
import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LASTS = timedelta(days=825)
"""Browsers take none that lasts longer."""
_RENEW = timedelta(days=30)


class Pair(NamedTuple):
    """The files of a certificate and of its key, both PEM."""

    certificate: Path
    key: Path


def own(folder: Path, host: str) -> Pair:
    """The service's own pair in ``folder``, made when there is none or when it is about to run out."""
    pair = Pair(folder / "certificate.pem", folder / "certificate-key.pem")
    if not all(path.exists() for path in pair) or _runs_out(pair.certificate):
        _make(pair, _names(host))
    return pair


def _runs_out(path: Path) -> bool:
    last = x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
    return last - datetime.now(UTC) < _RENEW


def _names(host: str) -> list[x509.GeneralName]:
    """What browsers may call this machine."""
    hosts = dict.fromkeys([socket.gethostname(), socket.getfqdn(), "localhost"])
    addresses = {ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1")}
    try:
        addresses.add(ipaddress.ip_address(host))
    except ValueError:
        hosts[host] = None
    usable = [address for address in addresses if not address.is_unspecified]
    return [*(x509.DNSName(name) for name in hosts), *(x509.IPAddress(address) for address in usable)]


def _make(pair: Pair, names: list[x509.GeneralName]) -> None:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, socket.gethostname()[:64])])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LASTS)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pair.certificate.parent.mkdir(parents=True, exist_ok=True)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(pair.key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(secret)
    pair.certificate.write_bytes(built.public_bytes(serialization.Encoding.PEM))
