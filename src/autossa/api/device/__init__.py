"""What devices ask and say: what they may install, their license files, what is installed on them (rule 9)."""
