"""The parts of train.py: a tuning run in its folder, its rows, its proofs, its looks at held-out questions."""
