"""The subjects of the demo city's story, one module each; told in this order, since later ones refer to earlier ones."""
