"""Commands about daily runs that were made: what each did, one that is halted, one that is taken back."""
