// 名前を決める: without leaving the place where one listens.
import { read } from "./meeting.js";

document.addEventListener("submit", (event) => {
  const form = event.target.closest(".voice");
  if (!form) return;
  event.preventDefault();
  form.querySelector("button:not([type])").disabled = true;
  name(form);
});

async function name(form) {
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (!answer?.ok) return form.submit(); // the page that comes then says what to do
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const chosen = form.querySelector("label").htmlFor;
  for (const id of ["draft", "voices"]) document.getElementById(id).replaceWith(page.getElementById(id));
  document.getElementById(chosen).focus({ preventScroll: true });
  document.getElementById("told").textContent = "決めました。発言すべてに入りました。";
  read();
}
