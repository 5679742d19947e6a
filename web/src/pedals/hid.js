// USB機器: a device that somebody chose in the browser's own window, opened again whenever it is plugged in (WebHID).

/** -> why a device cannot be connected here, or nothing. */
export function obstacle() {
  if (!isSecureContext)
    return "この画面は HTTPS で開かれていないので、ペダルをつなげません。HTTPS のアドレスについて、管理者に聞いてください。キーを送るペダルは、このままで使えます。";
  if (!navigator.hid)
    return "このブラウザは、ペダルをつなぐ仕組み（WebHID）を持っていません。パソコンの Chrome か Edge で開いてください。キーを送るペダルは、このままで使えます。";
  return "";
}

/** Tells `report` ({report, bytes}) and, when something was plugged in or out, `state`. */
export class Hid extends EventTarget {
  #parts = new Map(); // the parts of the device that are open -> what ends the listening
  #device = null;

  constructor() {
    super();
    navigator.hid?.addEventListener("connect", ({ device }) => nameOf(device) === this.#device && this.#open([device]));
    navigator.hid?.addEventListener("disconnect", ({ device }) => this.#forget(device));
  }

  get isOpen() {
    return this.#parts.size > 0;
  }

  /** The browser asks which one; -> {device, name}, or nothing if none was chosen. A problem is thrown in words. */
  async choose() {
    let chosen;
    try {
      chosen = await navigator.hid.requestDevice({ filters: [] });
    } catch (problem) {
      if (problem.name !== "SecurityError" && problem.name !== "NotAllowedError") throw problem;
      throw new Error("このブラウザの設定で、USB機器をつなぐことが止められています。情報システムの担当に聞いてください。", {
        cause: problem,
      });
    }
    if (!chosen.length) return null;
    await this.close();
    this.#device = nameOf(chosen[0]);
    await this.#open(chosen.filter((part) => nameOf(part) === this.#device));
    if (!this.isOpen)
      throw new Error("ペダルを開けませんでした。ほかのソフトがペダルを使っていたら終えて、差し直してから、もう一度つないでください。");
    return { device: this.#device, name: chosen[0].productName || "名前のない USB 機器" };
  }

  /** One that was chosen earlier, if it is plugged in; else as soon as it is. */
  async remember(device) {
    await this.close();
    this.#device = device;
    const parts = (await navigator.hid?.getDevices()) ?? [];
    await this.#open(parts.filter((part) => nameOf(part) === device));
  }

  async close() {
    this.#device = null;
    for (const part of [...this.#parts.keys()]) {
      this.#forget(part);
      await part.close();
    }
  }

  /** Whether one of its parts (a keyboard, say) is kept from pages does not matter to the others. */
  async #open(parts) {
    for (const part of parts) {
      try {
        if (!part.opened) await part.open();
      } catch {
        continue;
      }
      const hear = ({ reportId, data }) => this.#tell("report", { report: reportId, bytes: bytesOf(data) });
      this.#forget(part);
      part.addEventListener("inputreport", hear);
      this.#parts.set(part, () => part.removeEventListener("inputreport", hear));
    }
    this.#tell("state");
  }

  #forget(part) {
    this.#parts.get(part)?.();
    if (this.#parts.delete(part)) this.#tell("state");
  }

  #tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}

/** Maker and model, as four hexadecimal digits each. */
function nameOf({ vendorId, productId }) {
  return [vendorId, productId].map((number) => number.toString(16).padStart(4, "0")).join(":");
}

function bytesOf(data) {
  return [...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
}
