// 声: joined where the machine took one person for two, parted where it took two for one; and listened to alone.
import { voiceName } from "./people.js";

/** Said where colleagues have meanwhile deleted, or joined to another, whatever somebody had chosen. */
export const GONE = "選んだ段落は、ほかの人の編集でなくなりました。段落を選び直してください。";

/** Every voice with the numbers of its lines, in the order in which they are heard. */
export function voicesIn(lines) {
  const found = new Map();
  lines.all.forEach(({ voice }, place) => {
    if (!voice) return;
    if (!found.has(voice)) found.set(voice, []);
    found.get(voice).push(place + 1);
  });
  return found;
}

/** The same with the lines that people see under each: those that somebody named by themselves belong to whom they name. */
export function shownIn(lines, people) {
  const voices = [...new Set([...voicesIn(lines).keys(), ...people.voices.keys()])];
  const found = new Map(voices.map((voice) => [voice, []]));
  lines.all.forEach((said, place) => {
    const key = people.keyOf(said);
    const isOwn = key === people.keyOf({ voice: said.voice });
    const voice = isOwn ? said.voice : voices.find((one) => people.keyOf({ voice: one }) === key);
    found.get(voice)?.push(place + 1);
  });
  return found;
}

/** Two voices are one: all its lines become the other's, and whoever it was named as is the other's. */
export function join(binding, people, voice, other) {
  binding.change(() => {
    binding.sayAll(voicesIn(binding.lines).get(voice) ?? [], { voice: other });
    people.voices.delete(voice);
  });
}

/** These lines are somebody else's, whom nobody has named yet; -> the new voice. */
export function part(binding, people, numbers) {
  const voice = newVoice([...people.labels, ...people.voices.keys(), ...voicesIn(binding.lines).keys()]);
  binding.change(() => binding.sayAll(numbers, { voice, speaker: null }));
  return voice;
}

/** Voices whom nobody has named yet. */
export function nameless(lines, people) {
  return [...voicesIn(lines).keys()].filter((voice) => people.keyOf({ voice }) === null);
}

/**
 * These lines are said by one person (`key`), and so by the voice that is named as them, if there is one; or by somebody
 * who is not known yet: then by no voice that has a name.
 */
export function nameLines(binding, people, numbers, key) {
  const named = (voice) => people.keyOf({ voice });
  const voices = [...voicesIn(binding.lines).keys(), ...people.voices.keys()];
  const voice = key ? voices.find((one) => named(one) === key) : null;
  const others = numbers.filter((number) => named(binding.lines.at(number).voice) !== key);
  binding.change(() => {
    binding.sayAll(numbers, { speaker: key });
    if (voice !== undefined) binding.sayAll(others, { voice });
  });
}

/** A voice is one person's, and so are the lines that were given to them before it had a name. */
export function nameVoice(binding, people, voice, key) {
  const given = binding.lines.all.flatMap(({ speaker }, place) => (speaker === key ? [place + 1] : []));
  binding.change(() => {
    people.voices.set(voice, key);
    nameLines(binding, people, given, key);
  });
}

/** 話者５ after 話者４. */
export function newVoice(labels) {
  return `S${1 + Math.max(0, ...labels.map((label) => Number(/^S(\d+)$/.exec(label)?.[1] ?? 0)))}`;
}

/** `does`: {hear(number), alone(number), name(lines)}. */
export class Voices {
  #ids = []; // of the lines that are meant: colleagues write on while the list is open

  constructor(dialog, { binding, people, undo, told, does }) {
    Object.assign(this, { dialog, binding, people, undo, told, does });
    this.body = dialog.querySelector("tbody");
    this.these = dialog.querySelector("[data-part=these]");
    this.after = dialog.querySelector("[data-part=after]");
    dialog.onclose = () => binding.view.focus();
  }

  /** For the lines with these numbers. */
  open(lines) {
    this.#ids = lines.map((line) => this.binding.lines.at(line).id);
    this.#draw(lines);
    this.dialog.showModal();
  }

