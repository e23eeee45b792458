"""A virtual Thai ID card for pcscd's `vpcd` reader driver.

    people   who exists, with PINs            image     person -> the bytes of the card's file
    moi, adm, isd   the applets               card      T=0 behaviour, faults, one card in one hand
    vpcd     a reader's slot: insert, remove  control   swap cards from another process
    pcscd    a private PC/SC service with virtual readers

It knows nothing of Sitthi's own reading code, so that a test of one against the other is a real cross check.
"""
