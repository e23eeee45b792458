"""A double of NHSO's Secure SmartCard Agent (reference: nhso 4.1 [A]): the same answers and errors, made-up people.

desk.py is what it knows and makes, app.py its HTTP; `python -m sitthi_sandbox.agent` runs it alone.
"""
