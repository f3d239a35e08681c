#!/usr/bin/env python
"""The command `linli`, for a clone in which nothing is installed by that name."""

from portal.__main__ import main

if __name__ == "__main__":
    main()
