// 一度だけ: what takes seconds is asked for once, however often the button is pressed.
document.addEventListener("submit", ({ target, submitter }) => {
  setTimeout(() => { // a button that is not to be pressed any more would not be sent along
    for (const button of target.querySelectorAll("button:not([type])")) button.disabled = true;
    if (submitter?.dataset.busy) submitter.textContent = submitter.dataset.busy;
  });
});
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
