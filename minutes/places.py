"""置き場所: where recordings and finished pieces of work lie, as the settings say."""

from minutes.settings import Settings
from minutes.store.files import Files
from minutes.store.remote import Remote


def recordings(settings: Settings) -> Files:
    """What people sent, by its hash, and the drafts made of it."""
    return Files(settings.recordings, Remote.at(settings.objects, "recordings"))


def artefacts(settings: Settings) -> Files:
    """What can be made again from the recordings."""
    return Files(settings.artefacts, Remote.at(settings.objects, "artefacts"))
