// 移し替え: ranges go along with the text. CodeMirror counts every place from the text's beginning, which takes a second
// where a thousand places change in eight hours of words; from some changes on each place is looked up instead.
import { RangeSet } from "@codemirror/state";

const MANY = 50;

/** As `ranges.map(changes)`, of ranges that are longer than nothing and lie one behind the other. */
export function moved(ranges, changes) {
  const all = [];
  changes.iterChanges((fromA, toA, fromB, toB) => all.push({ fromA, toA, fromB, toB }), true);
  if (all.length < MANY) return ranges.map(changes);
  const found = [];
  for (const cursor = ranges.iter(); cursor.value; cursor.next()) {
    const { startSide, endSide } = cursor.value;
    const [from, to] = [placeOf(all, cursor.from, startSide), placeOf(all, cursor.to, endSide)];
    if (from < to) found.push(cursor.value.range(from, to));
  }
  return RangeSet.of(found);
}

/** As `changes.mapPos(place, side)`. */
function placeOf(all, place, side) {
  let [first, last] = [0, all.length];
  while (first < last) {
    const middle = (first + last) >> 1;
    if (all[middle].toA < place) first = middle + 1;
    else last = middle;
  }
  for (; first < all.length; first += 1) {
    const { fromA, toA, fromB, toB } = all[first];
    if (fromA > place) return place + fromB - fromA;
    if (toA > place || (fromA === toA && side < 0)) return place === fromA || side < 0 ? fromB : toB;
  }
  const end = all.at(-1);
  return place + end.toB - end.toA;
}
