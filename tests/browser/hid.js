// Stands in for the browser's way to USB devices: pages get them by a window that nobody can answer in a headless
// browser. `plugged` are the devices that are there, `choice` is what somebody chooses next, `granted` what was chosen.
{
  const kept = (name) => JSON.parse(localStorage.getItem(name) ?? "[]");
  const isThis = (one) => (other) => other.vendorId === one.vendorId && other.productId === one.productId;

  class Device extends EventTarget {
    opened = false;

    constructor(told) {
      super();
      Object.assign(this, told);
    }

    async open() {
      if (this.opened) throw new DOMException("already open", "InvalidStateError");
      this.opened = true;
    }

    async close() {
      this.opened = false;
    }
  }

  class Hid extends EventTarget {
    devices = kept("plugged").map((told) => new Device(told));

    async getDevices() {
      return this.devices.filter((one) => kept("granted").some(isThis(one)));
    }

    async requestDevice({ filters }) {
      if (!Array.isArray(filters)) throw new TypeError("filters");
      if (!navigator.userActivation.isActive) throw new DOMException("no gesture", "SecurityError");
      if (this.refuses) throw new DOMException("by policy", "SecurityError");
      const [choice] = kept("choice");
      if (!choice) return [];
      localStorage.setItem("granted", JSON.stringify([...kept("granted"), choice]));
      return this.devices.filter(isThis(choice));
    }

    /** What a pedal sends; `bytes` lie in the middle of something longer, as they may. */
    send(reportId, bytes) {
      for (const device of this.devices.filter((one) => one.opened)) {
        const data = new DataView(Uint8Array.from([255, ...bytes, 255]).buffer, 1, bytes.length);
        device.dispatchEvent(Object.assign(new Event("inputreport"), { device, reportId, data }));
      }
    }

    plug(isIn) {
      for (const device of this.devices) {
        device.opened = false;
        this.dispatchEvent(Object.assign(new Event(isIn ? "connect" : "disconnect"), { device }));
      }
    }
  }

  if (localStorage.getItem("no-hid") !== null) Object.defineProperty(navigator, "hid", { value: undefined });
  else Object.defineProperty(navigator, "hid", { value: new Hid() });
  if (localStorage.getItem("no-https") !== null) Object.defineProperty(window, "isSecureContext", { value: false });

  // and for the keys of sound, which the operating system hands to the browser
  window.soundKeys = {};
  navigator.mediaSession.setActionHandler = (action, does) => (window.soundKeys[action] = does);
}
