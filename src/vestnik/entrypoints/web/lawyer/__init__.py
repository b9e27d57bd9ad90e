"""What stands beside a legal statement, whom norms concern, a question to the law as a form. Pure."""
