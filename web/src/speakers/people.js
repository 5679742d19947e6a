// 話者: who says a line: the person named for it alone, or whoever its voice was named as; else the voice's number.

const COLOURS = 8;
const WIDE = "０１２３４５６７８９";

export class People {
  /** `text`'s document; `labels`: the voices that the machine told apart, in order. */
  constructor(doc) {
    this.doc = doc;
    this.voices = doc.getMap("voices");
    this.all = doc.getMap("people");
    this.labels = [];
  }

  /** Tells when names change. */
  observe(step) {
    this.voices.observe(step);
    this.all.observeDeep(step);
  }

  /** @returns the key of whoever says a line, or null. */
  keyOf({ speaker, voice }) {
    const key = speaker ?? this.voices.get(voice ?? "") ?? null;
    return this.all.has(key) ? key : null;
  }

  /** What two lines have in common that one person says. */
  whoOf(said) {
    return this.keyOf(said) ?? said.voice ?? null;
  }

  nameOf(said) {
    const key = this.keyOf(said);
    return key ? this.name(key) : voiceName(said.voice);
  }

  name(key) {
    return String(this.all.get(key)?.get("name") ?? "").replaceAll(/\s/g, "");
  }

  /** 0 to 7, the same for a voice and for the person it was named as. */
  colourOf(said) {
    const key = this.keyOf(said);
    const voice = key ? this.#voiceOf(key) : said.voice;
    const place = this.labels.indexOf(voice);
    if (place >= 0) return place % COLOURS;
    const number = /^S(\d+)$/.exec(voice ?? "")?.[1]; // a voice that somebody has parted from another
    if (number) return (number - 1) % COLOURS;
    return [...(key ?? voice ?? "")].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % COLOURS;
  }

  /** Everybody, the roster's first: {key, name, role, seat, reading}. */
  list() {
    return [...this.all.keys()].sort().map((key) => {
      const { role = "", seat = null, reading = "" } = this.all.get(key).toJSON();
      return { key, name: this.name(key), role: role ?? "", seat, reading: reading ?? "" };
    });
  }

  #voiceOf(key) {
    return this.labels.find((label) => this.voices.get(label) === key);
  }
}

/** 話者１ for S1, as in the Word file. */
export function voiceName(voice) {
  if (!voice) return "話者不明";
  const number = /^S(\d+)$/.exec(voice)?.[1];
  return number ? `話者${[...number].map((digit) => WIDE[digit]).join("")}` : voice;
}
