"""The database's history: numbered Alembic steps, run by ``vestnik db upgrade``."""
