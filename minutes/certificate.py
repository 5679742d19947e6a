"""証明書: the town's, or one that the service makes itself, for HTTPS inside the building.

The only door to cryptography. Browsers know nobody who vouches for one of ours and say so until the town's IT person
has it trusted (`docs/operations.md`); what is sent is encrypted all the same, and the microphone and foot pedals may be
used.
"""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import structlog
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from minutes import small_files
from minutes.addresses import of_this_machine
from minutes.domain.errors import BadInput

LASTS = timedelta(days=825)
"""Browsers take none that lasts longer."""
RENEW = timedelta(days=30)
_LOOK_S = 60.0


class UnusableCertificate(BadInput):
    def __init__(self, pair: "Pair", why: str) -> None:
        super().__init__(f"証明書「{pair.certificate}」と鍵「{pair.key}」が使えません。{why}")


class Pair(NamedTuple):
    """The files of a certificate (with those that vouch for it behind it) and of its key, both PEM.

    ``host``: of one that the service made, for what it was told to listen at.
    """

    certificate: Path
    key: Path
    host: str | None = None


def own(folder: Path, host: str, lasts: timedelta = LASTS) -> Pair:
    """The service's own pair in ``folder``, made when there is none, or when it is about to run out."""
    pair = Pair(folder / "certificate.pem", folder / "certificate-key.pem", host)
    if not _is_good(pair, host):
        _make(pair, list(_names(host)), lasts)
    return pair


def usable(certificate: Path, key: Path) -> Pair:
    """The town's own. Raises ``UnusableCertificate``."""
    pair = Pair(certificate, key)
    try:
        _check(pair)
    except FileNotFoundError as exc:
        raise UnusableCertificate(pair, "ファイルがありません。場所を確かめてください。") from exc
    except PermissionError as exc:
        raise UnusableCertificate(pair, "読む権限がありません。ファイルの権限を確かめてください。") from exc
    except (OSError, ValueError) as exc:
        why = "PEM 形式で、パスワードのない、組になる証明書と鍵を指定してください。"
        raise UnusableCertificate(pair, why) from exc
    return pair


class Fresh:
    """What a server that has been running for years shows to browsers: a pair that was put there or made meanwhile."""

    def __init__(self, context: ssl.SSLContext, pair: Pair) -> None:
        self._context, self._pair, self._seen = context, pair, _when(pair)

    def keep(self) -> None:
        """In a thread of its own, as long as the process lives."""
        threading.Thread(target=self._keep, name="certificate", daemon=True).start()

    def look(self) -> None:
        if self._pair.host is not None:
            own(self._pair.certificate.parent, self._pair.host)
        if (now := _when(self._pair)) != self._seen:
            _check(self._pair)  # half a pair would leave the service without any
            self._context.load_cert_chain(*self._pair[:2])
            self._seen = now

    def _keep(self) -> None:
        while True:
            threading.Event().wait(_LOOK_S)
            try:
                self.look()
            except (OSError, ValueError) as error:  # the next look may find it whole
                structlog.get_logger("minutes.web").warning("certificate not usable", kind=type(error).__name__)


def _when(pair: Pair) -> tuple[float, ...]:
    return tuple(path.stat().st_mtime for path in pair[:2])


def _check(pair: Pair) -> None:
    """Raises ``OSError``, ``ValueError`` (also as ``ssl.SSLError``) where the two are no pair."""
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(*pair[:2], password=lambda: b"")


def _is_good(pair: Pair, host: str) -> bool:
    """A whole pair, for a while yet, and for this name of the machine."""
    try:
        _check(pair)
    except (OSError, ValueError):
        return False
    there = x509.load_pem_x509_certificate(pair.certificate.read_bytes())
    if there.not_valid_after_utc - datetime.now(UTC) < RENEW:
        return False
    known = there.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return _is_everywhere(host) or _name(host) in known


def _names(host: str) -> Iterator[x509.GeneralName]:
    """What browsers may call this machine."""
    for name in dict.fromkeys([socket.gethostname(), socket.getfqdn(), "localhost"]):
        yield x509.DNSName(name)
    addresses = ["127.0.0.1", "::1", *(of_this_machine() if _is_everywhere(host) else ())]
    for address in dict.fromkeys(addresses):
        yield _name(address)
    if not _is_everywhere(host) and host not in (*addresses, "localhost"):
        yield _name(host)


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _is_everywhere(host: str) -> bool:
    return host in ("", "0.0.0.0", "::")  # noqa: S104


def _make(pair: Pair, names: list[x509.GeneralName], lasts: timedelta) -> None:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, socket.gethostname()[:64])])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + lasts)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pair.certificate.parent.mkdir(parents=True, exist_ok=True)
    small_files.write(pair.key, secret, 0o600)
    small_files.write(pair.certificate, built.public_bytes(serialization.Encoding.PEM), 0o644)