  get #mayEdit() {
    return !this.binding.view.state.readOnly;
  }

  #draw(lines) {
    const voices = voicesIn(this.binding.lines);
    const shown = shownIn(this.binding.lines, this.people);
    const rows = [...shown].filter(([voice, numbers]) => numbers.length || voices.has(voice));
    this.body.replaceChildren(...rows.map(([voice, numbers]) => this.#row(voice, numbers, voices)));
    const { voice } = this.binding.lines.at(lines[0]);
    const after = this.#after(voice);
    this.dialog.querySelector("[data-part=parting]").hidden = !this.#mayEdit;
    this.these.textContent = `${lines.length > 1 ? `選んだ${lines.length}段落` : "この段落"}を、新しい声にする`;
    this.these.onclick = () => this.#part(this.#numbers);
    this.after.hidden = !after.length;
    this.after.textContent = `ここから後の「${voiceName(voice)}」の${after.length}段落を、新しい声にする`;
    this.after.onclick = () => this.#part(this.#after(voice));
  }

  /** Numbers of the lines that are meant, as they stand at this moment. */
  get #numbers() {
    return this.binding.lines.numbersOf(this.#ids);
  }

  #after(voice) {
    const [first] = this.#numbers;
    return (voicesIn(this.binding.lines).get(voice) ?? []).filter((number) => number >= first);
  }

  #firstOf(voice) {
    return shownIn(this.binding.lines, this.people).get(voice)?.[0] ?? voicesIn(this.binding.lines).get(voice)?.[0];
  }

  #row(voice, numbers, voices) {
    const row = document.createElement("tr");
    const said = { voice };
    const called = this.people.nameOf(said);
    const name = called === voiceName(voice) ? called : `${voiceName(voice)}　${called}`;
    const cells = [
      Object.assign(document.createElement("th"), { textContent: name, scope: "row", className: `voice-${this.people.colourOf(said)}` }),
      Object.assign(document.createElement("td"), { textContent: `${numbers.length}段落`, className: "number" }),
      document.createElement("td"),
    ];
    const choices = document.createElement("div");
    choices.append(this.#button("聞く", name, () => this.#hear(voice, this.does.hear)));
    choices.append(this.#button("この声だけ聞く", name, () => this.#hear(voice, this.does.alone)));
    if (this.#mayEdit && voices.has(voice) && voices.size > 1) choices.append(this.#joining(voice, name, [...voices.keys()]));
    cells[2].append(choices);
    row.append(...cells);
    return row;
  }

  #button(words, name, act) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: words });
    button.ariaLabel = `${name}：${words}`;
    button.onclick = () => {
      this.dialog.close();
      act();
    };
    return button;
  }

  #hear(voice, act) {
    const first = this.#firstOf(voice);
    if (first) act(first);
    else this.told("この声の段落は、ほかの人の編集でなくなりました。");
  }

  /** The other voice is chosen, and then they are joined: an arrow key in a closed list chooses whatever comes next. */
  #joining(voice, name, all) {
    const choice = document.createElement("select");
    choice.ariaLabel = `${name}とまとめる声`;
    choice.append(new Option("まとめる声を選ぶ", ""));
    for (const other of all) if (other !== voice) choice.append(new Option(this.#called(other), other));
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "まとめる", disabled: true });
    button.ariaLabel = `${name}：選んだ声にまとめる`;
    choice.onchange = () => (button.disabled = !choice.value);
    choice.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault()); // or the sheet closes
    button.onclick = () => this.#join(voice, choice.value);
    const both = document.createElement("span");
    both.append(choice, button);
    return both;
  }

  #called(voice) {
    return this.people.nameOf({ voice });
  }

  #join(voice, other) {
    const [own, theirs] = [this.#called(voice), this.#called(other)];
    this.#alone(() => join(this.binding, this.people, voice, other));
    this.dialog.close();
    this.told(`「${own}」を「${theirs}」にまとめました。`);
  }

  #part(numbers) {
    if (!numbers.length) {
      this.dialog.close();
      return this.told(GONE);
    }
    let voice = "";
    this.#alone(() => (voice = part(this.binding, this.people, numbers)));
    this.dialog.close();
    this.told(`${numbers.length}段落を、新しい声「${voiceName(voice)}」にしました。`);
    return this.does.name(numbers);
  }

  /** By itself undone. */
  #alone(step) {
    this.undo.pause();
    step();
    this.undo.pause();
  }
}
