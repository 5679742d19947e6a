"""読みやすさ: a page's colours as the browser has computed them, and whether one can tell them apart (WCAG AA)."""

COLOURS = """
const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
const rgba = (colour) => {
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = colour;
  pixel.fillRect(0, 0, 1, 1);
  return [...pixel.getImageData(0, 0, 1, 1).data];
};
const over = ([r, g, b, a], below) => [r, g, b].map((part, at) => (part * a + below[at] * (255 - a)) / 255);
const backdrop = (element) => {
  const [, , , alpha] = rgba(getComputedStyle(element).backgroundColor);
  const below = alpha === 255 ? [0, 0, 0] : element.parentElement ? backdrop(element.parentElement) : [255, 255, 255];
  return over(rgba(getComputedStyle(element).backgroundColor), below);
};
const light = (colour) => {
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const [r, g, b] = colour.map((part) => linear(part / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (colour, behind) => {
  const [more, less] = [light(over(rgba(colour), behind)), light(behind)].sort((one, other) => other - one);
  return (more + 0.05) / (less + 0.05);
};
const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
"""
PALE = f"""{COLOURS}
const found = new Set();
const look = (element, words, colour, least) => {{
  if (!shown(element) || element.closest(":disabled, .unseen")) return;
  const ratio = contrast(colour, backdrop(element));
  if (ratio < least) found.add(`${{ratio.toFixed(2)}} ${{words.trim().slice(0, 20)}} ${{colour}}`);
}};
const needed = ({{ fontSize, fontWeight }}) =>
  parseFloat(fontSize) >= 24 || (parseFloat(fontSize) >= 18.66 && fontWeight >= 700) ? 3 : 4.5;
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let text = walker.nextNode(); text; text = walker.nextNode()) {{
  const style = getComputedStyle(text.parentElement);
  if (text.data.trim()) look(text.parentElement, text.data, style.color, needed(style));
}}
const written = "input:not([type=hidden], [type=checkbox], [type=radio], [type=file]), select, textarea";
for (const field of document.querySelectorAll(written))
  look(field, field.name || field.id, getComputedStyle(field).color, 4.5);
for (const line of document.querySelectorAll(".doubt, .mark-cancelled"))
  look(line, `the line at ${{line.textContent}}`, getComputedStyle(line).textDecorationColor, 3);
return [...found];
"""
UNSEEN_FOCUS = f"""{COLOURS}
const here = document.activeElement;
const name = `${{here.tagName}} ${{here.id}} ${{here.textContent.trim().slice(0, 12)}}`;
if (here.matches(".cm-content")) return document.querySelector(".cm-cursor") ? [] : ["the text has no cursor"];
const {{ outlineStyle, outlineWidth, outlineColor }} = getComputedStyle(here);
const isSeen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
return isSeen && contrast(outlineColor, backdrop(here.parentElement)) >= 3 ? [] : [name];
"""


def pale(page):
    """Texts that stand out too little from what is behind them, by day and by night."""
    return in_each_light(page, PALE)


def unseen_focus(page):
    """Where the focus is, unless one sees it by day and by night."""
    return in_each_light(page, UNSEEN_FOCUS)


def in_each_light(page, script):
    found = []
    for scheme in ("dark", "light"):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        found += [f"{scheme}: {one}" for one in page.run(script)]
    return found
