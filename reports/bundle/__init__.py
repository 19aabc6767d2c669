"""Papers of many units at once: ordered, made one by one by processes of their own, packed into one zip with a sheet that checks it."""
