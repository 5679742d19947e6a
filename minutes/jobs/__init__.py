"""作業: drafts made durably, piece by piece, and the queue in which they wait."""
