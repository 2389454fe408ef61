"""The books as a booking batch for DATEV: EXTF 700, category 21, version 13, after DATEV's public description."""
