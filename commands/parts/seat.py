"""Who sits at the terminal."""

import getpass
import os

from data.access import Role, Viewer


def at_terminal(role: Role = "admin") -> Viewer:
    """Who sits at the terminal of the server, by the name of their account there. They may keep persons: so the first administrator comes in."""
    try:
        import pwd  # not on Windows

        user = pwd.getpwuid(os.getuid()).pw_name  # not getpass: it believes LOGNAME, which anybody can set
    except ImportError:
        user = getpass.getuser()
    except KeyError:  # a container without a list of users
        user = f"uid{os.getuid()}"
    return Viewer(user, role, login=f"{user}@terminal", address="terminal")
