"""`minutes worker`: one more process that makes drafts, beside a running service."""

import os

import typer

from minutes import worker
from minutes.cli.options import PLAIN, PRIVATE, DataFolder, DeviceChoice, settings_from

app = typer.Typer(**PLAIN)


@app.command()
def work(data: DataFolder = None, device: DeviceChoice = None) -> None:
    """動いているサービスに、粗原稿を作る働き手を1つ加えます。"""
    os.umask(PRIVATE)
    worker.run(settings_from(data, device))
