"""Look at the Word file: render a draft, convert it with LibreOffice, and see that every speech is on the pages.

    python -m tools.look_at_word [--draft draft.json] [--to folder] [--picture page.png]

Needs LibreOffice Writer and poppler-utils; Word itself cannot be run here. ``--picture`` keeps page 1 as a small PNG
(README's picture). Fails when a speech is missing from the PDF's text or no page came out.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from PIL import Image

from exports import draft_json, word
from minutes.domain.record import Minutes

SAMPLE = Path(__file__).parents[1] / "tests" / "data" / "exports" / "aobacho.json"
TOOLS = {"soffice": "libreoffice-writer", "pdftotext": "poppler-utils", "pdftoppm": "poppler-utils"}
MADE_AT = datetime(2024, 12, 10, 3, 0, tzinfo=UTC)
# Machines without Microsoft's fonts would set half-width digits in a Latin font and falsify the picture
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<alias binding="same"><family>ＭＳ 明朝</family>
  <prefer><family>IPAMincho</family><family>Noto Serif CJK JP</family></prefer></alias>
<alias binding="same"><family>ＭＳ ゴシック</family>
  <prefer><family>IPAGothic</family><family>Noto Sans CJK JP</family></prefer></alias>
</fontconfig>"""


def main() -> int:
    arguments = _arguments()
    if missing := sorted({package for tool, package in TOOLS.items() if not shutil.which(tool)}):
        print(f"Cannot look: install {' '.join(missing)} (and a Japanese font such as fonts-ipafont).")
        return 2
    minutes = draft_json.read(arguments.draft.read_bytes(), name=arguments.draft.name)
    folder = Path(arguments.to or tempfile.mkdtemp(prefix="look-"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "draft.docx").write_bytes(word.render(minutes, made_at=MADE_AT))
    _convert(folder)
    if lost := _lost(minutes, folder):
        print("Not on the pages:", *lost, sep="\n  ")
        return 1
    pages = sorted(folder.glob("page-*.png"))
    print(f"{len(pages)} pages, every speech on them: {folder}")
    if arguments.picture:
        _keep(folder, arguments.picture)
    return 0 if pages else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draft", type=Path, default=SAMPLE)
    parser.add_argument("--to", type=Path, help="where .docx, .pdf and pages go; a temporary folder otherwise")
    parser.add_argument("--picture", type=Path)
    return parser.parse_args()


def _convert(folder: Path) -> None:
    """draft.docx -> draft.pdf -> page-N.png, and draft.fodt: LibreOffice's own reading, as one XML file."""
    _office(folder, f"pdf:writer_pdf_Export:{json.dumps({'ExportNotes': {'type': 'boolean', 'value': 'false'}})}")
    _office(folder, "fodt")
    for old in folder.glob("page-*.png"):
        old.unlink()
    subprocess.run(["pdftoppm", "-r", "100", "-png", folder / "draft.pdf", folder / "page"], check=True)


def _office(folder: Path, target: str) -> None:
    fonts, profile = folder / "fonts.conf", folder / "profile"
    fonts.write_text(FONTS)
    where = ["--outdir", folder, folder / "draft.docx"]
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile.resolve().as_uri()}",
            "--headless",
            "--convert-to",
            target,
            *where,
        ],
        check=True,
        capture_output=True,
        timeout=600,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts.resolve())},
    )
    shutil.rmtree(profile, ignore_errors=True)


def _lost(minutes: Minutes, folder: Path) -> list[str]:
    """Paragraphs that are not on the pages (spaces and page numbers apart), and comments LibreOffice did not take."""
    command = ["pdftotext", "-raw", folder / "draft.pdf", "-"]
    raw = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    pages = _bare(re.sub(r"－ \d+ －", "", raw))
    written = len(Document(str(folder / "draft.docx")).comments)
    read = (folder / "draft.fodt").read_text(encoding="utf-8").count("<office:annotation ")
    lost = [p.text for p in minutes.paragraphs if _bare(p.text) not in pages]
    return lost if read == written else [*lost, f"{written} comments written, {read} read"]


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _keep(folder: Path, picture: Path) -> None:
    """Page 1 in 32 colours: letters stay sharp, and a README stays small."""
    with Image.open(sorted(folder.glob("page-*.png"))[0]) as page:
        page.quantize(32).save(picture, optimize=True)
    print(f"{picture}: {picture.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    sys.exit(main())
