"""句: phrases out of nouns and the verbs and adjectives that go with them, and sentences out of phrases.

What was written by hand lies in `text/bunpou`: ``nouns.txt`` (nouns by their kind), ``frames.txt`` (what is said of
which nouns), ``exceptions.txt`` (forms to leave out) and ``sentences.txt``, where ``〔句て〕`` stands for a phrase with
its verb in the form て. All phrases of one sentence are of one subject, so that it speaks of one thing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training import grammar
from training.grammar import BadPattern, Grammar, Lists
from training.verbs import MARKS, conjugate, inflect

FORMS = {
    "句": ("辞", "連", "て", "た", "未", "ざる", "可", "使", "ば", "意", "べき"),
    "事": ("辞", "連", "て", "た", "未", "ば"),
    "形": ("体", "普", "て", "く", "ば", "過", "否"),
}
"""What somebody does, what happens, what something is like. Nobody wants, can or must what happens: fewer forms."""

_ALL_FORMS = {form for forms in FORMS.values() for form in (*forms, "受")}
_SUBJECT = re.compile(r"\[(\S+)\]")
_FRAME = re.compile(r"([句事形]) (.+?) ([をにがと]) (.+)")
_SLOT = re.compile(r"\{([^{}]*)\}")
_PHRASE = re.compile("〔([^〔〕]*)〕")
_FIRST_TO_LAST = re.compile("〔.*〕")

Exceptions = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Frame:
    """枠: what is said of some nouns: ``句 {道路} を 補修 整備 直す``, of the subject 建設."""

    name: str
    subject: str
    kind: str
    nouns: tuple[str, ...]
    particle: str
    words: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """A passive only where there is an object."""
        return (*FORMS[self.kind], "受") if (self.kind, self.particle) == ("句", "を") else FORMS[self.kind]


def load(folder: Path, shared: Lists) -> Grammar:
    """Raises `BadPattern` when a line cannot be read, or names a list or a phrase that does not exist."""
    nouns = grammar.load(folder / "nouns.txt", shared).lists
    sentences = grammar.load(folder / "sentences.txt", nouns)
    frames = tuple(read_frames(folder / "frames.txt", nouns))
    exceptions = read_exceptions(folder / "exceptions.txt")
    subjects = tuple(dict.fromkeys(frame.subject for frame in frames))
    patterns, parts = _by_subject(sentences.patterns, subjects)
    made = {**_phrases(frames), **_words(frames, exceptions), **parts}
    whole = Grammar(patterns, {**sentences.lists, **made})
    grammar.check(folder / "sentences.txt", whole, made)
    return whole


def read_frames(path: Path, known: Lists) -> Iterator[Frame]:
    """Raises `BadPattern`, with the line, when that is no frame or a list of nouns is not known."""
    subject = ""
    for at, line in _lines(path):
        if heading := _SUBJECT.fullmatch(line):
            subject = heading[1]
            continue
        match = _FRAME.fullmatch(line)
        if match is None or not subject:
            raise BadPattern(f"{path.name}:{at}: {line} (wanted: 句, 事 or 形, nouns, を に が or と, words)")
        kind, nouns, particle, words = match.groups()
        if unknown := [slot for slot in _SLOT.findall(nouns) if slot not in known]:
            raise BadPattern(f"{path.name}:{at}: {line} (no list: {', '.join(unknown)})")
        if odd := [word for word in words.split() if kind == "形" and word[-1] not in "いな"]:
            raise BadPattern(f"{path.name}:{at}: {line} (no adjective: {', '.join(odd)})")
        yield Frame(f"{subject}{at}", subject, kind, tuple(nouns.split()), particle, tuple(words.split()))


def read_exceptions(path: Path) -> Exceptions:
    """The forms that a word goes without. Raises `BadPattern`, with the line, when there is no such form."""
    found: dict[str, tuple[str, ...]] = {}
    for at, line in _lines(path):
        word, *forms = line.split()
        if not forms or not _ALL_FORMS.issuperset(forms):
            raise BadPattern(f"{path.name}:{at}: {line} (wanted: a word and its forms)")
        found[word] = tuple(forms)
    return found


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield at, line.strip()


def words_of(frame: Frame, exceptions: Exceptions) -> dict[str, list[str]]:
    """A list for each form of the frame's words, and one for its nouns where there are several."""
    tables = [_forms_of(word, frame.kind, exceptions) for word in frame.words]
    lists = {frame.name + form: [table[form] for table in tables if form in table] for form in frame.forms}
    return lists if len(frame.nouns) == 1 else {frame.name + "名": list(frame.nouns), **lists}


def _forms_of(word: str, kind: str, exceptions: Exceptions) -> Mapping[str, str]:
    forms = inflect(word) if kind == "形" else conjugate(word)
    left_out = exceptions.get(word.rstrip(MARKS), ())
    return {form: written for form, written in forms.items() if form not in left_out}


def phrases_of(frame: Frame) -> dict[str, str]:
    """By the slot that it fills: 句て is a noun, its particle, and a word in that form; 名 is the noun alone."""
    noun = frame.nouns[0] if len(frame.nouns) == 1 else f"{{{frame.name}名}}"
    words = {form: f"{{{frame.name}{form}}}" for form in frame.forms}
    phrases = {frame.kind + form: noun + ("が" if form == "受" else frame.particle) + words[form] for form in words}
    if frame.kind == "句":
        phrases["名"] = noun
    if frame.kind == "形":
        phrases["形名"] = words["体"] + noun
    return phrases


def _words(frames: Iterable[Frame], exceptions: Exceptions) -> dict[str, list[str]]:
    return {name: words for frame in frames for name, words in words_of(frame, exceptions).items()}


def _phrases(frames: Iterable[Frame]) -> dict[str, list[str]]:
    """What a subject has for each slot."""
    lists: dict[str, list[str]] = defaultdict(list)
    for frame in frames:
        for slot, phrase in phrases_of(frame).items():
            lists[frame.subject + slot].append(phrase)
    return lists


def _by_subject(sentences: Sequence[str], subjects: Sequence[str]) -> tuple[tuple[str, ...], dict[str, list[str]]]:
    """Patterns and lists: what stands from the first phrase of a sentence to its last comes once for every subject."""
    found = dict.fromkeys(match[0] for match in map(_FIRST_TO_LAST.search, sentences) if match)
    names = {part: f"節{at}" for at, part in enumerate(found)}
    patterns = tuple(_FIRST_TO_LAST.sub(lambda match: f"{{{names[match[0]]}}}", sentence) for sentence in sentences)
    lists = {name: [_PHRASE.sub(rf"{{{subject}\1}}", part) for subject in subjects] for part, name in names.items()}
    return patterns, lists
