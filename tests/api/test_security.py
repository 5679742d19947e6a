"""What every answer tells the browser: load nothing of others, run no script but ours, keep nothing."""

import re
from pathlib import Path

import pytest

from api.security import headers
from tests.api.town import PASSWORD

TEMPLATES = Path("api/templates")
PAGES = ["/", "/about", "/about/api", "/about/guide", "/about/licences", "/accounts", "/accounts/new", "/audit", "/bin",
         "/me", "/me/password", "/meetings/new", "/nowhere", "/sign-in"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_runs_only_scripts_with_the_nonce_of_this_answer(same_town, path):
    answer = same_town.browser("administrator").get(path)
    policy = answer.headers["content-security-policy"]
    nonce = re.search(r"script-src 'nonce-([\w-]+)';", policy)[1]
    scripts = re.findall(r"<script[^>]*>", answer.text)
    assert scripts
    assert all(f'nonce="{nonce}"' in script for script in scripts)
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_every_answer_has_a_nonce_of_its_own(same_town):
    browser = same_town.stranger()
    policies = {browser.get("/sign-in").headers["content-security-policy"] for _ in range(3)}
    assert len(policies) == 3


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/meetings", "/static/minutes.css", "/nowhere", "/api/nowhere"])
def test_headers_are_on_every_answer(same_town, path):
    answer = same_town.browser("clerk").get(path)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "hid=(self)" in answer.headers["permissions-policy"]  # foot pedals
    assert answer.headers["cache-control"] == "no-store"


def test_only_a_service_whose_certificate_the_town_vouches_for_asks_browsers_to_stay_with_it():
    assert "Strict-Transport-Security" not in headers("n", stay=False)
    assert "Strict-Transport-Security" in headers("n", stay=True)


def test_the_browsers_secret_is_out_of_reach_for_scripts_and_other_sites(same_town):
    cookie = same_town.stranger().post("/sign-in", data={"login": "clerk", "password": PASSWORD}).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_no_template_has_a_style_or_a_script_in_a_line(template):
    """The policy would refuse them, and nobody would see why."""
    text = template.read_text()
    assert not re.search(r"\sstyle=|\son\w+=|javascript:|<style", text)
    assert all("nonce" in script for script in re.findall(r"<script[^>]*>", text))
