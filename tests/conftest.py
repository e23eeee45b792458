"""For all tests: no example is judged by its time, which is the machine's and not the code's."""

from hypothesis import settings

settings.register_profile("sitthi", deadline=None)
settings.load_profile("sitthi")
