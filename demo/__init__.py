"""The demo company: a believable IT-service company of any size, made anew and the same every time."""
