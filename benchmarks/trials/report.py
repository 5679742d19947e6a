"""記録: one trial as a page for docs/trials: what was done, what it took, where the user did not know on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.trials.diary import Entry
from benchmarks.trials.ear import clock
from benchmarks.trials.judging import Mended, Named

SEEING = ("look", "tree", "where", "heard")


@dataclass(frozen=True, slots=True)
class Trial:
    """``who``: the user, honestly; ``commit``: of the program; ``others``: lines of people who were not
    asked for, with their own name and with another's."""

    mode: str
    seed: int
    commit: str
    who: str
    mended: tuple[Mended, ...]
    named: tuple[Named, ...]
    besides: tuple[str, ...]
    others: tuple[int, int]
    paragraphs: tuple[int, int]
    entries: tuple[Entry, ...]


def render(trial: Trial) -> str:
    return "\n".join(
        (*_head(trial), *_figures(trial), *_mistakes(trial), *_voices(trial), *_besides(trial), *_hesitations(trial))
    )


def _head(trial: Trial) -> Iterator[str]:
    hands = "keyboard alone" if trial.mode == "keyboard" else "mouse (keys for writing only)"
    yield f"# A trial with a new user: {hands}"
    yield ""
    yield f"Written by `python -m benchmarks.trials judge`; seed {trial.seed}, commit {trial.commit}."
    yield ""
    yield f"**Who:** {trial.who}"
    yield ""
    yield "**Task:** sign in, correct ten mistakes in the draft of the sample meeting (three by ear, told only when),"
    yield "name three voices from the roster, see that all is saved, sign out. The sheet tells what, not how."
    yield ""


def _figures(trial: Trial) -> Iterator[str]:
    acts = [one for one in trial.entries if one.keys or one.clicks or one.turns]
    right = sum(one.is_right for one in trial.mended)
    last = trial.entries[-1] if trial.entries else None
    looks = sum(one.command in SEEING for one in trial.entries)
    reasons = [_sort(why) for one in trial.entries for why in one.hesitations]
    yield "| | |"
    yield "|---|--:|"
    yield f"| mistakes corrected | {right} of {len(trial.mended)} |"
    yield f"| voices named | {sum(one.is_right for one in trial.named)} of {len(trial.named)} |"
    yield f"| other places changed | {len(trial.besides)} |"
    yield f"| ended | {f'by the user, at `{_page(last)}`' if last and last.command == 'done' else 'not by the user'} |"
    yield f"| keystrokes | {sum(one.keys for one in acts)} |"
    yield f"| clicks | {sum(one.clicks for one in acts)} |"
    yield f"| turns of the wheel | {sum(one.turns for one in acts)} |"
    yield f"| commands to hands, to eyes and ears | {len(acts)}, {looks} |"
    yield f"| seconds of hands, **modelled** (Keystroke-Level Model) | {sum(one.modelled_s for one in acts):.0f} |"
    yield f"| seconds of sound played and waited for | {sum(one.played_s for one in trial.entries):.0f} |"
    yield f"| for each corrected mistake: keystrokes and clicks | {_each(acts, right)} |"
    yield f"| hesitations noted by the user | {reasons.count('note')} |"
    for told in ("help", "undo", "refused by the instrument", "the same again, without effect"):
        yield f"| hesitations seen: {told} | {reasons.count(told)} |"
    yield ""
    idle_s = sum(one.idle_s for one in trial.entries)
    yield "Keystrokes count modifiers, and Japanese as an input method takes it (`benchmarks/trials/cost.py`)."
    yield "An agent's thinking says nothing of people and is in none of these seconds, nor is sound that ran on"
    yield f"meanwhile ({idle_s:.0f} s). By the clock the trial lasted {clock(last.at_s) if last else '-'}."
    yield ""


def _mistakes(trial: Trial) -> Iterator[str]:
    yield from (
        "## Ten mistakes",
        "",
        "| | when | kind | in the draft | should be | stands there now | |",
        "|--:|---|---|---|---|---|---|",
    )
    for number, one in enumerate(trial.mended, start=1):
        it = one.mistake
        wrong, right = (f"{it.before}{middle}{it.after}" for middle in (f"**{it.wrong or '‸'}**", f"**{it.right}**"))
        told = f"{it.sort}{', by ear' if it.by_ear else ''}"
        verdict = "right" if one.is_right else "WRONG"
        yield f"| {number} | {clock(it.at_s)} | {told} | {wrong} | {right} | {one.now} | {verdict} |"
    yield ""


def _voices(trial: Trial) -> Iterator[str]:
    yield from (
        "## Three voices",
        "",
        "A paragraph is of whoever really said most of its characters; paragraphs as they are now, parted or joined.",
        "",
        "| who | the machine's voice | their paragraphs with their name | others' with it | |",
        "|---|---|--:|--:|---|",
    )
    for one in trial.named:
        wrong = f" ({', '.join(one.wrong)})" if one.wrong else ""
        verdict = "right" if one.is_right else f"WRONG{wrong}"
        yield f"| {one.asked.member} | {one.asked.voice} | {one.right} of {one.lines} | {one.others} | {verdict} |"
    before, after = trial.paragraphs
    yield ""
    yield f"Paragraphs of other people: {trial.others[0]} have their name now, {trial.others[1]} somebody else's."
    yield f"Paragraphs before and after: {before}, {after}."
    yield ""


def _besides(trial: Trial) -> Iterator[str]:
    yield from ("## What else was changed", "")
    yield from (f"- {one}" for one in trial.besides)
    yield from (() if trial.besides else ("Nothing.",))
    yield ""


def _hesitations(trial: Trial) -> Iterator[str]:
    yield from ("## Hesitations", "")
    if any(one.hesitations for one in trial.entries):
        yield from ("| at | page | after | |", "|--:|---|---|---|")
    else:
        yield "None."
    acted = ""
    for one in trial.entries:
        for why in one.hesitations:
            command = acted if one.command == "note" else _called(one)
            yield f"| {clock(one.at_s)} | {_page(one)} | `{command}` | {_cell(why)} |"
        acted = _called(one) if one.command not in ("note", "done") else acted
    yield ""
    yield from (f"At the end: {_cell(' '.join(one.arguments))}\n" for one in trial.entries if one.command == "done")


def _page(one: Entry) -> str:
    return re.sub("[0-9a-f]{32}", "…", one.path)


def _called(one: Entry) -> str:
    return " ".join((one.command, *one.arguments))[:60].replace("|", "｜").replace("`", "'")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "｜")


def _sort(why: str) -> str:
    return why.partition(":")[0]


def _each(acts: Sequence[Entry], right: int) -> str:
    spent = sum(one.keys + one.clicks for one in acts)
    return f"{spent / right:.0f}, names and all" if right else "-"
