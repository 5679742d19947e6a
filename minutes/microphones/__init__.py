"""マイクごとの録音: who speaks when, told by whose own microphone is loud. Knows no models and needs no torch."""

from minutes.microphones.channels import by_channel, refuse_if_not_microphones

__all__ = ["by_channel", "refuse_if_not_microphones"]
