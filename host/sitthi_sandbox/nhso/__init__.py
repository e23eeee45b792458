"""A stand-in for NHSO's eligibility Web service and for a token issuer, for tests, demos and HIS developers.

It answers as the published WSDL says (reference: nhso 1.1-1.3 [A]) and keeps the rules of the official notice
(reference: seed). It holds made-up people only, listens on 127.0.0.1 only, and is never part of an installer.
"""
