"""Commands that use a database are tested on the same ones as the store."""

from tests.store.conftest import file_url, path, postgresql_server, url

__all__ = ["file_url", "path", "postgresql_server", "url"]
