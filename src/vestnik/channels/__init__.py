"""The roads our messages take: a folder a channel, and the table of all of them."""

from vestnik.channels.registry import DRIVERS, DriverDeps, Registration, make_driver

__all__ = ["DRIVERS", "DriverDeps", "Registration", "make_driver"]
