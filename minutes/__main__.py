"""The `minutes` command's first lines: Ctrl-C is answered from here on, while the rest is still being imported."""

import signal
import sys


def main() -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end is asked to end, by whomever
    try:
        from minutes import cli

        cli.main()
    except KeyboardInterrupt:
        print("中断しました。同じコマンドをもう一度実行すると、続きから始めます。", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
