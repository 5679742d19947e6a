"""編集室: the drafts that people have open at the desk at the moment, in this process.

    limits.py      how much one browser may send
    colleague.py   one browser at the desk, and what it is told
    log.py         a draft's changes in the database, and the document they add up to
    room.py        a draft with everybody who has it open
    rooms.py       all rooms of this process

The log in the database is the truth, its positions say what comes after what. A room holds nothing that is not there:
whatever it tells anybody has been committed, and what others write into the log (another process, a page that names a
voice) it reads and passes on. Knows nothing of the wire: `api/connection.py` does.
"""

from api.rooms.colleague import Colleague, Dismissed, Why
from api.rooms.limits import Limits
from api.rooms.room import Room
from api.rooms.rooms import Rooms

__all__ = ["Colleague", "Dismissed", "Limits", "Room", "Rooms", "Why"]
