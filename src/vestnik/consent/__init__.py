"""Policy texts, consents, withdrawals."""
