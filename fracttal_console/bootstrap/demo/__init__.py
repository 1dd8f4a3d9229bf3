"""A throw-away base with lively sample data; nothing of it touches a real one."""

from fracttal_console.bootstrap.demo.making import Demo, make_demo

__all__ = ["Demo", "make_demo"]
