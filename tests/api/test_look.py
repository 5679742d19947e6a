"""意匠: what is written can be read: WCAG 2.2 AA, 4.5:1 for text and 3:1 for edges, in the light and in the dark.

And every field says what it is.
"""

import re
from pathlib import Path

import pytest

TEMPLATES = sorted(Path("api/templates").glob("*.html"))
STYLE = Path("api/static/minutes.css").read_text()
TOKENS = dict(re.findall(r"--([\w-]+): light-dark\(([^)]+)\)", STYLE))
SURFACES = ("paper", "sheet", "accent-soft", "good-soft", "warn-soft", "bad-soft")
TEXT = [(ink, surface) for ink in ("ink", "soft", "accent") for surface in SURFACES]
TEXT += [(tone, surface) for tone in ("good", "warn", "bad") for surface in ("paper", "sheet", f"{tone}-soft")]
TEXT += [(f"voice-{number}", surface) for number in range(8) for surface in ("paper", "sheet")]
TEXT += [("on-accent", "accent")]
EDGES = [("soft", "sheet"), ("accent", "paper"), ("accent", "line")]


def colour(token, mode):
    return TOKENS[token].split(", ")[("light", "dark").index(mode)]


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("ink", "surface"), TEXT)
def test_text_can_be_read(ink, surface, mode):
    assert contrast(colour(ink, mode), colour(surface, mode)) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("edge", "surface"), EDGES)
def test_edges_of_fields_and_bars_can_be_seen(edge, surface, mode):
    assert contrast(colour(edge, mode), colour(surface, mode)) >= 3


def test_colours_for_scripts_begin_as_their_tokens():
    registered = re.findall(r"@property --([\w-]+) {[^}]*initial-value: (#\w+)", STYLE)
    assert registered
    assert all(colour(token, "light") == initial for token, initial in registered)


def test_colours_are_tokens_but_for_paper_and_shadow():
    beyond = re.sub(r"initial-value: \S+", "", STYLE.partition("--radius")[2])
    loose = set(re.findall(r"#[0-9a-f]{3,8}\b", beyond)) - {"#000", "#999"}
    assert loose <= {"#ffe9a8", "#4d431c"}  # the phrase that is being heard


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_field_has_a_label(template):
    beside = re.sub(r"<label(?![^>]*\bfor=)[^>]*>.*?</label>", "", template.read_text(), flags=re.DOTALL)
    fields = re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', beside)
    assert [field for field in fields if f'for="{field}"' not in beside] == []
