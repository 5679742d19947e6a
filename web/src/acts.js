// すること: what the keys do (keys.js), with the text, the sound and the lines together.
import { EditorView } from "@codemirror/view";
import { of, speeches } from "./speakers/alone.js";
import { left, nextOf } from "./finding/checks.js";
import { beginningAt, momentAt, placeOf, spanOf } from "./sound/heard.js";
import { MARKS, toggled } from "./text/marks.js";
import { toggle } from "./sound/pausing.js";
import { lengthOf } from "./sound/silences.js";
import { clock } from "/static/pages/clock.js";

const WRITE_ON = "聞いて書き足してください。話し声でなければ「確認済み」にします。";
const READ_ON = "聞いて確かめてください。";

/** What stands before the way out, at any width. */
const TOP = [".masthead .me a", ".masthead summary"];

export function acts({ view, binding, composing, player, palette, finder, phrases, undo, help, told, people, voices, asHeard, drawn, waits, moment }) {
  const line = () => view.state.doc.lineAt(view.state.selection.main.head);
  const editing = (step) => () => {
    if (view.state.readOnly) return;
    if (composing.is) decide();
    composing.afterwards(step);
  };

  /** A button is pressed in the midst of a conversion, which ends as it stands, as wherever else somebody clicks. */
  function decide() {
    view.contentDOM.blur();
    view.focus();
  }

  function goTo({ from, to = from }, seconds = momentAt(view.state, from)) {
    view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    view.focus();
    if (seconds !== null) player.go(seconds);
  }

  function neighbour(step) {
    const number = line().number + step;
    if (number >= 1 && number <= view.state.doc.lines) goTo({ from: view.state.doc.line(number).from });
  }

  function doubt(direction) {
    const found = nextOf(left(view.state, binding.lines), view.state.selection.main, direction);
    if (!found) return told("確かめる所は、もうありません。");
    goTo(found, found.spans?.[0][0]);
    if (found.spans) return told(`${silenceIn(found.spans)}${view.state.readOnly ? READ_ON : WRITE_ON}`);
    return found.isMarked && told("要確認の印の所です。確かめたら、印を外してください。");
  }

  function loop() {
    const span = spanOf(view.state, line());
    if (span) told(player.loop(span) ? "この段落を繰り返します。" : "繰り返しを止めました。");
  }

  function pausing() {
    told(toggle(waits) ? "文字を打つあいだ、音を止めます。" : "文字を打つあいだも、音を止めません。");
  }

  function kind(name) {
    undo.pause();
    binding.change(() => binding.sayAll(selected(view), { kind: name }));
    undo.pause();
  }

  /** Where all are checked already they are no longer; else on to the next paragraph, for whoever reads on. */
  function checked() {
    const numbers = selected(view);
    const on = !numbers.every((number) => binding.lines.at(number).checked);
    undo.pause();
    binding.change(() => binding.sayAll(numbers, { checked: on || null }));
    undo.pause();
    told(on ? "確認済みにしました。" : "確認済みを外しました。");
    const next = numbers.at(-1) + 1;
    if (!on || next > view.state.doc.lines) return;
    const anchor = view.state.doc.line(next).from;
    view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "nearest", yMargin: 90 }) });
  }

  /** What is selected, or what is behind the cursor, becomes a paragraph; then one is asked whose it is. */
  function split() {
    const { from, to } = view.state.selection.main;
    const cuts = [...new Set([from, to])].filter((at) => isWithin(view.state.doc.lineAt(at), at));
    undo.pause();
    view.dispatch({ changes: cuts.map((at) => ({ from: at, insert: "\n" })), userEvent: "input" });
    undo.pause();
    const begin = from + (cuts[0] === from ? 1 : 0);
    view.dispatch({ selection: { anchor: begin, head: Math.max(begin, to + (cuts.includes(from) ? 1 : 0)) } });
    const numbers = selected(view);
    view.dispatch({ selection: { anchor: begin } });
    palette.open(numbers);
  }

  function alone(number) {
    const who = people.whoOf(binding.lines.at(number));
    const spans = of(speeches(view.state, binding.lines, people), who);
    if (!spans.length) return told("この段落は、録音のどこにあたるか分かりません。");
    told(`「${people.nameOf(binding.lines.at(number))}」だけを聞いています。`);
    return player.only(spans);
  }

  function aloneOrAll() {
    if (!player.isAlone) return alone(line().number);
    player.only(null);
    return told("すべての人を聞きます。");
  }

  function mark(name) {
    const change = toggled(view.state, name);
    if (!change) return told(`${MARKS[name]}の印を付ける文字を選んでから、押してください。`);
    undo.pause();
    binding.change(() => change.spans.forEach(([from, to]) => binding.mark(from, to, name, change.on)));
    undo.pause();
    return told(`${MARKS[name]}の印を${change.on ? "付けました" : "外しました"}。`);
  }

  return {
    play: () => player.toggle(),
    back: () => player.step(-5),
    on: () => player.step(5),
    review: () => player.step(-3),
    hold: () => player.hold(),
    letGo: () => player.letGo(),
    slower: () => player.faster(-1),
    faster: () => player.faster(1),
    hearHere: () => player.go(beginningAt(view.state, view.state.selection.main.head) ?? player.at),
    loop,
    alone: aloneOrAll,
    aloneAt: alone,
    pausing: editing(pausing),
    goTo: (number) => goTo({ from: view.state.doc.line(number).from }),
    checked: editing(checked),
    voices: () => voices.open(selected(view)),
    asHeard: () => asHeard.toggle(() => view.state),
    zoomIn: () => drawn.then((wave) => wave?.zoom(1)),
    zoomOut: () => drawn.then((wave) => wave?.zoom(-1)),
    previous: () => neighbour(-1),
    next: () => neighbour(1),
    goToTime: moment((seconds) => goTo({ from: placeOf(view.state, seconds)?.from ?? 0 }, seconds)),
    nextDoubt: () => doubt(1),
    previousDoubt: () => doubt(-1),
    speaker: editing(() => palette.open(selected(view))),
    split: editing(split),
    speech: editing(() => kind("speech")),
    heading: editing(() => kind("heading")),
    direction: editing(() => kind("direction")),
    cancelled: editing(() => mark("cancelled")),
    closed: editing(() => mark("closed")),
    check: editing(() => mark("check")),
    phrases: editing(() => phrases.open()),
    find: () => finder.open(),
    replace: () => finder.open(true),
    nextHit: () => finder.next(),
    previousHit: () => finder.previous(),
    replaceAll: () => finder.hasFocus && finder.all(),
    undo: editing(() => undo.undo()),
    redo: editing(() => undo.redo()),
    top: () => TOP.map((one) => document.querySelector(one)).find((one) => one?.checkVisibility())?.focus(),
    help,
  };
}

/** How much of the speech from here has no text. */
function silenceIn(spans) {
  const length = `${Math.ceil(lengthOf(spans))}秒`;
  if (spans.length === 1) return `ここから${length}、文字がありません。`;
  return `ここから${clock(spans.at(-1)[1])}までの声に、合わせて${length}、文字がありません。`;
}

function isWithin(line, place) {
  return line.from < place && place < line.to;
}

/** Numbers of the lines that the selection touches. */
export function selected(view) {
  const { from, to } = view.state.selection.main;
  const [first, end] = [view.state.doc.lineAt(from), view.state.doc.lineAt(to)];
  const last = from < to && to === end.from ? end.number - 1 : end.number; // a whole line is often selected with its end
  return Array.from({ length: last - first.number + 1 }, (_, place) => first.number + place);
}
