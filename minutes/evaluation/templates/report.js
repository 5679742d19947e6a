"use strict";
// Plays the sound of a passage, and leaves only the passages with errors where that is wished.

const BEFORE_S = 0.2;
const AFTER_S = 0.4;
let playing = null;

function stop() {
  if (!playing) return;
  playing.sound.pause();
  playing.passage.classList.remove("playing");
  playing = null;
}

function play(passage) {
  const sound = document.getElementById(passage.dataset.sound);
  const until = passage.dataset.to === undefined ? Infinity : Number(passage.dataset.to) + AFTER_S;
  stop();
  playing = { passage, sound, until };
  passage.classList.add("playing");
  sound.currentTime = Math.max(0, Number(passage.dataset.from) - BEFORE_S);
  sound.play().catch(stop);
}

document.addEventListener("click", (event) => {
  const passage = event.target.closest("[data-sound]");
  if (!passage || event.target.closest("a") || !getSelection().isCollapsed) return;
  if (playing && playing.passage === passage) stop();
  else play(passage);
});

for (const sound of document.querySelectorAll("audio")) {
  sound.addEventListener("timeupdate", () => {
    if (playing && playing.sound === sound && sound.currentTime >= playing.until) stop();
  });
  sound.addEventListener("ended", stop);
}

const onlyWrong = document.getElementById("only-wrong");
onlyWrong.closest("p").hidden = false;
onlyWrong.addEventListener("change", () => {
  document.body.classList.toggle("only-wrong", onlyWrong.checked);
});
