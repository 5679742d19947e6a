// 差し出し: what can no longer be saved where it was typed is taken from there, and offered to whoever typed it.
import { EditorState, Prec, StateEffect } from "@codemirror/state";
import { unwritten } from "../text/editor.js";
import { Pending } from "./pending.js";
import { Salvage } from "./salvage.js";
import { unsent } from "./written.js";

const READ_IT = "要る文字をコピーして、本文に入れてください。消すまでは、この画面を開くたびに出ます。";
const [REPLACED, NO_RIGHT] = ["この文字を入力したあとで、新しい粗原稿ができました。", "この会議は、直せなくなりました。"];

/** The copy is given up, with what is just being converted; -> the keys of what is no longer pending. */
export function giveUp({ connection, binding, composing, saved }, salvage, why) {
  composing.stop();
  if (connection.unsaved) salvage.keep(saved.unsaved(), why);
  return connection.close();
}

/** What stands there can be read and copied; a dialog that is still open would write in it past CodeMirror. */
export function freeze(view) {
  view.dispatch({ effects: StateEffect.appendConfig.of([Prec.highest(EditorState.readOnly.of(true)), unwritten]) });
  for (const dialog of document.querySelectorAll("dialog[open]:not(#salvage)")) dialog.close();
}

/** For whoever cannot put it back. */
export function show(salvage, dialog, signal) {
  return salvage.offer(dialog, { how: READ_IT, signal });
}

/**
 * What the server refused, and what a page left behind that was closed without a network: before another draft took the
 * place of its own (`others`: their ids), or before its writer lost the right to correct the meeting.
 */
export async function offer({ dialog, base, account, draft, others, salvage, copy: { binding, connection } }) {
  const signal = connection.ended;
  const mayEdit = !binding.view.state.readOnly;
  const earlier = others.map((one) => [one, new Salvage(account, one)]);
  if (!mayEdit) await collect(base, account, draft, salvage, NO_RIGHT);
  for (const [one, own] of earlier) await collect(base, account, one, own, REPLACED);
  for (const own of [salvage, ...earlier.map(([, one]) => one)]) {
    if (signal.aborted) return;
    await own.offer(dialog, { binding: mayEdit && own === salvage ? binding : null, how: READ_IT, signal });
  }
}

/** Their ids mean other lines than this draft's, so that nothing goes back by itself. */
async function collect(base, account, draft, salvage, why) {
  const pending = new Pending(`${account}/${draft}`);
  await pending.open();
  const left = await pending.all();
  if (!left.length) return;
  const answer = await fetch(`${base}/desk/state?draft=${draft}`).catch(() => null);
  if (!answer || answer.redirected || (!answer.ok && answer.status !== 404)) return; // another time
  const state = answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
  const isKept = salvage.keep(unsent(state, left.map(({ update }) => update)), why);
  if (isKept) await pending.forget(left.map(({ key }) => key));
}
