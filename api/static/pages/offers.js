// もう一度起こした文: hearing where a difference lies, before anybody decides.
const sound = document.getElementById("sound");
document.querySelector(".differences")?.addEventListener("click", ({ target }) => {
  if (!target.matches("[data-at]")) return;
  sound.currentTime = Math.max(0, Number(target.dataset.at) - 0.3);
  sound.play();
});
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") sound?.pause();
});
