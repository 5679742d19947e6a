// 断り: the server has sent this page away; why, what has become of the text, and what to do.

const KEPT = "入力した文字は、この端末に残っています。";
const NOT_KEPT = "入力した文字は、まだ保存されていません。このページを閉じないでください。";
const NOT_SIGNED_IN = 4401;

/** `desk`: the page's own address. */
export function dismissed(connection, problem, desk) {
  const [words, link] = ["words", "link"].map((part) => problem.querySelector(`#problem-${part}`));
  connection.addEventListener("dismissed", ({ detail: { code, reason } }) => {
    const told = reason + fate(connection);
    problem.hidden = false;
    if (words.textContent === told) return; // or it would be read out anew with every try
    const isSignedOut = code === NOT_SIGNED_IN;
    words.textContent = told;
    link.textContent = isSignedOut ? "別の画面でサインインする" : "この画面を開き直す";
    link.href = isSignedOut ? "/sign-in" : desk;
    link.target = isSignedOut ? "_blank" : "";
  });
  connection.addEventListener("state", () => {
    if (connection.isOpen && (connection.mayEdit || connection.onlyReads)) problem.hidden = true;
  });
}

function fate({ pending, unsaved, onlyReads }) {
  if (onlyReads) return "";
  if (pending.keeps) return KEPT;
  return unsaved ? NOT_KEPT : "";
}
