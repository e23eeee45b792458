"""`python -m sitthi` is the `sitthi` command."""

import sys

from sitthi.cli import main

sys.exit(main())
