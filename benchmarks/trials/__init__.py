"""使ってみる試し: somebody who has never seen the program corrects the sample meeting, and everything is written down.

    python -m benchmarks.trials start FOLDER --mode keyboard    the service, a browser, a task sheet
    FOLDER/hand keys Tab Enter                                  what the user does, one line at a time
    python -m benchmarks.trials judge FOLDER docs/trials/x.md   what has become of it

    mistakes.py   ten errors, put where the draft agrees with the reference
    voices.py     three voices to be named, and whose they are
    town.py       the data folder: the sample as the worker drafted it, with the errors, for a clerk
    sheet.py      what the clerk is handed
    keeper.py     holds service and browser, and takes commands
    hand.py       hands one command to the keeper
    eyes.py       what is on the screen, and what a screen reader would read
    hands.py      keys and mouse, as a person has them
    ear.py        what was really said in what was really played
    cost.py       what acts cost by the Keystroke-Level Model
    diary.py      the record: one line of JSON an act
    judging.py    the text and the names against the truth
    report.py     a record for docs/trials

Knows the product only from outside, but for the data folder that it prepares and reads at the end.
"""
