// 保存済みの本文: what the server was last known to have; what somebody has written since is what differs from it.
import { saidOf } from "../text/lines.js";
import { read, withStranded, written } from "./written.js";

/** A copy of the text is not made for it: CodeMirror's never changes, and with every letter there is a new one. */
export class Saved {
  #binding = null;
  #before = null;
  #sent = null;
  #everywhere = false; // an earlier page wrote some of it, and nobody knows where

  constructor(doc, connection) {
    connection.addEventListener("takesUp", () => {
      const found = read(doc);
      this.#before = () => found;
      this.#everywhere = true;
    });
    connection.addEventListener("sent", () => (this.#sent = this.#now()));
    connection.addEventListener("saved", () => {
      this.#before = this.#sent;
      this.#everywhere = false;
    });
    doc.on("beforeTransaction", ({ origin }) => {
      if (origin !== connection && this.#binding && !connection.unsaved) this.#before = this.#now();
    });
  }

  attach(binding) {
    this.#binding = binding;
  }

  /** As `written`; a server that was set up again from a backup may lack what an earlier page built upon. */
  unsaved() {
    const { text, touched } = this.#binding;
    return withStranded(written(this.#before(), text.doc, this.#everywhere ? null : touched), text.doc);
  }

  #now() {
    const { _synced: doc, lines, text } = this.#binding;
    const all = lines.all.slice();
    const voices = text.doc.getMap("voices").toJSON();
    return () => ({
      lines: all.map((attributes, place) => ({ id: attributes.id, text: doc.line(place + 1).text, said: saidOf(attributes) })),
      voices,
    });
  }
}
