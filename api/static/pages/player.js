// 聞く: the sound with its waveform, its speed and its keys.
import WaveSurfer from "/static/vendor/wavesurfer-8.0.1.esm.js";
import { clock } from "./clock.js";
import { setSpeed } from "./speed.js";

const at = (id) => document.getElementById(id);
const player = at("player");
const speed = at("speed");
export const sound = at("sound");

export function go(seconds) {
  sound.currentTime = Math.max(0, seconds);
  sound.play();
}

draw();
setSpeed(sound, speed);

async function draw() {
  const answer = await fetch(`/meetings/${player.dataset.meeting}/peaks${player.dataset.which}`);
  if (!answer.ok) return;
  const data = await answer.arrayBuffer();
  const [, , rate, hop, points] = new Int32Array(data, 0, 6);
  const ends = new Int8Array(data, 24);
  const style = getComputedStyle(document.documentElement);
  WaveSurfer.create({
    container: "#wave",
    media: sound,
    peaks: [Array.from({ length: points }, (_, point) => Math.max(-ends[2 * point], ends[2 * point + 1]) / 128)],
    duration: (points * hop) / rate,
    height: "auto", // what the style gives it, also when the window changes
    normalize: true,
    barWidth: 2,
    barGap: 1,
    barRadius: 1,
    waveColor: style.getPropertyValue("--wave"),
    progressColor: style.getPropertyValue("--accent"),
    cursorColor: style.getPropertyValue("--bad"),
    cspNonce: document.querySelector("script[nonce]").nonce,
  });
}

// Mostly because the sign-in ran out: then the page asks for a new one.
async function silent() {
  const answer = await fetch(`/meetings/progress?of=${player.dataset.meeting}`).catch(() => null);
  if (answer?.redirected) location.reload();
  else at("mute").hidden = false;
}

function shift(by) {
  const option = speed.options[speed.selectedIndex + by];
  if (option) setSpeed(sound, speed, option.value);
}

sound.addEventListener("timeupdate", () => (at("time").textContent = clock(sound.currentTime)));
sound.addEventListener("play", () => (at("play").textContent = "停止"));
sound.addEventListener("pause", () => (at("play").textContent = "再生"));
sound.addEventListener("error", silent);
speed.addEventListener("change", () => setSpeed(sound, speed, speed.value));
at("play").addEventListener("click", () => (sound.paused ? sound.play() : sound.pause()));
player.addEventListener("click", (event) => {
  const step = event.target.closest("[data-step]");
  if (step) sound.currentTime += Number(step.dataset.step);
});
// Whoever clicks does not mean the keys: the space bar goes on to play and stop, wherever was clicked last.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("#player button, [data-at], #next-doubt")) event.preventDefault();
});

const KEYS = {
  " ": () => at("play").click(),
  ArrowLeft: () => (sound.currentTime -= 5),
  ArrowRight: () => (sound.currentTime += 5),
  "[": () => shift(-1),
  "]": () => shift(1),
};
document.addEventListener("keydown", (event) => {
  if (!isCommand(event) || event.shiftKey || !KEYS[event.key]) return;
  if (event.key === " " && event.target.closest("button, summary")) return;
  event.preventDefault();
  KEYS[event.key]();
});

// Not what is typed, and not what the browser does with it.
export function isCommand(event) {
  const typing = event.target.closest("input, select, textarea");
  return !typing && !event.isComposing && !event.ctrlKey && !event.metaKey && !event.altKey;
}
