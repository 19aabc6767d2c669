"""Papers that are written from Word templates: what a template is given, how it is filled, and the same as PDF."""
