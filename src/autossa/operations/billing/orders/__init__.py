"""What holds for every order: who pays and decides, when it is booked, its invoice (billing 8)."""
