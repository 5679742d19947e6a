// 行端: Home and End stay in the line that one sees, as in a word processor, and do not go on to the paragraph's.
import { EditorSelection } from "@codemirror/state";
import { keymap } from "@codemirror/view";

const to = (forward, selects) => (view) => {
  const { main } = view.state.selection;
  const { head, assoc } = view.moveToLineBoundary(main, forward);
  const anchor = selects ? main.anchor : head;
  const selection = EditorSelection.range(anchor, head, undefined, undefined, assoc);
  view.dispatch({ selection, scrollIntoView: true, userEvent: "select" });
  return true;
};

const key = (name, forward) => ({ key: name, run: to(forward, false), shift: to(forward, true), preventDefault: true });

export const ends = keymap.of([key("Home", false), key("End", true)]);
