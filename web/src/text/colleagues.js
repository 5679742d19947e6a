// 一緒に直す人: who has the draft open, and where each of them writes.
import { StateEffect } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType } from "@codemirror/view";
import * as Y from "yjs";

const COLOURS = 8;
const OFTEN_MS = 80;
/** Map: number of a colleague -> their flag, or null. */
const moved = StateEffect.define();

class Flag extends WidgetType {
  constructor(name, colour) {
    super();
    Object.assign(this, { name, colour });
  }

  eq(other) {
    return other.name === this.name && other.colour === this.colour;
  }

  toDOM() {
    const flag = Object.assign(document.createElement("span"), { className: `flag flag-${this.colour}` });
    flag.append(Object.assign(document.createElement("span"), { className: "flag-name", textContent: this.name }));
    flag.ariaHidden = "true";
    return flag;
  }

  ignoreEvent() {
    return true;
  }
}

/** `list` is the element that names everybody. -> an extension. */
export function colleagues(connection, text, list, composing) {
  const here = new Map(); // number -> name
  const news = new Map(); // who has come, gone or moved since they were drawn: number -> what they said last, or null
  let view = null;
  const draw = () => {
    if (!view) return;
    const places = [...news].map(([number, said]) => [number, said?.cursor && flagOf(said, number, text, view.state.doc.length)]);
    news.clear();
    view.dispatch({ effects: moved.of(new Map(places)) });
  };
  const tell = (number, said) => {
    if (!news.size) requestAnimationFrame(() => composing.afterwards(draw)); // eleven people move more often than one sees
    news.set(number, said);
    if (here.get(number) === said?.name) return;
    if (said) here.set(number, said.name);
    else here.delete(number);
    list.replaceChildren(...[...here].map(([one, name]) => badge(name, one)));
  };
  connection.addEventListener("here", ({ detail }) => tell(detail.here, detail));
  connection.addEventListener("gone", ({ detail }) => tell(detail.gone, null));
  const forget = () => [...here.keys()].forEach((number) => tell(number, null));
  connection.addEventListener("state", () => connection.isOpen || forget());
  connection.ended.addEventListener("abort", forget);
  return [flags((own) => (view = own)), pointing(connection, text, composing)];
}

function badge(name, number) {
  const one = document.createElement("li");
  one.className = `badge flag-${number % COLOURS}`;
  one.textContent = name;
  return one;
}

/** Looking for a place takes Yjs time that grows with the text: of who has moved, and of nobody else. */
function flagOf({ cursor, name }, number, text, end) {
  const place = placeOf(cursor.head, text);
  const widget = new Flag(name, number % COLOURS);
  return place === null ? null : Decoration.widget({ widget, side: 1, number }).range(Math.min(place, end));
}

function flags(attached) {
  return ViewPlugin.fromClass(
    class {
      decorations = Decoration.none;

      constructor(view) {
        attached(view);
      }

      update({ changes, transactions }) {
        this.decorations = this.decorations.map(changes);
        const all = transactions.flatMap((one) => one.effects.filter((effect) => effect.is(moved)));
        for (const { value } of all) {
          const add = [...value.values()].filter(Boolean);
          this.decorations = this.decorations.update({ filter: (_1, _2, { spec }) => !value.has(spec.number), add, sort: true });
        }
      }

      destroy() {
        attached(null);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

/** Tell the others where one writes: not more often than they can see. */
function pointing(connection, text, composing) {
  let timer = 0;
  let last = "";
  const tell = (view) => {
    timer = 0;
    const { anchor, head } = view.state.selection.main;
    const word = wordOf(head, text);
    const cursor = view.hasFocus ? { anchor: anchor === head ? word : wordOf(anchor, text), head: word } : null;
    if (JSON.stringify(cursor) === last) return;
    last = JSON.stringify(cursor);
    connection.point(cursor);
  };
  return EditorView.updateListener.of((update) => {
    if (!update.selectionSet && !update.focusChanged && !update.docChanged) return;
    timer ||= setTimeout(() => composing.afterwards(() => tell(update.view)), OFTEN_MS);
  });
}

/** A place that stays where it is whatever is written before it, as a word that others understand. */
function wordOf(place, text) {
  const bytes = Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, place));
  return btoa(String.fromCharCode(...bytes));
}

function placeOf(word, text) {
  try {
    const bytes = Uint8Array.from(atob(word), (letter) => letter.charCodeAt(0));
    const found = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(bytes), text.doc);
    return found?.type === text ? found.index : null;
  } catch {
    return null; // another's cursor may be anything
  }
}
