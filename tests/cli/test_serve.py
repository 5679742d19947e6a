"""`minutes serve`: by HTTPS with a certificate of its own, told what it cannot do, and over when it is asked to end."""

import socket
import ssl
import stat
import urllib.error
from urllib.request import HTTPSHandler, build_opener

import pytest

from minutes.certificate import own
from minutes.cli.serve import Kept, pause_after
from tests.browser.site import serving
from tests.service.person import Person
from tests.service.service import until


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("service"), "--tls", "--host", "0.0.0.0") as site:  # noqa: S104
        yield site


def opened(address, context):
    with build_opener(HTTPSHandler(context=context)).open(address) as answer:
        return answer


@pytest.fixture(scope="module")
def trusting(site):
    return ssl.create_default_context(cafile=site.data / "certificate.pem")


def test_the_address_that_is_told_is_one_of_https(site):
    assert site.set_up.startswith("https://localhost:")


def test_whoever_starts_it_for_the_whole_building_is_told_what_others_type(site):
    assert "localhost をこの機械の名前かアドレスに替えてください。" in (site.data.parent / "log").read_text()


def test_a_browser_that_trusts_the_certificate_comes_in_and_no_other(site, trusting):
    assert opened(f"{site.address}/healthz", trusting).status == 200
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        opened(f"{site.address}/healthz", ssl.create_default_context())


def test_nothing_older_than_tls_1_2_is_spoken(site):
    _, _, port = site.address.rpartition(":")
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.load_verify_locations(site.data / "certificate.pem")
    with pytest.warns(DeprecationWarning):
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", int(port))) as plain, pytest.raises(ssl.SSLError):
        old.wrap_socket(plain, server_hostname="localhost")


def test_what_is_secret_only_the_service_reads(site):
    for name in ("certificate-key.pem", "setup-key", "minutes.sqlite"):
        assert stat.S_IMODE((site.data / name).stat().st_mode) == 0o600, name


def test_the_browsers_secret_goes_by_https_alone_and_nobody_is_bound_to_a_certificate_of_ours(site, trusting):
    person = Person(site, trusting)
    assert "はじめての会議録を作りましょう" in person.open("/")
    assert [cookie.secure for cookie in person.cookies] == [True]
    assert opened(f"{site.address}/sign-in", trusting).headers["strict-transport-security"] is None


def test_a_part_that_ends_at_once_is_given_longer_and_longer():
    pauses = [0.0]
    for _ in range(7):
        pauses.append(pause_after(1.0, pauses[-1]))
    assert pauses == [0, 2, 4, 8, 16, 32, 60, 60]
    assert pause_after(3600.0, pauses[-1]) == 0


def begin_and_end(log):
    with log.open("a") as file:
        file.write("begun\n")


def test_a_part_that_ended_is_said_and_begins_anew_and_not_before_its_time(tmp_path, capsys):
    log = tmp_path / "log"
    part = Kept("hasty", begin_and_end, log)
    until(lambda: log.exists() and not part._process.is_alive())
    part.see_to_it()
    ended = part._process
    part.see_to_it()
    assert part._process is ended
    until(lambda: part.see_to_it() or part._process is not ended)
    until(lambda: not part._process.is_alive())
    part.end()
    assert log.read_text() == "begun\nbegun\n"
    said = "".join(capsys.readouterr())
    assert "ended" in said
    assert "hasty" in said


def test_a_certificate_without_its_key_is_told_at_once(command, tmp_path):
    pair = own(tmp_path, "127.0.0.1")
    run = command("serve", "--port", "0", "--certificate", pair.certificate)
    assert run.returncode == 2
    assert "片方だけでは使えません" in run.stderr


def test_a_key_of_another_certificate_is_told_at_once(command, tmp_path):
    one, other = own(tmp_path / "one", "127.0.0.1"), own(tmp_path / "other", "127.0.0.1")
    run = command("serve", "--port", "0", "--certificate", one.certificate, "--key", other.key)
    assert run.returncode == 2
    assert "組になる証明書と鍵を指定してください" in run.stderr


def test_an_address_of_a_proxy_that_is_none_is_told_at_once(command):
    run = command("serve", MINUTES_PROXIES="proxy.aoba.lg.jp")
    assert run.returncode == 2
    assert "MINUTES_PROXIES" in run.stderr


def test_a_port_that_is_taken_is_told_at_once(command):
    with socket.create_server(("127.0.0.1", 0)) as other:
        run = command("serve", "--port", other.getsockname()[1])
    assert run.returncode == 2
    assert "ほかのプログラムが使っているか、使えない番号です。" in run.stderr
    assert "Traceback" not in run.stderr
    assert not command.data.exists()
