// 波形: drawn from what the server has counted, so that the browser need not read the sound; who speaks in colours, and
// where speech has no text it is hatched.
import { EditorView } from "@codemirror/view";
import { speeches } from "../speakers/alone.js";
import { redraw } from "../text/binding.js";
import { lengthOf, silent } from "./silences.js";
import { clock } from "/static/pages/clock.js";
import WaveSurfer from "/static/vendor/wavesurfer-8.0.1.esm.js";

const FINEST = 200; // pixels a second; the server counts ten points a second
const COLOURS = 8;
const SOON_MS = 300;

/** The file: minutes/audio/peaks.py. -> null where there is none. */
export async function wave(address, sound, container, nonce) {
  const answer = await fetch(address);
  if (!answer.ok) return null;
  const data = await answer.arrayBuffer();
  const [, , rate, hop, points] = new Int32Array(data, 0, 6);
  const ends = new Int8Array(data, 24);
  const duration = (points * hop) / rate;
  const style = getComputedStyle(document.documentElement);
  const drawn = WaveSurfer.create({
    container,
    media: sound,
    peaks: [Array.from({ length: points }, (_, point) => Math.max(-ends[2 * point], ends[2 * point + 1]) / 128)],
    duration,
    height: 40,
    normalize: true,
    waveColor: style.getPropertyValue("--wave"),
    progressColor: style.getPropertyValue("--accent"),
    cursorColor: style.getPropertyValue("--bad"),
    cspNonce: nonce,
  });
  return new Wave(drawn, container, duration);
}

class Wave {
  #doubled = 0;

  constructor(drawn, container, duration) {
    Object.assign(this, { drawn, container, duration });
    this.band = this.#layer("speakers", 1);
    this.hatching = this.#layer("silences", 3); // also over what has been played
  }

  #layer(name, zIndex) {
    const layer = Object.assign(document.createElement("div"), { className: name });
    Object.assign(layer.style, { position: "absolute", inset: "0", pointerEvents: "none", zIndex });
    this.drawn.getWrapper().append(layer);
    return layer;
  }

  /** Twice as long for each step, or half. */
  zoom(step) {
    const whole = this.container.clientWidth / this.duration;
    const most = Math.max(0, Math.ceil(Math.log2(FINEST / whole)));
    this.#doubled = Math.min(most, Math.max(0, this.#doubled + step));
    this.drawn.zoom(this.#doubled ? Math.min(FINEST, whole * 2 ** this.#doubled) : 0);
  }

  /** `speeches`: {colour, begin, end} in seconds. */
  colour(speeches) {
    this.band.replaceChildren(
      ...speeches.map(({ colour, begin, end }) => {
        const shade = `var(--voice-${colour % COLOURS})`;
        return this.#stretch(begin, end, {
          background: `color-mix(in srgb, ${shade} 14%, transparent)`,
          borderBottom: `5px solid ${shade}`,
        });
      }),
    );
  }

  /** `places`: speech without text, as in silences.js. However short, one sees it and can point at it. */
  hatch(places) {
    const look = {
      boxSizing: "border-box",
      height: "14px",
      minWidth: "6px",
      background: "repeating-linear-gradient(135deg, var(--warn) 0 2px, transparent 2px 7px) var(--sheet)",
      border: "2px solid var(--warn)",
      pointerEvents: "auto",
    };
    const stretches = places.flatMap(({ spans }) => spans);
    this.hatching.replaceChildren(
      ...stretches.map(([begin, end]) => {
        const title = `文字のない所　${clock(begin)}から${Math.ceil(lengthOf([[begin, end]]))}秒`;
        return Object.assign(this.#stretch(begin, end, look), { title });
      }),
    );
  }

  #stretch(begin, end, look) {
    const one = document.createElement("div");
    const share = (seconds) => `${(100 * seconds) / this.duration}%`;
    Object.assign(one.style, { position: "absolute", insetBlock: "0", left: share(begin), width: share(end - begin), ...look });
    return one;
  }
}

/** `drawn`: the wave, once it is there. -> extensions that keep what is seen in it that of the text. */
export function colouring(drawn, lines, people) {
  return [
    painting(drawn, isRedrawn, (wave, state) => wave.colour(speeches(state, lines, people))),
    painting(drawn, (update) => update.docChanged || isRedrawn(update), (wave, state) => wave.hatch(silent(state, lines))),
  ];
}

function isRedrawn({ transactions }) {
  return transactions.some((one) => one.effects.some((effect) => effect.is(redraw)));
}

function painting(drawn, isMeant, paint) {
  let waiting = 0;
  return EditorView.updateListener.of((update) => {
    if (!isMeant(update)) return;
    waiting ||= setTimeout(() => {
      waiting = 0;
      drawn.then((wave) => wave && paint(wave, update.view.state));
    }, SOON_MS);
  });
}
