"""The models of this machine: catalogue, shelf, locks. The network is behind ``pull`` alone, not imported here."""

from minutes.models.catalogue import CATALOGUE, Model, Task
from minutes.models.shelf import BUNDLED, Installed, Shelf, trial_only

__all__ = ["BUNDLED", "CATALOGUE", "Installed", "Model", "Shelf", "Task", "trial_only"]
