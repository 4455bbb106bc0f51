"""A stateful fake of Stripe: its API, its events and its balance, for tests and demonstrations.

What it does is what Stripe does where money is concerned: a charge's balance transaction comes
after the charge, refunds and disputes move funds when Stripe's would, payouts contain balance
transactions, and the balance is the sum of them. Nothing happens by itself: time stands still until
a call under /_test moves it, and the same calls give the same ids and bytes.
"""
