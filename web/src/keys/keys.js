// キー: which key does what; each may be given another act in this browser.

/** [keys, what they do, in words]. `Mod` is Ctrl, on a Mac also ⌘. */
export const KEYS = [
  ["Escape", "play", "再生・停止（止めると3秒戻る）"],
  ["F7", "back", "5秒戻る"],
  ["F8", "on", "5秒進む"],
  ["F13", "review", "3秒戻る"],
  ["F14", "hold", "押している間だけ再生（離すと3秒戻る）"],
  ["F9", "slower", "ゆっくり"],
  ["F10", "faster", "速く"],
  ["Mod-Enter", "hearHere", "カーソルの所から聞く"],
  ["Mod-g", "goToTime", "時刻へ移る（1:02:03 や 75分）"],
  ["F6", "loop", "この段落を繰り返し聞く（もう一度で終わり）"],
  ["Shift-F6", "alone", "この段落の人だけを聞く（もう一度で終わり）"],
  ["Alt-0", "pausing", "文字を打つあいだ音を止める（もう一度でやめる）"],
  ["Mod-ArrowUp", "previous", "前の段落へ行って聞く"],
  ["Mod-ArrowDown", "next", "次の段落へ行って聞く"],
  ["F4", "nextDoubt", "次の確かめる所へ（波線・要確認・文字のない所）"],
  ["Shift-F4", "previousDoubt", "前の確かめる所へ"],
  ["Alt-Enter", "checked", "確認済みにして次の段落へ（もう一度で外す）"],
  ["F2", "speaker", "話者を選ぶ"],
  ["Mod-Shift-Enter", "split", "ここで分けて話者を選ぶ（選んだ文字があれば、それだけを分ける）"],
  ["Shift-F2", "voices", "声をまとめる・分ける・一人だけ聞く"],
  ["Alt-1", "speech", "発言にする"],
  ["Alt-2", "heading", "見出しにする"],
  ["Alt-3", "direction", "ト書きにする"],
  ["Alt-4", "cancelled", "選んだ文字に発言取消しの印（もう一度で外す）"],
  ["Alt-5", "closed", "選んだ文字に秘密会の印（もう一度で外す）"],
  ["Alt-6", "check", "選んだ文字に要確認の印（もう一度で外す）"],
  ["Alt-7", "phrases", "決まり文句を入れる"],
  ["Mod-f", "find", "探す"],
  ["Mod-h", "replace", "探して置き換える"],
  ["F3", "nextHit", "次に見つかった所へ"],
  ["Shift-F3", "previousHit", "前に見つかった所へ"],
  ["Mod-Alt-Enter", "replaceAll", "探す欄で：すべて置き換える"],
  ["Shift-F1", "asHeard", "素起こしを見る（もう一度で閉じる）"],
  ["Alt-ArrowUp", "zoomIn", "波形を拡げる"],
  ["Alt-ArrowDown", "zoomOut", "波形を縮める"],
  ["Mod-z", "undo", "元に戻す（自分の直しだけ）"],
  ["Mod-y", "redo", "やり直す"],
  ["Mod-Shift-z", "redo", ""],
  ["Mod-s", "saved", "保存を確かめる（自動で保存しています）"],
  ["Alt-9", "top", "画面の上へ（次の Tab でサインアウト）"],
  ["F1", "help", "使い方とキーの一覧（文字を書いていない所では ? でも）"],
];

/** Keys that few keyboards have and many foot pedals send; each may be given another act. */
const PEDALLED = { F15: "on", MediaPlayPause: "play", MediaTrackPrevious: "back", MediaTrackNext: "on" };

/** What writes, and what moves about the page: in CodeMirror's way and the browser's, and never another key's. */
export const WRITING = [
  ["Enter", "段落を分ける"],
  ["Backspace", "段落の先頭で：前の段落とつなぐ"],
  ["Enter", "探す欄で：次へ／置き換えの欄で：置き換えて次へ"],
  ["Shift-Tab", "本文から出て、上のボタンへ（本文へ戻るには Tab）"],
];

const NAMES = {
  Escape: "Esc",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Mod: "Ctrl",
  " ": "スペース",
  MediaPlayPause: "再生・停止キー",
  MediaTrackPrevious: "前の曲キー",
  MediaTrackNext: "次の曲キー",
  MediaStop: "停止キー",
};

export function nameOf(keys) {
  return keys.split("-").map((key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}

/** What nobody can take for something else: writing, moving about, the clipboard, and what a browser keeps for itself. */
const TAKEN = new RegExp(
  [
    "(Shift-)?.", // letters
    "(Mod-|Shift-|Alt-)*(Enter|Backspace|Delete|Tab|Home|End|PageUp|PageDown|Arrow(Left|Right)|Process|Dead|Unidentified)",
    "(Shift-)?Arrow(Up|Down)",
    "Mod-[acvxntw0+-]",
    "Mod-Shift-[ntwij]",
    "(Shift-)?F(5|11|12)|Alt-F4",
    "(Mod-|Alt-|Shift-)*(Control|Shift|Alt|Meta|CapsLock|NumLock)",
  ]
    .map((one) => `^(${one})$`)
    .join("|"),
);

/** 割り当て: which key does what: as in `KEYS`, but for what somebody has changed in this browser. */
export class Keys {
  #own;

  constructor(store, place = "minutes-desk-keys") {
    Object.assign(this, { store, place });
    this.#own = this.#read();
  }

  /** Like `KEYS`, as they are now. */
  get all() {
    return KEYS.map(([keys, act, words]) => [(words && this.#own[act]) || keys, act, words]);
  }

  actOf(keys) {
    return this.all.find(([other]) => other === keys)?.[1] ?? PEDALLED[keys];
  }

  get areOwn() {
    return Object.keys(this.#own).length > 0;
  }

  /** -> why not, or nothing. */
  change(act, keys) {
    if (!isFree(act, keys)) return "そのキーは、文字を書くためやブラウザのために使われます。ほかのキーにしてください。";
    const other = this.all.find(([one]) => one === keys)?.[1];
    if (other && other !== act) return `そのキーは「${KEYS.find(([, one]) => one === other)[2]}」に使っています。`;
    this.#own = { ...this.#own, [act]: keys };
    this.store.setItem(this.place, JSON.stringify(this.#own));
    return "";
  }

  reset() {
    this.#own = {};
    this.store.removeItem(this.place);
  }

  /** What is not understood, by an older program or by hand, counts as not changed. */
  #read() {
    try {
      const read = Object.entries(JSON.parse(this.store.getItem(this.place)) ?? {});
      return Object.fromEntries(read.filter(([act, keys]) => typeof keys === "string" && isFree(act, keys)));
    } catch {
      return {};
    }
  }
}

/** What an act has at first it may have again. */
function isFree(act, keys) {
  return !TAKEN.test(keys) || isFirst(act, keys);
}

export function isFirst(act, keys) {
  return KEYS.some(([own, other]) => other === act && own === keys);
}
