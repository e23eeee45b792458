"""A simulated year of two hospitals: 40 operators on 10 workstations, against the sandbox's NHSO.

script    what happens, drawn from a seed before anything runs
machine   a workstation: a clock that is wrong or set, a counter, sleep, boots
desk      an account on it: the real vault, store, login, fill and rights check
service   the sandbox's own application, called in this process instead of through a socket
oracle    what is true, and what a host could have known; written from the notice, not from the host's code
hospital  the accounts and the oracle side by side, and what must hold
play      does what a script says; shrink finds a short one that still fails
"""
