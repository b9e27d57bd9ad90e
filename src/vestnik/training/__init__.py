"""Courses for those who deal with clients."""
