"""How messages leave: by mail, into a folder, to the office messenger. Nothing here knows what they say."""
