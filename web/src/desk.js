// 校正卓: everything put together, on one screen; each part knows its own matter alone.
import * as Y from "yjs";
import { EditorView } from "@codemirror/view";
import { acts } from "./acts.js";
import { Palette } from "./choosing/palette.js";
import { Phrases } from "./choosing/phrases.js";
import { Remembered } from "./choosing/remembered.js";
import { Finder } from "./finding/finder.js";
import { moment } from "./finding/moment.js";
import { Place, Places } from "./finding/place.js";
import { first } from "./first.js";
import { Headway, Listened } from "./headway.js";
import { help } from "./keys/help.js";
import { listen, soundKeys } from "./keys/keyboard.js";
import { Keys } from "./keys/keys.js";
import { buttons, titles } from "./keys/tools.js";
import { pedalling } from "./pedals/footwork.js";
import { Connection } from "./saving/connection.js";
import { dismissed } from "./saving/dismissed.js";
import { lamp } from "./saving/lamp.js";
import { freeze, giveUp, offer, show as showOnly } from "./saving/offering.js";
import { Pending } from "./saving/pending.js";
import { Salvage } from "./saving/salvage.js";
import { Saved } from "./saving/saved.js";
import { following } from "./sound/following.js";
import { beginningAt, doubtful, doubts, heardIn, mending, parts, underlined } from "./sound/heard.js";
import { pausing } from "./sound/pausing.js";
import { Player } from "./sound/player.js";
import { silences, silencesIn } from "./sound/silences.js";
import { colouring, wave } from "./sound/wave.js";
import { People } from "./speakers/people.js";
import { Voices } from "./speakers/voices.js";
import { AsHeard } from "./text/asheard.js";
import { Binding, redraw } from "./text/binding.js";
import { colleagues } from "./text/colleagues.js";
import { Composing } from "./text/composing.js";
import { editor } from "./text/editor.js";
import { Lines } from "./text/lines.js";
import { looks, margin } from "./text/margin.js";
import { marking } from "./text/marks.js";
import { Undo } from "./text/undo.js";

const SAID_MS = 8_000;
const [NAMED, PHRASES] = [9, 20]; // so many are remembered
const TRIES_MS = [1_000, 3_000, 10_000];
const FINGERS = "(pointer: coarse), (max-width: 30rem)"; // whoever begins to write there sees the text no longer
let saying = 0;

const at = (id) => document.getElementById(id);
const { meeting, draft, account, others, at: asked } = at("desk").dataset;
const base = `/meetings/${meeting}`;
const { nonce } = document.querySelector("script[nonce]");
const player = new Player(at("sound"), { play: at("play"), time: at("time"), speed: at("speed") });
const salvage = new Salvage(account, draft);
const place = new Place(new Places(localStorage), `${account}/${draft}`, player, asked ? Number(asked) : null);
const does = {}; // what the keys do, of the copy that is open
const keys = new Keys(localStorage);
soundKeys(navigator.mediaSession, player);
pedalling({ sheet: at("pedals"), help: at("help") }, does, keys, say);
listen(new Proxy(does, { get: (own, name) => own[name] ?? (() => {}) }), keys);
titles(keys);
first(at("hint"), localStorage);
let painted = null; // called when the text is on the screen and can be edited
const drawn = new Promise((done) => (painted = done))
  .then(() => wave(`${base}/peaks`, at("sound"), at("wave"), nonce))
  .catch(() => null);
const listened = new Listened();
player.addEventListener("alone", () => (at("alone").hidden = !player.isAlone));
player.addEventListener("over", () => say("この人の発言は、ここで終わりです。再生すると、また初めから聞けます。"));
begin();

async function begin() {
  const pending = new Pending(`${account}/${draft}`);
  await pending.open();
  const [doc, composing] = [new Y.Doc(), new Composing()];
  const address = `${location.origin.replace(/^http/, "ws")}${base}/desk/live?draft=${draft}&account=${account}`;
  const connection = new Connection(address, doc, pending, composing);
  const saved = new Saved(doc, connection);
  does.saved = lamp(at("lamp"), connection, say);
  const heard = new Promise((done) => connection.addEventListener("welcome", () => done(hear()), { once: true }));
  connection.addEventListener("ready", () => show(doc, composing, connection, saved, heard), { once: true });
  dismissed(connection, at("problem"), `${base}/desk`);
  connection.addEventListener("offered", ({ detail }) => (at("offered").hidden = !detail.offered));
  await connection.open();
}

/** When what was said; the text can be corrected without it, so that the server makes it while the text is drawn. */
async function hear() {
  for (const pause of [...TRIES_MS, 0]) {
    const answer = await fetch(`${base}/desk/heard`).catch(() => null);
    const told = answer?.ok ? await answer.json().catch(() => null) : null;
    if (told) return told;
    await new Promise((done) => setTimeout(done, pause));
  }
  say("時刻と波線を読み込めませんでした。この画面を開き直してください。文字は、このままでも直せます。");
  return { voices: [], lines: [] };
}

