"""Is the audit log still what it was: all of it is looked at once an hour, and it is told when that was."""

from datetime import timedelta

from api.chain import LASTS, Chain
from minutes.store import audit
from minutes.store.access import PROGRAM
from minutes.store.audit import Action
from minutes.store.tables import now
from tests.store import behind


def noted(town, count):
    with town.database.writing(PROGRAM) as session:
        for _ in range(count):
            audit.note(session, town.actor("clerk"), Action.SIGN_OUT)


def test_in_between_only_what_has_come_since_and_then_all_of_it_again(town):
    noted(town, 3)
    began, chain = now(), Chain()
    first = chain.look(town.database, began)
    assert (first.broken_at, first.whole_at) == (None, began)
    behind.change(town.database, "UPDATE audit SET name = '別人' WHERE position = 2")
    soon = chain.look(town.database, began + LASTS - timedelta(seconds=1))
    assert (soon.broken_at, soon.whole_at) == (None, began)
    assert chain.look(town.database, began + LASTS).broken_at == 2


def test_what_was_cut_off_the_end_shows_and_goes_on_showing(town):
    """Though the rest is a whole chain, and whoever goes on with it makes it as long as it was."""
    noted(town, 5)
    began, chain = now(), Chain()
    assert chain.look(town.database, began).broken_at is None
    behind.change(town.database, "DELETE FROM audit WHERE position > 3")
    for later in (timedelta(0), LASTS, 3 * LASTS):
        assert chain.look(town.database, began + later).broken_at == 4
    noted(town, 3)
    assert chain.look(town.database, began).broken_at == 5
    assert chain.look(town.database, began + LASTS).broken_at == 5


def test_what_is_broken_stays_broken(town):
    noted(town, 3)
    began, chain = now(), Chain()
    chain.look(town.database, began)
    behind.change(town.database, "UPDATE audit SET name = '別人' WHERE position = 2")
    for later in (LASTS, LASTS + timedelta(minutes=1), 2 * LASTS):
        assert chain.look(town.database, began + later).broken_at == 2
