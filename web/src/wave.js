// 波形: drawn from what the server has counted, so that the browser need not read the sound; who speaks in colours.
import { EditorView } from "@codemirror/view";
import { speeches } from "./alone.js";
import { redraw } from "./binding.js";
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
    this.band = document.createElement("div");
    this.band.className = "speakers";
    Object.assign(this.band.style, { position: "absolute", inset: "0", pointerEvents: "none", zIndex: "1" });
    drawn.getWrapper().append(this.band);
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
    const share = (seconds) => `${(100 * seconds) / this.duration}%`;
    this.band.replaceChildren(
      ...speeches.map(({ colour, begin, end }) => {
        const one = document.createElement("div");
        const shade = `var(--voice-${colour % COLOURS})`;
        Object.assign(one.style, {
          position: "absolute",
          insetBlock: "0",
          left: share(begin),
          width: share(end - begin),
          background: `color-mix(in srgb, ${shade} 14%, transparent)`,
          borderBottom: `5px solid ${shade}`,
        });
        return one;
      }),
    );
  }
}

/** `drawn`: the wave, once it is there. -> an extension that keeps its colours those of the text. */
export function colouring(drawn, lines, people) {
  let waiting = 0;
  return EditorView.updateListener.of(({ transactions, view }) => {
    if (!transactions.some((one) => one.effects.some((effect) => effect.is(redraw)))) return;
    waiting ||= setTimeout(() => {
      waiting = 0;
      drawn.then((wave) => wave?.colour(speeches(view.state, lines, people)));
    }, SOON_MS);
  });
}
