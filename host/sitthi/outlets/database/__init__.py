"""The token in the database of a HIS, for programs that look there (reference: nhso 2 [A] for HOSxP, 5 [C] for
HospitalOS).

connect.py opens one bounded transaction, tables.py checks what is there before anything is written, rows.py says what
would change and changes it, hosxp.py and hospitalos.py know which rows; outlet.py puts them together. SQLAlchemy and
the two drivers are an optional extra, imported only when a database is really asked.
"""
