// 打鍵: a key that is pressed becomes what it does, also while writing; never while an input method converts.

/** What one wants of the sound while one is asked something, too. */
export const STEPS = new Set(["review", "back", "on"]); // again and again while the key, or the pedal, is down
export const SOUND = new Set([...STEPS, "hold", "play", "slower", "faster"]);
export const AGAIN_MS = 700; // a keyboard repeats thirty times a second: from that nobody finds a place

/** Which a key that is kept down does again and again. */
const AGAIN = new Set([
  ...STEPS,
  ..."slower faster previous next nextDoubt previousDoubt nextHit previousHit zoomIn zoomOut undo redo".split(" "),
]);

/** `acts`: what to do, by the names in `KEYS`. Keys mean the same wherever the cursor is on the page. */
export function listen(acts, keys) {
  let held = null; // the key that plays while it is down
  let stepped = 0;
  const letGo = () => {
    if (held) acts.letGo();
    held = null;
  };
  const isTooSoon = (act, { repeat, timeStamp }) => repeat && STEPS.has(act) && timeStamp - stepped < AGAIN_MS;
  const hear = (event) => {
    const asked = document.querySelector("dialog[open]");
    const act = asked ? actBeside(asked, event, keys) : actOf(event, keys);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    if (asked && !SOUND.has(act)) return;
    if ((event.repeat && !AGAIN.has(act)) || isTooSoon(act, event)) return;
    if (act === "hold") held = event.key;
    stepped = event.timeStamp;
    acts[act]();
  };
  const isConverting = (event) => event.isComposing || event.keyCode === 229;
  addEventListener("keydown", (event) => isConverting(event) || hear(event), { capture: true });
  addEventListener("keyup", (event) => event.key === held && letGo(), { capture: true });
  addEventListener("blur", letGo);
}

function actOf(event, keys) {
  const names = pressed(event);
  return isOwnOf(event.target, names) ? null : (keys.actOf(names) ?? elsewhere(event));
}

/** While one is asked something: Esc is the answer "no", and what writes or chooses there is the browser's. */
function actBeside(dialog, event, keys) {
  const names = pressed(event);
  const place = dialog.contains(event.target) ? event.target : dialog; // nothing in it may have the focus
  return names === "Escape" || isOwnOf(place, names) ? null : keys.actOf(names);
}

/**
 * 再生キー: what the browser keeps for itself while something plays comes as a key that is pressed all the same. A pause
 * while nothing plays (a headset was unplugged, say) is no key.
 */
export function soundKeys(session, player) {
  const pressed = (key) => new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  const keys = {
    play: "MediaPlayPause",
    pause: "MediaPlayPause",
    previoustrack: "MediaTrackPrevious",
    nexttrack: "MediaTrackNext",
    stop: "MediaStop",
  };
  for (const [action, key] of Object.entries(keys))
    session?.setActionHandler(action, () => {
      if (action !== (player.isPlaying ? "play" : "pause")) document.activeElement.dispatchEvent(pressed(key));
    });
}

/** Does what has the focus, or what it is in, say that it needs this key itself (`data-keys`; `*`: every key)? */
function isOwnOf(target, names) {
  const own = target.closest?.("[data-keys]")?.dataset.keys.split(" ") ?? [];
  return own.includes(names) || own.includes("*");
}

export function pressed({ key, code, ctrlKey, metaKey, altKey, shiftKey }) {
  const named = altKey && /^Digit\d$/.test(code) ? code.at(-1) : key.length === 1 ? key.toLowerCase() : key;
  const held = [(ctrlKey || metaKey) && "Mod", altKey && "Alt", shiftKey && "Shift"];
  return [...held, named].filter(Boolean).join("-");
}

/** Where nothing is written, shorter keys will do; but those that what has the focus takes itself. */
function elsewhere({ target, key, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey || target.closest("input, textarea, [contenteditable=true]")) return null;
  if (key === "?") return "help";
  if (target.closest("select, button, summary, a")) return null;
  return { " ": "play", ArrowLeft: "back", ArrowRight: "on" }[key] ?? null;
}
