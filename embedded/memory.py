"""Settings of the database server that depend on the machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

MEGABYTE = 1024 * 1024
CGROUP_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def machine_memory() -> int:
    """Return the bytes of memory that this machine or its container may use."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limits = [path.read_text(encoding="ascii").strip() for path in CGROUP_LIMITS if path.is_file()]
    return min([physical, *(int(limit) for limit in limits if limit.isdecimal())])


def server_settings(memory: int, cores: int) -> dict[str, str]:
    """Memory and write-ahead log for a machine that also runs Airflow and the pipeline's own Python."""

    def share(divisor: int, lowest: int, highest: int) -> str:
        return f"{max(lowest, min(highest, memory // divisor // MEGABYTE))}MB"

    return {
        "shared_buffers": share(8, 128, 2048),
        "effective_cache_size": share(2, 256, 65536),
        # The pipeline sorts and hashes whole batches on a few connections; the default of 4 MB would spill.
        "work_mem": share(256, 16, 96),
        "maintenance_work_mem": share(32, 64, 512),
        # Loads come in bursts: fewer, larger checkpoints write a page once instead of many times.
        "max_wal_size": "4GB",
        "min_wal_size": "512MB",
        "checkpoint_timeout": "15min",
        "max_parallel_workers": str(cores),
        "max_parallel_workers_per_gather": str(max(1, cores // 2)),
        "max_parallel_maintenance_workers": str(max(1, cores // 2)),
        # Compiling a query pays for seconds-long scans only; most of ours end in milliseconds.
        "jit": "off",
        "random_page_cost": "1.1",
        "dynamic_shared_memory_type": _shared_memory_kind(),
    }


def _shared_memory_kind() -> str:
    """Containers often have a shared memory of 64 MB, in which a parallel hash join ends with an error."""
    try:
        size = shutil.disk_usage("/dev/shm").total  # noqa: S108 - only its size is asked
    except OSError:
        return "mmap"
    return "posix" if size >= 512 * MEGABYTE else "mmap"
