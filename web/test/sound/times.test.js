// 時刻へ移る: what somebody writes as a moment.
import assert from "node:assert/strict";
import { test } from "node:test";
import { secondsOf } from "../../src/sound/times.js";

test("a moment in whatever way it is written", () => {
  const same = { "1:02:03": 3723, "62:03": 3723, "１：０２：０３": 3723, " 1:2:3 ": 3723, "1時間2分3秒": 3723, "62分3秒": 3723 };
  const others = { "75分": 4500, "７５分": 4500, "0:00": 0, "90秒": 90, "2時間": 7200, "100:00:00": 360_000 };
  for (const [written, seconds] of Object.entries({ ...same, ...others })) assert.equal(secondsOf(written), seconds, written);
});

test("what is no moment is none", () => {
  for (const written of ["", " ", "75", "1:60", "1:60:00", "1:2:3:4", "-1:00", "1.5分", "分", "きのう", "1:02:", "9".repeat(20) + "分"])
    assert.equal(secondsOf(written), null, written);
});
