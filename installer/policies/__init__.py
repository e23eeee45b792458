"""Templates and samples by which hospital IT sets Sitthi and the browsers on many PCs."""
