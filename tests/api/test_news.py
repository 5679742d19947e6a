"""知らせ: what is told of looks one after the other."""

import asyncio

from starlette.requests import Request

from api.news import Look, stream

LOOKS = [
    Look("begun", ["これより"], ended=False),
    Look("begun", [], ended=False),
    Look("begun", ["会議を", "開きます。"], ended=False),
    Look("half", [], ended=False),
    Look("half", [], ended=True),
    Look("never looked at", [], ended=True),
]


async def here():
    """Of somebody who stays."""
    await asyncio.Event().wait()


async def gone():
    return {"type": "http.disconnect"}


def told(receive):
    """-> what was told, and after how many pieces it was asked for each time."""
    asked = []

    def look(after):
        asked.append(after)
        return LOOKS[len(asked) - 1]

    async def listen():
        return [one async for one in stream(Request({"type": "http"}, receive), look, 4, pause_s=0)]

    return asyncio.run(listen()), asked


def test_only_what_is_new_is_told_until_the_end():
    news, asked = told(here)
    assert [(now.said, len(now.heard), now.ended, count) for now, count in news] == [
        ("begun", 1, False, 5),
        ("begun", 2, False, 7),
        ("half", 0, False, 7),
        ("half", 0, True, 7),
    ]
    assert asked == [4, 5, 5, 7, 7]


def test_nobody_looks_for_whoever_is_gone():
    assert told(gone) == ([], [])
