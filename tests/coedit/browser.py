"""A client as docs/document-form.md wants it: what a person does at the desk, on a real pycrdt document of its own.

pycrdt counts bytes where a browser counts UTF-16 units; lines and characters are counted here.
"""

from pycrdt import Doc, Map, Text


class Browser:
    """``sent`` are its updates, in order. It writes without attributes, as CodeMirror's binding does."""

    def __init__(self, state: bytes, name: str = "browser"):
        self._name, self._made = name, 0
        self.doc = Doc()
        self.doc.apply_update(state)
        self.text = self.doc.get("text", type=Text)
        self.voices, self.people = (self.doc.get(root, type=Map) for root in ("voices", "people"))
        self.sent: list[bytes] = []
        self._local = False
        self.doc.observe(self._send)

    def _send(self, event):
        if self._local:
            self.sent.append(event.update)

    def hear(self, update: bytes):
        self.doc.apply_update(update)

    def lines(self) -> list[str]:
        return str(self.text).split("\n")[:-1]

    def place(self, line: int, character: int = 0) -> int:
        lines = self.lines()
        return sum(len(text.encode()) + 1 for text in lines[:line]) + len(lines[line][:character].encode())

    def newline(self, line: int) -> int:
        return self.place(line, len(self.lines()[line]))

    def attributes(self, line: int) -> dict[str, object]:
        newlines = [attributes for chunk, attributes in self.text.diff() for _ in range(chunk.count("\n"))]
        return newlines[line] or {}

    def write(self, line: int, character: int, text: str, attributes=None):
        self._do(lambda: self.text.insert(self.place(line, character), text, attributes))

    def erase(self, line: int, begin: int, end: int):
        def change():
            del self.text[self.place(line, begin) : self.place(line, end)]

        self._do(change)

    def split(self, line: int, character: int) -> str:
        """The part before becomes a line of its own, with an id of its own; the rest stays who it was."""
        self._made += 1
        attributes = {**self.attributes(line), "id": f"{self._name}-{self._made}"}
        self.write(line, character, "\n", attributes)
        return attributes["id"]

    def join(self, line: int):
        """With the next one, whose newline stays."""

        def change():
            at = self.newline(line)
            del self.text[at : at + 1]

        self._do(change)

    def say(self, line: int, **attributes):
        """Of the whole line: its kind, its voice, its speaker."""
        at = self.newline(line)
        self._do(lambda: self.text.format(at, at + 1, attributes))

    def mark(self, line: int, begin: int, end: int, **marks):
        self._do(lambda: self.text.format(self.place(line, begin), self.place(line, end), marks))

    def add(self, key: str, **said):
        def change():
            self.people[key] = entry = Map()
            for field, value in said.items():
                entry[field] = value

        self._do(change)

    def name(self, label: str, key: str | None):
        def change():
            if key is None:
                self.voices.pop(label, None)
            else:
                self.voices[label] = key

        self._do(change)

    def _do(self, change):
        self._local = True
        with self.doc.transaction():
            change()
        self._local = False
