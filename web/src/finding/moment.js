// 時刻へ移る: to a moment that somebody names, in whatever way times are written.
import { clock } from "/static/pages/clock.js";
import { secondsOf } from "../sound/times.js";

/** `length()`: of the recording in seconds, NaN until that is known; `go(seconds)`. -> opens it. */
export function moment(dialog, { length, go }) {
  const [field, problem] = [dialog.querySelector("input"), dialog.querySelector("[role=alert]")];
  const tell = (words) => {
    problem.textContent = words;
    problem.hidden = !words;
  };
  const wrong = (seconds) => {
    if (seconds === null) return "時刻が分かりません。「1:02:03」「62:03」「75分」のように入れてください。";
    return seconds > length() ? `録音は ${clock(length())} までです。それより前の時刻を入れてください。` : "";
  };
  dialog.querySelector("form").onsubmit = (event) => {
    if (event.submitter?.value !== "go") return;
    const seconds = secondsOf(field.value);
    const words = wrong(seconds);
    tell(words);
    if (words) {
      event.preventDefault();
      field.select();
    } else dialog.addEventListener("close", () => go(seconds), { once: true }); // by then the text can have the focus
  };
  return () => {
    tell("");
    dialog.showModal();
    field.select();
  };
}
