"""`make demo`: the whole job through the real interface, from a card in the reader to the patient's rights."""
