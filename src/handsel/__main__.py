"""`python -m handsel` is the `handsel` command."""

import sys

from handsel.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
