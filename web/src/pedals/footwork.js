// 踏む: what is done when a pedal goes down, as long as it is down, and when it comes up.
import { Hid } from "./hid.js";
import { AGAIN_MS, SOUND, STEPS } from "../keys/keyboard.js";
import { Pedals, Treading } from "./pedals.js";
import { pedalSheet } from "./pedalsheet.js";

/** Pedals work as soon as the page is there; their sheet is reached from that of the keys, and the other way round. */
export function pedalling({ sheet, help }, does, keys, told) {
  const hid = new Hid();
  const turn = new Turn();
  const start = footwork(hid, does, { isOff: () => sheet.open || !turn.isMine, told });
  const open = pedalSheet(sheet, { hid, pedals: new Pedals(localStorage), keys, start });
  help.querySelector("[data-part=pedals]").onclick = () => {
    help.close();
    open();
  };
  sheet.querySelector("[data-part=keys]").onclick = () => {
    sheet.close();
    does.help?.();
  };
}

/** 番: of several desks that are open in a browser the pedals are for that which was looked at last. */
class Turn {
  #others = new BroadcastChannel("minutes-pedals");
  isMine = true;

  /** Nobody looks at a desk that is opened behind another: it asks whether there is one whose turn it is. */
  constructor() {
    this.#others.onmessage = ({ data }) => (data === "whose?" ? this.isMine && this.#take() : (this.isMine = false));
    addEventListener("focus", () => this.#take());
    if (document.hasFocus()) this.#take();
    else this.#others.postMessage("whose?");
  }

  #take() {
    this.isMine = true;
    this.#others.postMessage("mine");
  }
}

/** `does`: the acts; `isOff()`: the pedals only light up now; `told(words)`. -> begins anew with other pedals. */
function footwork(hid, does, { isOff, told }) {
  let treading = new Treading([]);
  const again = new Map();

  function tread(pedals, place) {
    const { act } = pedals[place];
    if (isOff() || act === "none" || (!SOUND.has(act) && document.querySelector("dialog[open]"))) return;
    if (SOUND.has(act) && navigator.userActivation?.hasBeenActive === false)
      told("ブラウザが音を止めています。画面のどこかを一度押すと、ペダルで再生できます。");
    does[act]?.();
    if (STEPS.has(act)) again.set(place, setInterval(() => does[act]?.(), AGAIN_MS));
    if (act === "hold") again.set(place, "hold");
  }

  function letGo(place) {
    if (again.get(place) === "hold") does.letGo?.();
    else clearInterval(again.get(place));
    again.delete(place);
  }

  hid.addEventListener("report", ({ detail }) => treading.hear(detail));
  hid.addEventListener("state", () => hid.isOpen || treading.end());
  return (pedals) => {
    treading.end();
    treading = new Treading(pedals);
    treading.addEventListener("trodden", ({ detail }) => tread(pedals, detail));
    treading.addEventListener("letGo", ({ detail }) => letGo(detail));
    return treading;
  };
}
