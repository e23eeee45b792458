"""Sitthi (สิทธิ): the native-messaging host that turns a Thai ID card and its PIN into a filled HIS login."""

__version__ = "0.1.0"
