"""A simulated year of two hospitals: 40 operators on 10 workstations, against the sandbox's NHSO, in well under a minute.

script    what happens, drawn from a seed before anything runs
machine   a workstation: a clock that is wrong or set, a counter, sleep, boots
desk      an account on it: the real vault, store, login, fill and rights check
service   the sandbox's own application, called in this process instead of through a socket
oracle    what is true, and what a host could have known; written from the notice, not from the host's code
play      runs a script and compares; shrink finds a short one that still fails
"""
