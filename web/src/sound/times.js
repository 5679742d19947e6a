// 時刻: what somebody writes as a moment of the recording.

/** 「1:02:03」「62:03」「１：０２：０３」「75分」「1時間2分3秒」 -> seconds; null of what is none. */
export function secondsOf(written) {
  const text = written.normalize("NFKC").replace(/\s/g, "");
  return byColons(text) ?? byUnits(text);
}

function byColons(text) {
  const [, hours, minutes, seconds] = text.match(/^(?:(\d{1,3}):)?(\d{1,5}):(\d{1,2})$/) ?? [];
  if (seconds === undefined || seconds > 59 || (hours !== undefined && minutes > 59)) return null;
  return Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds);
}

function byUnits(text) {
  const found = text.match(/^(?:(\d{1,3})時間)?(?:(\d{1,5})分)?(?:(\d{1,6})秒)?$/);
  if (!text || !found) return null;
  const [hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
  return hours * 3600 + minutes * 60 + seconds;
}
