// フットペダルの画面: a pedal is connected, learnt by treading it, tried out, and given something to do.
import { obstacle } from "./hid.js";
import { pressed } from "../keys/keyboard.js";
import { nameOf } from "../keys/keys.js";
import { MOST, USES, apart, isSame, known, learnt, named } from "./pedals.js";

const STEADY_MS = 150; // what has not changed for so long is neither bouncing nor half-way
const OTHERS = /^Mod-|^(Shift-|Alt-)*(Tab|Enter|Escape| |Arrow\w+|Home|End|Page\w+|Control|Shift|Alt|Meta|Process|F5|F11|F12)$/;

/** `start(pedals)` -> what tells how they are trodden; `keys`: for pedals that are keys. -> opens it. */
export function pedalSheet(dialog, { hid, pedals, keys, start }) {
  const part = (name) => dialog.querySelector(`[data-part=${name}]`);
  const body = dialog.querySelector("tbody");
  let asking = null; // {chosen, found, heard, idle}: while the pedals of a device are learnt

  const said = (words) => (part("said").textContent = words);

  function begin() {
    const treading = start(pedals.own?.pedals ?? []);
    treading.addEventListener("trodden", ({ detail }) => light(detail, true));
    treading.addEventListener("letGo", ({ detail }) => light(detail, false));
  }

  function light(place, isDown) {
    body.rows[place]?.classList.toggle("trodden", isDown);
  }

  function draw() {
    const [problem, { own }] = [obstacle(), pedals];
    part("problem").hidden = !problem;
    part("problem").textContent = problem;
    part("asking").hidden = !asking;
    part("table").hidden = Boolean(asking) || !own;
    part("connect").hidden = Boolean(problem) || Boolean(asking) || (Boolean(own) && hid.isOpen);
    part("again").hidden = !hid.isOpen || Boolean(asking) || !own;
    part("forget").hidden = Boolean(asking) || !own;
    part("device").textContent = own ? where(own, hid.isOpen) : "";
  }

  function rows() {
    const own = pedals.own?.pedals ?? [];
    body.replaceChildren(...own.map((pedal, place) => row(pedal, (act) => change(place, act))));
  }

  function change(place, act) {
    pedals.change(place, act);
    begin();
    said("変えました。このブラウザで使います。");
  }

  async function connect() {
    said("");
    try {
      const chosen = await hid.choose();
      if (!chosen) return said("ペダルは選ばれませんでした。一覧に無いときは、差し込み方を確かめてください。");
      if (pedals.own?.device === chosen.device) return settle(pedals.own, "つながりました。踏むと、灯りがつきます。");
      const layout = known(chosen.device);
      if (layout) return settle(layout, "つながりました。踏むと、灯りがつきます。ちがう所がつくときは「覚え直す」を押してください。");
      return ask(chosen);
    } catch (problem) {
      await goBack();
      return said(problem.message);
    }
  }

  /** To the pedal that was there before. */
  async function goBack() {
    const [{ own }, other] = [pedals, asking?.chosen];
    clearTimeout(asking?.timer);
    asking = null;
    if (!own) await hid.close();
    else if (!hid.isOpen || other?.device !== own.device) await hid.remember(own.device);
    draw();
  }

  function settle(own, words) {
    clearTimeout(asking?.timer);
    asking = null;
    pedals.keep(own);
    begin();
    rows();
    draw();
    said(words);
    body.querySelector("select")?.focus();
  }

  function ask(chosen) {
    asking = { chosen, found: [], heard: [], idle: [] };
    draw();
    said("");
    question("いちばん左のペダルを踏んで、離してください。");
    part("stop").focus();
  }

  function question(words) {
    part("asked").textContent = words;
    part("enough").hidden = !asking.found.length;
  }

  function hear(report) {
    if (!asking || (asking.heard.length && isSame(asking.heard.at(-1), report))) return;
    asking.heard.push(report);
    clearTimeout(asking.timer);
    asking.timer = setTimeout(learn, STEADY_MS);
  }

  function learn() {
    const next = learnt(asking.heard, asking.idle);
    if (!next) return;
    asking.idle.push(asking.heard.at(-1));
    asking.heard = [];
    if (asking.found.some((one) => one.report === next.report && String(one.bits) === String(next.bits)))
      return question("それは、もう覚えたペダルです。ほかに無ければ「これで全部」を押してください。");
    asking.found.push(next);
    if (asking.found.length === MOST) return enough();
    question(
      `${asking.found.length}つ覚えました。その右のペダルを踏んで、離してください。ほかに無ければ「これで全部」を押してください。`,
    );
    return part("enough").focus();
  }

  function enough() {
    const own = { ...asking.chosen, pedals: named(apart(asking.found)) };
    settle(own, "覚えました。このブラウザで使います。踏むと、灯りがつきます。");
  }

  async function stop() {
    await goBack();
    if (dialog.open) [part("again"), part("connect")].find((button) => !button.hidden)?.focus();
  }

  /** Many pedals are keyboards to the computer: those need no connecting. */
  function key(event) {
    const sent = pressed(event);
    if (OTHERS.test(sent)) return;
    event.preventDefault();
    const use = USES.find(([act]) => act === keys.actOf(sent));
    const now = use ? `いまは「${use[1]}」に使われます。` : "";
    const how =
      sent.length === 1
        ? "文字のキーは使えないので、ペダルの設定ソフトで F13 などに変えてください。"
        : "「使い方」の表の「変える」を押してからペダルを踏むと、使い道を選べます。";
    said(`キー（${nameOf(sent).join("＋")}）が届きました。ペダルからなら、つながなくても使えます。${now}${how}`);
  }

  part("connect").onclick = connect;
  part("again").onclick = () => ask(pedals.own);
  part("enough").onclick = enough;
  part("stop").onclick = stop;
  part("forget").onclick = async () => {
    pedals.keep(null);
    await hid.close();
    begin();
    rows();
    draw();
    said("このペダルを使わないようにしました。");
    part("connect").focus();
  };
  dialog.addEventListener("keydown", key);
  dialog.addEventListener("close", () => asking && stop());
  hid.addEventListener("report", ({ detail }) => hear(detail));
  hid.addEventListener("state", () => dialog.open && draw());
  begin();
  rows();
  if (pedals.own) hid.remember(pedals.own.device);
  return () => {
    said("");
    draw();
    dialog.showModal();
  };
}

function where({ name }, isOpen) {
  return isOpen
    ? `「${name}」につながっています。`
    : `「${name}」は、つながっていません。差し込んでも変わらないときは「フットペダルをつなぐ」を押してください。使い道は覚えています。`;
}

function row({ side, act }, changed) {
  const line = document.createElement("tr");
  const [name, use] = [document.createElement("td"), document.createElement("td")];
  name.append(Object.assign(document.createElement("span"), { className: "light" }), side);
  const choice = document.createElement("select");
  choice.ariaLabel = `${side}のペダルですること`;
  choice.append(...USES.map(([value, words]) => new Option(words, value, false, value === act)));
  choice.onchange = () => changed(choice.value);
  use.append(choice);
  line.append(name, use);
  return line;
}
