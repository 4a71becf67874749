"""A warehouse with two communes, where figures are what a test gives them."""

from tests.publish.conftest import communes

__all__ = ["communes"]