function show(doc, composing, connection, saved, heard) {
  const text = doc.getText("text");
  const delta = text.toDelta();
  const [lines, people] = [new Lines(delta), new People(doc)];
  const binding = new Binding(text, lines, composing);
  saved.attach(binding); // before the editor, with which the first thing may be written
  const undo = new Undo(binding, people);
  const choose = (line) => palette.open([line.number]);
  const headway = new Headway(at("headway"), {
    address: `${base}/desk/headway`,
    draft,
    listened,
    player,
    mayEdit: connection.mayEdit,
  });
  const asHeard = new AsHeard(at("as-heard"), `${base}/desk/as-heard`, lines);
  const finder = new Finder(at("find"), binding, undo, composing);
  const view = editor({
    parent: at("text"),
    binding,
    composing,
    mayEdit: connection.mayEdit,
    nonce,
    extensions: [
      marking(delta),
      parts,
      doubtful,
      doubts,
      silences,
      mending(lines, composing),
      underlined,
      finder.extensions,
      margin(lines, people, { go: (seconds) => player.go(seconds), choose }),
      looks(lines, people),
      following(player),
      pausing(player, at("pausing"), localStorage),
      colouring(drawn, lines, people),
      asHeard.extension,
      EditorView.updateListener.of((update) => headway.follow(update)),
      EditorView.updateListener.of((update) => place.follow(update)),
      colleagues(connection, text, at("colleagues"), composing),
    ],
  });
  headway.begin(view.state, lines);
  const last = new Remembered(localStorage, `minutes-desk-last-${account}-${draft}`, NAMED);
  const palette = new Palette(at("palette"), { binding, people, undo, told: say, last });
  const own = new Remembered(localStorage, `minutes-desk-phrases-${account}`, PHRASES);
  const phrases = new Phrases(at("phrases"), { binding, undo, own });
  people.observe(() => composing.afterwards(() => view.dispatch({ effects: redraw.of(null) })));
  const sheet = help(at("help"), keys, () => titles(keys));
  const voices = new Voices(at("voices"), {
    binding,
    people,
    undo,
    told: say,
    does: { hear: (number) => does.goTo(number), alone: (number) => does.aloneAt(number), name: (own) => palette.open(own, "voice") },
  });
  const ask = (go) => moment(at("moment"), { length: () => at("sound").duration, go });
  const all = { view, binding, composing, player, people, palette, finder, phrases, voices, asHeard, undo, drawn, waits: at("pausing"), moment: ask };
  Object.assign(does, acts({ ...all, help: sheet, told: say }));
  buttons(does, at("more"), view);
  connection.addEventListener("state", () => connection.unsaved || binding.touched.clear());
  const copy = { connection, binding, composing, headway, saved };
  const { ended: signal } = connection;
  connection.addEventListener("refused", ({ detail }) => again(copy, detail.why), { signal });
  connection.addEventListener("dismissed", ({ detail }) => detail.isFinal && over(copy, detail.reason), { signal });
  leaving(copy);
  place.attach(view, lines);
  player.first = () => (place.isChosen ? beginningAt(view.state, view.state.selection.main.head) : null);
  requestAnimationFrame(() =>
    setTimeout(() => {
      performance.mark("desk is ready");
      painted();
    }),
  );
  heard.then((told) => {
    if (connection.ended.aborted) return; // another copy may stand here by now
    people.labels = told.voices;
    headway.know(told);
    composing.afterwards(() => {
      const known = [view.state.doc, told, lines.numbers()];
      view.dispatch({ effects: [heardIn(...known), silencesIn(...known), redraw.of(null)] });
      place.know();
    });
    at("desk").dataset.ready = "";
    performance.mark("desk knows when");
  });
  if (document.activeElement === document.body && !matchMedia(FINGERS).matches) view.focus();
  offer({ dialog: at("salvage"), base, account, draft, others: others.split(" ").filter(Boolean), salvage, copy });
}

/** The server's word holds: a new copy, and what was typed is offered again. Nobody can write where it would be lost. */
async function again(copy, why) {
  place.keep();
  copy.headway.stop();
  const keys = giveUp(copy, salvage, why);
  copy.binding.view.destroy();
  delete at("desk").dataset.ready;
  await copy.connection.pending.forget(await keys);
  begin();
}

/** Nothing that is written here can be saved any more. */
async function over(copy, why) {
  copy.headway.stop();
  const keys = giveUp(copy, salvage, why);
  freeze(copy.binding.view);
  copy.connection.dispatchEvent(new Event("state"));
  if (salvage.stays) await copy.connection.pending.forget(await keys); // or the next page collects it (offering.js)
  showOnly(salvage, at("salvage"));
}

/** Somebody signs out, here or in another tab (static/pages/sign_out.js): the text goes off the screen. */
function leaving({ connection, headway, binding }) {
  const channel = new BroadcastChannel("minutes-sign-out");
  connection.ended.addEventListener("abort", () => channel.close());
  channel.onmessage = () => {
    connection.close();
    headway.stop();
    binding.view.destroy();
  };
}

/** Over the text, for as long as it takes to read. */
function say(words) {
  at("said").textContent = words;
  clearTimeout(saying);
  saying = setTimeout(() => (at("said").textContent = ""), SAID_MS);
}

