"""Windows by wine: a prefix of its own for each run, doubles of two of Windows' libraries, a card service for them."""
