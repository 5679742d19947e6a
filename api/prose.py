"""文書: our own documents as parts of pages. The only door to Markdown."""

from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

_ROOT = Path(__file__).parent.parent


def prose(name: str) -> Markup:
    """The document of this name without its first heading: a page has one of its own."""
    _, _, text = (_ROOT / name).read_text().partition("\n")
    rendered = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return Markup(rendered)  # noqa: S704 (our own file, HTML switched off)
