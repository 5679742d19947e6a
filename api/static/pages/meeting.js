// 聞きながら読む: the phrase that is being heard, kept in view, and going to hear any other.
import { go, isCommand, sound } from "./player.js";

const SOON_S = 0.05;
const at = (id) => document.getElementById(id);
const still = matchMedia("(prefers-reduced-motion: reduce)");
let phrases = [];
let starts = [];
let doubtful = [];
let heard = null;
let following = true;

read();

// Also after the draft was put in anew.
export function read() {
  phrases = [...document.querySelectorAll(".phrase")];
  starts = phrases.map((phrase) => Number(phrase.dataset.at));
  doubtful = phrases.filter((phrase) => phrase.querySelector("mark"));
  heard = null;
  show();
}

function last(seconds) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= seconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function show() {
  const begun = !sound.paused || sound.currentTime > 0;
  if (at("mend")) mend(begun);
  const now = begun ? (phrases[last(sound.currentTime + SOON_S)] ?? null) : null;
  if (now === heard) return;
  heard?.classList.remove("now");
  heard = now;
  heard?.classList.add("now");
  if (following && !sound.paused) bring(heard);
}

// The desk is opened at what one hears.
function mend(begun) {
  at("mend").hidden = !begun;
  if (begun) at("mend").search = `?at=${sound.currentTime.toFixed(1)}`;
}

// Into the upper half of what the player leaves free, and only when it has left it.
function bring(phrase) {
  if (!phrase) return;
  const free = at("player").getBoundingClientRect().bottom;
  const { top, bottom } = phrase.getBoundingClientRect();
  if (top >= free + 8 && bottom <= innerHeight * 0.8) return;
  scrollBy({ top: top - free - (innerHeight - free) * 0.2, behavior: still.matches ? "auto" : "smooth" });
}

function follow(on) {
  following = on;
  at("here").hidden = on;
}

function hear(phrase) {
  follow(true);
  go(Number(phrase.dataset.at));
  bring(phrase);
}

function step(by) {
  const now = last(sound.currentTime + SOON_S);
  hear(phrases[Math.min(Math.max(now + by, 0), phrases.length - 1)]);
}

function doubt() {
  const next = doubtful.findIndex((phrase) => Number(phrase.dataset.at) > sound.currentTime + SOON_S);
  const number = Math.max(next, 0);
  at("next-doubt").querySelector(".count").textContent = `（${number + 1}／${doubtful.length}）`;
  at("why").textContent = reasons(doubtful[number]);
  hear(doubtful[number]);
}

// The notes begin with their moment, which the player shows already.
function reasons(phrase) {
  const notes = [...phrase.querySelectorAll("mark")].map((mark) => mark.title.split("　").slice(1).join("、"));
  return [...new Set(notes)].join("、");
}

sound.addEventListener("timeupdate", show);
sound.addEventListener("seeked", show);
document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-at]");
  if (!place || getSelection().toString()) return;
  follow(true);
  go(Number(place.dataset.at));
});
// Whoever looks elsewhere in the draft is not pulled back.
for (const moved of ["wheel", "touchmove"]) {
  addEventListener(moved, (event) => sound.paused || event.target.closest("aside") || follow(false), { passive: true });
}
at("here").addEventListener("click", () => {
  follow(true);
  bring(heard);
});
at("next-doubt")?.addEventListener("click", doubt);
document.addEventListener("keydown", (event) => {
  if (!isCommand(event) || !phrases.length) return;
  const steps = { ArrowLeft: -1, ArrowRight: 1 };
  if (event.shiftKey && steps[event.key]) {
    event.preventDefault();
    step(steps[event.key]);
  }
  if (event.code === "KeyN" && !event.shiftKey && doubtful.length) doubt();
});
