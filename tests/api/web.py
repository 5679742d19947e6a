"""The web process alone, a real one: python -m tests.api.web FOLDER PORT"""

import sys
from pathlib import Path

from minutes import web
from minutes.settings import Settings

if __name__ == "__main__":
    web.run(Settings(data=Path(sys.argv[1])), "127.0.0.1", int(sys.argv[2]), None)
