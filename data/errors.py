"""The three kinds of fault, split by whose mistake it is. Each message names the thing and the next step, in Chinese."""


class DushuError(Exception):
    """Something that a person can act on. Its text is shown as it stands, never a traceback."""


class FileFault(DushuError):
    """A file that was brought in can't be taken: what is wrong with it, and what to do."""


class ConfigFault(DushuError):
    """A contract, rule, scheme, calendar or setting is wrong. All faults of one file come at once, one a line."""


class RequestFault(DushuError):
    """What was asked for can't be given: an unknown run, a period that can't be read, nothing brought in yet."""
