"""The sandbox: stand-ins for what a workstation has around Sitthi (card, NHSO, web HIS). Never part of an
installer.

It may import `sitthi`; `sitthi` never imports it. Everything listens on, or connects to, 127.0.0.1 and
every person is made up.
"""
