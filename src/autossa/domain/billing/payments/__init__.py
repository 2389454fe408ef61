"""How money comes in and goes back: methods, payments, mandates, collections, refunds, forecast (billing 9 to 13)."""
