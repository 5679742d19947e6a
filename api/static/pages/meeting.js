// 聞きながら読む: the player, the phrase that is being heard, and going to hear any other.
import WaveSurfer from "/static/vendor/wavesurfer-8.0.1.esm.js";
import { clock } from "./clock.js";

const at = (id) => document.getElementById(id);
const sound = at("sound");
const phrases = [...document.querySelectorAll(".phrase")];
const starts = phrases.map((phrase) => Number(phrase.dataset.at));
let heard = null;

draw();

async function draw() {
  const answer = await fetch(`/meetings/${at("player").dataset.meeting}/peaks`);
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
    height: 56,
    normalize: true,
    waveColor: style.getPropertyValue("--wave"),
    progressColor: style.getPropertyValue("--accent"),
    cursorColor: style.getPropertyValue("--bad"),
    cspNonce: document.querySelector("script[nonce]").nonce,
  });
}

function go(seconds) {
  sound.currentTime = Math.max(0, seconds);
  sound.play();
}

function show() {
  at("time").textContent = clock(sound.currentTime);
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= sound.currentTime + 0.05) low = middle + 1;
    else high = middle;
  }
  const now = phrases[low - 1] ?? null;
  if (now === heard) return;
  heard?.classList.remove("now");
  heard = now;
  heard?.classList.add("now");
  if (!sound.paused) heard?.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

sound.addEventListener("timeupdate", show);
sound.addEventListener("play", () => (at("play").textContent = "停止"));
sound.addEventListener("pause", () => (at("play").textContent = "再生"));
at("play").addEventListener("click", () => (sound.paused ? sound.play() : sound.pause()));
at("speed").addEventListener("change", () => (sound.playbackRate = Number(at("speed").value)));
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-at]");
  const step = event.target.closest("[data-step]");
  if (button && !getSelection().toString()) go(Number(button.dataset.at));
  if (step) sound.currentTime += Number(step.dataset.step);
});
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea, button, summary, a") || event.ctrlKey || event.metaKey || event.altKey)
    return;
  if (event.key === " ") {
    event.preventDefault();
    at("play").click();
  }
  if (event.key === "ArrowLeft") sound.currentTime -= 5;
  if (event.key === "ArrowRight") sound.currentTime += 5;
});
at("next-doubt")?.addEventListener("click", () => {
  const doubts = [...document.querySelectorAll("mark")];
  const after = doubts.find((mark) => Number(mark.closest(".phrase").dataset.at) > sound.currentTime + 0.1) ?? doubts[0];
  if (!after) return;
  after.scrollIntoView({ block: "center" });
  go(Number(after.closest(".phrase").dataset.at));
});
