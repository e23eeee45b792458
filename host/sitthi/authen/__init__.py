"""The Authen code of a patient's visit, from NHSO's own SmartCard Agent on this computer (reference: nhso 4.1 [A]).

claim.py has the values and rules, agent.py the client, visit.py the two things that a counter does with it,
memory.py the last code. Knows nothing of browsers, sessions, policy and our own card reading.
"""
