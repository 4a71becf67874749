"""The tools in .ci, which are no package."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

from onestop.config.settings import CHECKOUT


def load_tool(name: str) -> ModuleType:
    """Return a module of .ci."""
    spec = importlib.util.spec_from_file_location(f"ci_{name}", CHECKOUT / ".ci" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
