// 速さ: how fast somebody listens, on a meeting's page and at its desk; this browser remembers it.
const KEPT = "minutes-speed";

/** `choice`: the speeds that there are; without a `rate` the one that was chosen last. */
export function setSpeed(sound, choice, rate = localStorage.getItem(KEPT)) {
  choice.value = rate ?? "1";
  if (!choice.value) choice.value = "1";
  sound.preservesPitch = true;
  sound.defaultPlaybackRate = sound.playbackRate = Number(choice.value);
  try {
    localStorage.setItem(KEPT, choice.value);
  } catch {
    // no room: the next page plays as fast as before
  }
}
