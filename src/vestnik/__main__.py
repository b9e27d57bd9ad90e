"""``python -m vestnik`` is the command ``vestnik``."""

from vestnik.entrypoints.cli.entry import main

if __name__ == "__main__":
    main()
