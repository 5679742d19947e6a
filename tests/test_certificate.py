"""証明書: made for this machine, seen by a real client, unreadable for others, replaced in time without a restart."""

import ipaddress
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from minutes.certificate import RENEW, Fresh, UnusableCertificate, own, usable


def read(pair):
    return x509.load_pem_x509_certificate(pair.certificate.read_bytes())


def names(pair):
    return read(pair).extensions.get_extension_for_class(x509.SubjectAlternativeName).value


@pytest.fixture
def expiring(tmp_path):
    """A pair that is about to run out."""
    return own(tmp_path, "127.0.0.1", lasts=RENEW - timedelta(days=1))


@pytest.fixture
def server():
    """``with``: a TLS server that greets; -> its context, and where it listens."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    listening = socket.create_server(("127.0.0.1", 0))

    def greet():
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection, context.wrap_socket(connection, server_side=True) as speaking:
                speaking.sendall(b"hello")

    thread = threading.Thread(target=greet)
    yield context, lambda: listening.getsockname(), thread.start
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join()


def seen_by_a_client(pair, address, name="localhost"):
    """Connects as a browser does to which the certificate was given as trusted; -> the certificate's number."""
    trusting = ssl.create_default_context(cafile=pair.certificate)
    with socket.create_connection(address) as plain, trusting.wrap_socket(plain, server_hostname=name) as secure:
        assert secure.recv(5) == b"hello"
        return int(secure.getpeercert()["serialNumber"], 16)


def test_it_is_for_this_machine_and_lasts_as_long_as_browsers_allow(tmp_path):
    pair = own(tmp_path, "0.0.0.0")  # noqa: S104
    assert {"localhost", socket.gethostname()} <= set(names(pair).get_values_for_type(x509.DNSName))
    addresses = names(pair).get_values_for_type(x509.IPAddress)
    assert ipaddress.ip_address("127.0.0.1") in addresses
    assert not any(address.is_unspecified for address in addresses)
    left = read(pair).not_valid_after_utc - datetime.now(UTC)
    assert timedelta(days=824) < left <= timedelta(days=825)


def test_it_is_for_the_name_that_the_service_was_given(tmp_path):
    assert "kaigiroku.aoba.lg.jp" in names(own(tmp_path, "kaigiroku.aoba.lg.jp")).get_values_for_type(x509.DNSName)
    assert ipaddress.ip_address("192.0.2.7") in names(own(tmp_path, "192.0.2.7")).get_values_for_type(x509.IPAddress)


def test_nobody_else_can_read_the_key(tmp_path):
    key = tmp_path / "certificate-key.pem"
    key.touch(mode=0o644)
    assert own(tmp_path, "127.0.0.1").key.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".new"] == []


def test_it_stays_while_it_is_good(tmp_path):
    first = read(own(tmp_path, "127.0.0.1")).serial_number
    assert read(own(tmp_path, "127.0.0.1")).serial_number == first


def test_it_is_made_anew_before_it_runs_out(expiring, tmp_path):
    last = read(expiring).serial_number
    assert read(own(tmp_path, "127.0.0.1")).serial_number != last


def test_half_a_pair_is_none(tmp_path):
    """As a power cut may leave it, or a copy of one file only."""
    pair = own(tmp_path, "127.0.0.1")
    other = own(tmp_path / "other", "127.0.0.1")
    pair.key.write_bytes(other.key.read_bytes())
    last = read(pair).serial_number
    assert read(own(tmp_path, "127.0.0.1")).serial_number != last


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_a_client_that_trusts_it_connects(tmp_path, server, name):
    context, address, start = server
    pair = own(tmp_path, "127.0.0.1")
    context.load_cert_chain(*pair[:2])
    start()
    assert seen_by_a_client(pair, address(), name) == read(pair).serial_number


def test_a_server_that_has_been_running_for_years_shows_the_new_one(expiring, server):
    context, address, start = server
    context.load_cert_chain(*expiring[:2])
    start()
    last = seen_by_a_client(expiring, address())
    Fresh(context, expiring).look()
    assert seen_by_a_client(expiring, address()) == read(expiring).serial_number != last


def test_half_a_new_pair_of_the_towns_is_not_shown(tmp_path, server):
    context, address, start = server
    ours = own(tmp_path / "town", "127.0.0.1")
    pair, new = usable(*ours[:2]), own(tmp_path / "new", "127.0.0.1")
    context.load_cert_chain(*pair[:2])
    start()
    shown, fresh = read(pair).serial_number, Fresh(context, pair)
    before = pair.certificate.read_bytes()
    pair.certificate.write_bytes(new.certificate.read_bytes())
    with pytest.raises(ssl.SSLError):
        fresh.look()
    pair.certificate.write_bytes(before)
    assert seen_by_a_client(pair, address()) == shown

    pair.certificate.write_bytes(new.certificate.read_bytes())
    pair.key.write_bytes(new.key.read_bytes())
    fresh.look()
    assert seen_by_a_client(pair, address()) == read(new).serial_number


def test_a_towns_pair_that_cannot_be_used_is_told_before_the_start(tmp_path):
    one, other = own(tmp_path / "one", "127.0.0.1"), own(tmp_path / "other", "127.0.0.1")
    with pytest.raises(UnusableCertificate, match="ファイルがありません"):
        usable(tmp_path / "none.pem", one.key)
    with pytest.raises(UnusableCertificate, match="組になる証明書と鍵"):
        usable(one.certificate, other.key)
