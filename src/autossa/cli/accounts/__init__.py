"""Events, webhooks, and the server for assistants."""
