"""Noto Sans for labels and paper, under the SIL Open Font License (OFL.txt)."""
