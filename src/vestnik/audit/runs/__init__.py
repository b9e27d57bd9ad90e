"""Audits that are kept: asked for, run by a worker, looked at later, compared with the run before."""
