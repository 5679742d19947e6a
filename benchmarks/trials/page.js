// What a trial asks of a page; put into every page before its own scripts, under one name.
window.trial = (() => {
  // 聞いた所: [from, to, seconds of the day] of every stretch that a player has really played
  const played = [];
  let last = null;
  const moment = (sound) => ({ sound, at: sound.currentTime, now: performance.now() / 1000 });
  const over = ({ target: sound, type }) => {
    if (!(sound instanceof HTMLMediaElement)) return;
    const [before, here] = [last, moment(sound)];
    last = sound.paused && type !== "pause" ? null : here;
    if (before?.sound !== sound || type === "seeking" || type === "play") return;
    const [step, took] = [here.at - before.at, here.now - before.now];
    if (step > 0 && step < sound.playbackRate * took + 0.3) played.push([before.at, here.at, took]);
    if (type === "pause" || type === "ended") last = null;
  };
  for (const type of ["timeupdate", "play", "pause", "seeking", "seeked", "ended"]) addEventListener(type, over, true);

  const isSeen = (element) => element?.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) ?? false;

  /** Of what lies on top of each other only the topmost is seen. */
  const isOnTop = (element, { left, top, width, height }) => {
    const there = document.elementFromPoint(left + width / 2, top + height / 2);
    return Boolean(there) && (element.contains(there) || there.contains(element));
  };
  const isOnScreen = ({ left, top, right, bottom, width, height }) =>
    width > 0 && height > 0 && right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;

  function* texts() {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode;
      if (node.data.trim() && !["SCRIPT", "STYLE", "OPTION"].includes(node.parentElement.tagName) && isSeen(node.parentElement))
        yield node;
    }
  }

  function rects(node, from = 0, to = node.data.length) {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    return [...range.getClientRects()];
  }

  /** A node's text line by line, as it is broken on the screen. */
  function* rows(node) {
    let row = null;
    for (let at = 0; at < node.data.length; at += 1) {
      const [rect] = rects(node, at, at + 1);
      if (!rect?.width) continue;
      if (row && Math.abs(row.top - rect.top) < 4) {
        row.text += node.data[at];
        row.right = rect.right;
      } else {
        if (row) yield row;
        row = { text: node.data[at], left: rect.left, top: rect.top, right: rect.right, bottom: rect.bottom };
      }
    }
    if (row) yield row;
  }

  const boxed = (row) => ({ ...row, width: row.right - row.left, height: row.bottom - row.top });

  /** 見えている文字: [x, y, text, right] of every piece, of fields what stands in them. */
  function seen() {
    const found = [];
    for (const node of texts())
      for (const row of rows(node)) {
        const box = boxed(row);
        if (isOnScreen(box) && isOnTop(node.parentElement, box)) found.push([box.left, box.top, row.text.trim(), box.right]);
      }
    for (const field of document.querySelectorAll("input, select, textarea")) {
      const box = field.getBoundingClientRect();
      if (!isSeen(field) || !isOnScreen(box) || !isOnTop(field, box)) continue;
      found.push([box.left, box.top, fieldWords(field), box.right]);
    }
    return found.filter(([, , text]) => text).map(([x, y, text, right]) => [Math.round(x), Math.round(y), text, right]);
  }

  function fieldWords(field) {
    if (field.type === "checkbox") return field.checked ? "☑" : "☐";
    if (field.type === "radio") return field.checked ? "◉" : "○";
    if (field.tagName === "SELECT") return `［${field.selectedOptions[0]?.text ?? ""}▼］`;
    if (field.type === "password") return `［${"•".repeat(field.value.length)}］`;
    return `［${field.value || field.placeholder}］`;
  }

  /** Where these words are seen: [left, top, right, bottom], every place; within one text node or across its marks. */
  function spots(words) {
    const found = [];
    let [joined, parts] = ["", []];
    const flush = () => {
      for (let at = joined.indexOf(words); at >= 0; at = joined.indexOf(words, at + 1)) {
        const ends = [at, at + words.length - 1].map((place) => {
          const part = parts.findLast(([begin]) => begin <= place);
          return rects(part[1], place - part[0], place - part[0] + 1)[0];
        });
        if (ends.every((one) => one && isOnScreen(one)))
          found.push([ends[0].left, ends[0].top, ends[1].right, ends[1].bottom]);
      }
      [joined, parts] = ["", []];
    };
    let block = null;
    for (const node of texts()) {
      const own = node.parentElement.closest("p, div, li, td, th, h1, h2, h3, button, a, label, summary, span:not(.cm-line span):not(p span)");
      if (own !== block) flush();
      block = own;
      if (!rects(node).some((rect) => isOnScreen(rect) && isOnTop(node.parentElement, rect))) continue;
      parts.push([joined.length, node]);
      joined += node.data;
    }
    flush();
    return found;
  }

  /** カーソル: the text around it, and what is selected. */
  function caret() {
    const field = document.activeElement;
    if (field?.matches("input, textarea")) {
      if (field.type === "password") return `［${"•".repeat(field.value.length)}‸］`;
      const at = field.selectionStart;
      if (at === null) return fieldWords(field);
      const chosen = field.value.slice(at, field.selectionEnd);
      return `［${field.value.slice(0, at)}‸${field.value.slice(at)}］${chosen ? ` 選択中「${chosen}」` : ""}`;
    }
    if (field?.tagName === "SELECT") return fieldWords(field);
    const selection = getSelection();
    if (!field?.isContentEditable || !selection.focusNode) return "";
    const from = selection.focusNode;
    const line = (from.nodeType === 3 ? from.parentElement : from).closest(".cm-line, p, div");
    const range = document.createRange();
    range.selectNodeContents(line);
    range.setEnd(from, selection.focusOffset);
    const before = range.toString();
    const after = line.textContent.slice(before.length);
    const chosen = selection.toString();
    return `…${before.slice(-30)}‸${after.slice(0, 30)}…${chosen ? ` 選択中「${chosen}」` : ""}`;
  }

  /** All by which an act shows: if nothing of it changes, the act had no effect that anybody could see. */
  function state() {
    const sounds = [...document.querySelectorAll("audio")].map(({ paused, currentTime, playbackRate }) => [paused, currentTime, playbackRate]);
    const fields = [...document.querySelectorAll("input, select, textarea")].map(({ value, checked }) => [value, checked]);
    const focus = [...document.querySelectorAll("*")].indexOf(document.activeElement);
    const places = [scrollX, scrollY, ...[...document.querySelectorAll(".cm-scroller, .scrolled, .every-key, .hits")].map((one) => one.scrollTop)];
    return JSON.stringify([location.href, document.body.innerText, sounds, fields, focus, caret(), places]);
  }

  const said = () =>
    [...document.querySelectorAll("[role=status], [role=alert], [aria-live]")]
      .filter(isSeen)
      .map((one) => one.innerText.trim())
      .filter(Boolean);

  return {
    seen,
    spots,
    caret,
    state,
    said,
    helped: () => Boolean(document.querySelector("dialog#help[open]")) || location.pathname.startsWith("/about"),
    takePlayed: () => played.splice(0),
  };
})();
