"""学習: how the bundled models are made, from nothing and without a network (`make train`; see README.md here).

Nothing in the product imports this package. It reads from top to bottom: text (`grammar`, `corpus`) is spoken
(`mei`, `vocoder`, `voices`) in rooms (`rooms`) and becomes batches for the recogniser (`recogniser/`) and for the
diarizer (`diarizer/`). `sample` and `committee` make the meetings that the models are measured on.
"""
