"""How a site is asked: one address at a time, with its cookies, by its rules, and what its sitemaps list."""
