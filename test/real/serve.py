"""`transformers serve` by its own entry point, with the arguments that are given; only that it ends with its parent."""

import ends_with_parent  # noqa: F401
import sys

from transformers.cli.transformers import main

sys.argv = ["transformers", "serve", *sys.argv[1:]]
main()
