"""A month of a business at a fake of Stripe, told to a real ledger, and both books compared."""
