"""A list of patients in, their rights out: reads a file, asks about each person once, writes one file.

Knows nothing of NHSO's services: whoever starts it brings `look_up(citizen ID)`, which answers as `rights.check` does.
Only command.py knows the command line and the service.
"""
