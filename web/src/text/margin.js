// 余白: at the left of every paragraph when it was said and by whom; a click on the time plays it.
import { Decoration, GutterMarker, ViewPlugin, gutter } from "@codemirror/view";
import { clock } from "/static/pages/clock.js";
import { redraw } from "./binding.js";
import { spanOf } from "../sound/heard.js";

const KINDS = { heading: "見出し", direction: "ト書き", clock: "時刻" };

class Side extends GutterMarker {
  constructor(at, name, colour, checked) {
    super();
    Object.assign(this, { at, name, colour, checked });
  }

  eq(other) {
    return ["at", "name", "colour", "checked"].every((part) => other[part] === this[part]);
  }

  toDOM() {
    const side = document.createElement("div");
    side.className = `side voice-${this.colour}`;
    const when = Object.assign(document.createElement("span"), { className: "number when" });
    when.textContent = this.at === null ? "" : clock(this.at);
    const who = Object.assign(document.createElement("span"), { className: "name", textContent: this.name });
    who.title = this.name;
    side.append(when, who);
    if (this.checked) side.append(tick());
    return side;
  }
}

function tick() {
  return Object.assign(document.createElement("span"), { className: "tick", textContent: "✓", title: "確認済み" });
}

/** `go(seconds)` plays; `choose(line)` asks who it is. */
export function margin(lines, people, { go, choose }) {
  return gutter({
    class: "margin",
    lineMarker: (view, block) => sideOf(view, block, lines, people),
    lineMarkerChange: (update) => update.docChanged || update.transactions.some((one) => one.effects.some((effect) => effect.is(redraw))),
    initialSpacer: () => new Side(35_999, "議会運営委員長", 0, true),
    domEventHandlers: {
      mousedown(view, block, event) {
        const line = view.state.doc.lineAt(block.from);
        const span = spanOf(view.state, line);
        if (event.target.classList.contains("name")) choose(line);
        else if (span) go(span[0]);
        event.preventDefault(); // the cursor stays where somebody writes
        return true;
      },
    },
  });
}

function sideOf(view, block, lines, people) {
  const line = view.state.doc.lineAt(block.from);
  const said = lines.at(line.number);
  const before = line.number > 1 ? lines.at(line.number - 1) : null;
  const goesOn = before && isSpeech(said) && isSpeech(before) && people.whoOf(before) === people.whoOf(said);
  const name = goesOn ? "" : nameOf(said, people);
  return new Side(beginOf(view.state, line), name, people.colourOf(said), Boolean(said.checked));
}

function isSpeech({ kind = "speech" }) {
  return kind === "speech";
}

function nameOf(said, people) {
  return isSpeech(said) ? people.nameOf(said) : (KINDS[said.kind] ?? "");
}

/** In whole seconds, or null. */
function beginOf(state, line) {
  const [begin] = spanOf(state, line) ?? [];
  return begin === undefined ? null : Math.floor(begin);
}

/** Headings, stage directions and clock times look like what they are; a screen reader, to which the margin is nothing, says it. */
export function looks(lines, people) {
  return ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.decorations = looked(view, lines, people);
      }

      update(update) {
        const redrawn = update.transactions.some((one) => one.effects.some((effect) => effect.is(redraw)));
        if (update.docChanged || update.viewportChanged || redrawn) this.decorations = looked(update.view, lines, people);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

function looked(view, lines, people) {
  const found = [];
  for (const { from, to } of view.visibleRanges)
    for (let line = view.state.doc.lineAt(from); ; line = view.state.doc.line(line.number + 1)) {
      const said = lines.at(line.number);
      const attributes = { class: `kind-${said.kind ?? "speech"}${said.checked ? " checked" : ""}`, ...label(view.state, line, said, people) };
      found.push(Decoration.line({ attributes }).range(line.from));
      if (line.to >= to || line.number === view.state.doc.lines) break;
    }
  return Decoration.set(found, true);
}

function label(state, line, said, people) {
  const words = [spoken(beginOf(state, line)), nameOf(said, people), said.checked && "確認済み"];
  return { role: "group", "aria-label": words.filter(Boolean).join(" ") };
}

function spoken(seconds) {
  if (seconds === null) return "";
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours ? `${hours}時間` : ""}${minutes}分${seconds % 60}秒`;
}
