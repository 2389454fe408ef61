"""Paying by card or wallet on the gateway's page (billing 14).

What happened is what the gateway answers when it is asked: an event is a reason to ask, and nothing more.
"""
