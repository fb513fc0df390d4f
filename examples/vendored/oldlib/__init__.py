"""A library that still has a file for Python 2."""

import sys

if sys.version_info[0] == 2:
    from oldlib.compat import shout
else:

    def shout(text):
        """Prints loudly."""
        print(text.upper())
