"""The container stack, as a compose implementation reads it: complete, guarded, and the same as the embedded stack."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import podman_compose
import pytest
import yaml

from embedded.airflow import COMPONENTS
from embedded.memory import server_settings
from embedded.postgres import ADMIN, CLUSTER_OPTIONS, FIXED_SETTINGS, SQL
from embedded.site_server import HEADERS
from embedded.stack import EmbeddedStack
from onestop.config.settings import CHECKOUT, Settings
from onestop.operations.programs import installed_programs

FILE = CHECKOUT / "docker-compose.yaml"
TEXT = FILE.read_text(encoding="utf-8")
EXAMPLE = (CHECKOUT / ".env.example").read_text(encoding="utf-8")
WRITTEN: dict[str, Any] = yaml.safe_load(TEXT)
# What compose is told by whoever runs it: without these it must refuse, and has an answer of its own for the others.
REQUIRED = sorted(set(re.findall(r"\$\{(\w+):\?", TEXT)))
OPTIONAL = sorted(set(re.findall(r"\$\{(\w+):-", TEXT)))
GIVEN = {name: f"given-{name.lower().replace('_', '-')}" for name in REQUIRED}
RUNNING = ["airflow-apiserver", "airflow-scheduler", "airflow-dag-processor"]
AIRFLOW = ["airflow-init", *RUNNING, "backup"]
BY_HAND = ["airflow-init", "backup"]
IMAGE_HOME = PurePosixPath("/opt/airflow")
OURS = ("AIRFLOW", "ONESTOP_", "GX_", "DO_NOT_TRACK")

IN_THE_IMAGE = "a folder of the image"
SECRET = "made by the embedded stack, set in .env here"
OWN_CONTAINER = "Airflow has a host name and all ports of a container of its own"
KEPT_OUT = "the .env that is handed over has it, and the processes of Airflow need it not"
# Where the two stacks differ on purpose, and why. Whatever else differs is a mistake.
DIFFERENT_SETTINGS = {
    "AIRFLOW_HOME": IN_THE_IMAGE,
    "AIRFLOW__CORE__DAGS_FOLDER": IN_THE_IMAGE,
    "AIRFLOW__CORE__PLUGINS_FOLDER": IN_THE_IMAGE,
    "AIRFLOW__LOGGING__BASE_LOG_FOLDER": IN_THE_IMAGE,
    "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": "a volume instead of the folder of secrets",
    "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": OWN_CONTAINER,
    "AIRFLOW__API__HOST": OWN_CONTAINER,
    "AIRFLOW__API__PORT": OWN_CONTAINER,
    "AIRFLOW__API__BASE_URL": "addresses are relative, whatever proxy stands before it",
    "AIRFLOW__CORE__PARALLELISM": "the embedded stack counts the cores of its machine",
    "AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK": "the container's health check asks it; the launcher asks the API server",
    "AIRFLOW__CORE__FERNET_KEY": SECRET,
    "AIRFLOW__API__SECRET_KEY": SECRET,
    "AIRFLOW__API_AUTH__JWT_SECRET": SECRET,
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": SECRET,
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": SECRET,
    "AIRFLOW_CONN_WAREHOUSE": SECRET,
    "AIRFLOW_ADMIN_PASSWORD": KEPT_OUT,
    "ONESTOP_OWNER_PASSWORD": KEPT_OUT,
    "ONESTOP_READER_PASSWORD": KEPT_OUT,
    "ONESTOP_INTERNAL_PASSWORD_HASH": KEPT_OUT,
    "ONESTOP_OWNER_URL": "for airflow-init and backup only",
    "ONESTOP_STACK": "this is not the embedded one",
    "ONESTOP_VAR": "a volume",
    "ONESTOP_LANDING": "within the volume of ONESTOP_VAR, which is elsewhere",
    "ONESTOP_SITE": "a volume of its own, which the site's server has too",
    "ONESTOP_INTERNAL": "a volume of its own, which the internal site's server has too",
    "ONESTOP_SHEETS": "a volume of its own, which a file share can offer",
    "ONESTOP_CATALOGUE": "a folder of the machine, which .env names as ONESTOP_CATALOGUE_FOLDER",
    "ONESTOP_BACKUPS": "a folder of the machine, from which backups go elsewhere",
}
ITS_MACHINE = "the embedded stack looks at its machine, compose is told by .env"
CORES = "the embedded stack looks at its machine; PostgreSQL's own default here"
DIFFERENT_SERVER = {
    "listen_addresses": "the image listens within its own network",
    "unix_socket_permissions": "nobody else is in the container",
    "work_mem": ITS_MACHINE,
    "max_parallel_workers": CORES,
    "max_parallel_workers_per_gather": CORES,
    "max_parallel_maintenance_workers": CORES,
    "dynamic_shared_memory_type": "shm_size gives the container enough",
}


def read_as_compose(given: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """Return the file as podman-compose understands it, with only the given variables set."""
    env_file = folder / "compose.env"
    env_file.write_text("".join(f"{name}='{value}'\n" for name, value in given.items()), encoding="utf-8")
    # It asks no container engine for that.
    program = Path(sys.executable).with_name("podman-compose")
    options = ["--dry-run", "--profile", "tools", "--env-file", str(env_file), "--file", str(FILE)]
    done = subprocess.run(
        [program, *options, "config"], env={"PATH": os.defpath}, capture_output=True, text=True, check=True
    )
    understood: dict[str, Any] = yaml.safe_load(done.stdout)
    return understood


@pytest.fixture(scope="module")
def compose(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The file with every variable set."""
    return read_as_compose(GIVEN, tmp_path_factory.mktemp("compose"))


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Any]:
    """Its services, anchors and merges resolved."""
    found: dict[str, Any] = compose["services"]
    return found


@pytest.fixture(scope="module")
def embedded() -> Iterator[EmbeddedStack]:
    """The embedded stack with nothing set, on a larger machine; its account must be able to enter the folder."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as machine:
        machine.setattr("os.cpu_count", lambda: 8)
        Path(folder).chmod(0o711)
        yield EmbeddedStack({"ONESTOP_VAR": folder})


def caddyfile(name: str) -> str:
    return (CHECKOUT / "include" / "stack" / f"{name}.caddyfile").read_text(encoding="utf-8")


def mounts(service: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return what is mounted where in a service, and how ('rw' or 'ro')."""
    parts = [mount.split(":") for mount in service["volumes"]]
    return {target: (source, mode[0] if mode else "rw") for source, target, *mode in parts}


def differences(one: Mapping[str, object], other: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    """Return what two mappings say otherwise, or only one of them says, with both sides."""
    names = sorted(set(one) | set(other))
    return {name: (one.get(name), other.get(name)) for name in names if one.get(name) != other.get(name)}


def test_every_variable_has_its_line_in_the_example() -> None:
    assert len(REQUIRED) == 11
    assert OPTIONAL
    assert [name for name in (*REQUIRED, *OPTIONAL) if f"\n# {name}=" not in EXAMPLE] == []
    # A variable without '?' and '-' would be empty where it is forgotten.
    assert set(re.findall(r"(?<!\$)\$\{?(\w+)", TEXT)) == {*REQUIRED, *OPTIONAL}


@pytest.mark.parametrize("state", ["missing", "empty"])
@pytest.mark.parametrize("name", REQUIRED)
def test_a_variable_that_is_not_set_stops_compose(name: str, state: str) -> None:
    given = {other: value for other, value in GIVEN.items() if other != name}
    if state == "empty":
        given[name] = ""
    expressions = re.findall(rf"\$\{{{name}\b[^}}]*\}}", TEXT)
    assert expressions
    for expression in expressions:
        with pytest.raises(Exception, match=r"set it in \.env, see \.env\.example"):
            podman_compose.rec_subs(expression, given)
        assert podman_compose.rec_subs(expression, GIVEN) == GIVEN[name]


def test_with_all_of_them_nothing_is_left_open(compose: dict[str, Any], services: dict[str, Any]) -> None:
    assert set(services) == set(WRITTEN["services"])
    said = yaml.safe_dump(compose)
    assert [name for name in REQUIRED if GIVEN[name] not in said] == []
    empty = {
        (name, variable)
        for name, service in services.items()
        for variable, value in service.get("environment", {}).items()
        if value in ("", None)
    }
    kept_out = {"POSTGRES_PASSWORD", *(name for name, why in DIFFERENT_SETTINGS.items() if why == KEPT_OUT)}
    owned = {(name, "ONESTOP_OWNER_URL") for name in RUNNING}
    assert empty == owned | {(name, variable) for name in AIRFLOW for variable in {*kept_out, "ONESTOP_STACK"}}


def test_the_file_holds_no_secret() -> None:
    secret = re.compile(r"PASSWORD|SECRET|KEY|TOKEN|_CONN|_URL")
    written = [
        (name, variable, value)
        for name, service in WRITTEN["services"].items()
        for variable, value in (service.get("environment") or {}).items()
        if secret.search(variable) and not variable.endswith(("_FILE", "API_SERVER_URL"))
    ]
    assert len(written) > 20
    assert [found for found in written if found[2] and ":?" not in found[2]] == []


def test_airflow_gets_no_password_that_it_need_not_know(services: dict[str, Any]) -> None:
    """The .env is handed over as a whole: what a process need not know is set to nothing."""
    needed = {variable for variable in REQUIRED if GIVEN[variable] in yaml.safe_dump(services["airflow-scheduler"])}
    assert needed == {
        "AIRFLOW_API_SECRET_KEY", "AIRFLOW_DATABASE_PASSWORD", "AIRFLOW_FERNET_KEY", "AIRFLOW_JWT_SECRET",
        "ONESTOP_PIPELINE_PASSWORD",
    }  # fmt: skip
    environment = services["airflow-scheduler"]["environment"]
    others = set(REQUIRED) - needed - {"ONESTOP_INTERNAL_USER"}
    assert {variable: environment.get(variable) for variable in others} == dict.fromkeys(others, "")


def test_every_process_of_airflow_runs_the_same_words(services: dict[str, Any]) -> None:
    run = {tuple(service["command"]) for name, service in services.items() if name in RUNNING}
    assert run == set(COMPONENTS.values())
    assert len(RUNNING) == len(COMPONENTS)


def test_both_stacks_prepare_the_warehouse_in_the_same_way(services: dict[str, Any], embedded: EmbeddedStack) -> None:
    (script,) = services["airflow-init"]["command"]
    installed = [" ".join(("python", *spec.argv[1:])) for spec in (embedded.reference(), embedded.catalogue())]
    order = ["airflow db migrate", "migrate(Settings.from_env().owner_sqlalchemy_url)", *installed]
    assert sorted(order, key=script.index) == order


@pytest.mark.parametrize("service", RUNNING)
def test_settings_are_those_of_the_embedded_stack(
    services: dict[str, Any], embedded: EmbeddedStack, service: str
) -> None:
    def ours(environ: Mapping[str, str]) -> dict[str, str]:
        return {name: value for name, value in environ.items() if name.startswith(OURS)}

    found = differences(ours(embedded.airflow.environ), ours(services[service]["environment"]))
    unexplained = {name: sides for name, sides in found.items() if name not in DIFFERENT_SETTINGS}
    assert unexplained == {}, "embedded, compose"
    assert set(DIFFERENT_SETTINGS) - set(found) == set(), "these do not differ any more"


def test_the_server_is_set_as_the_embedded_one(services: dict[str, Any]) -> None:
    program, *options = services["postgres"]["command"]
    here = dict(option.removeprefix("--").split("=", 1) for option in options)
    # The defaults are for a machine of 8 GB.
    sizes = server_settings(8 << 30, cores=2)
    assert (sizes["shared_buffers"], sizes["effective_cache_size"]) == ("1024MB", "4096MB")
    there = {**FIXED_SETTINGS, **sizes, "shared_buffers": "1GB", "effective_cache_size": "4GB"}
    found = differences(there, here)
    assert program == "postgres"
    assert {name: sides for name, sides in found.items() if name not in DIFFERENT_SERVER} == {}, "embedded, compose"
    assert set(DIFFERENT_SERVER) - set(found) == set(), "these do not differ any more"


def test_the_cluster_is_made_as_the_embedded_one(services: dict[str, Any]) -> None:
    postgres = services["postgres"]
    environment = postgres["environment"]
    assert environment["POSTGRES_INITDB_ARGS"].split() == list(CLUSTER_OPTIONS)
    assert environment["POSTGRES_USER"] == ADMIN
    done = subprocess.run([installed_programs() / "postgres", "--version"], capture_output=True, text=True, check=True)
    assert postgres["image"] == f"postgres:{done.stdout.split()[-1]}"


def test_roles_are_made_by_the_same_scripts(services: dict[str, Any]) -> None:
    scripts = sorted(SQL.glob("*.sql"))
    assert [path.name for path in scripts] == ["10-roles.sql", "20-warehouse.sql"]
    mounted = {
        target: source
        for target, source in mounts(services["postgres"]).items()
        if target.startswith("/docker-entrypoint-initdb.d/")
    }
    assert mounted == {
        f"/docker-entrypoint-initdb.d/{path.name}": (f"./{path.relative_to(CHECKOUT)}", "ro") for path in scripts
    }
    wanted = {name for path in scripts for name in re.findall(r"^\\getenv \w+ (\w+)$", path.read_text(), re.MULTILINE)}
    assert len(wanted) == 6
    assert wanted <= set(services["postgres"]["environment"])


def test_what_runs_for_long_is_looked_after(services: dict[str, Any]) -> None:
    for name, service in services.items():
        limits = service["logging"]["options"]
        assert set(limits) == {"max-size", "max-file"}, name
        if name in BY_HAND:
            assert service["restart"] == "no"
        else:
            assert service["restart"] == "always"
            assert {"test", "interval", "timeout", "retries"} <= set(service["healthcheck"]), name
    assert set(services) - set(BY_HAND) == {"postgres", *RUNNING, "site", "internal"}


def test_images_are_pinned_to_a_patch_version(services: dict[str, Any]) -> None:
    (base,) = re.findall(r"^FROM (\S+)$", (CHECKOUT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    images = {service["image"] for service in services.values() if "build" not in service} | {base}
    assert len(images) == 3
    # PostgreSQL has two numbers.
    assert [image for image in images if not re.search(r":(slim-)?(\d+\.\d+\.\d+|18\.\d+)(-|$)", image)] == []
    airflow = re.search(r"^apache-airflow==(\S+)", (CHECKOUT / "requirements.in").read_text(), flags=re.MULTILINE)
    assert airflow is not None
    assert f":slim-{airflow[1]}-" in base


def test_commands_by_hand_are_not_started_with_the_stack(services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if service.get("profiles")] == ["backup"]


@pytest.mark.parametrize("service", AIRFLOW)
def test_every_folder_outlives_its_container(compose: dict[str, Any], services: dict[str, Any], service: str) -> None:
    environment = services[service]["environment"]
    settings = Settings.from_env({name: environment[name] for name in environment if name.startswith("ONESTOP_")})
    folders = {
        settings.var_dir, settings.landing_dir, settings.site_dir, settings.internal_dir, settings.sheets_dir,
        settings.exports_dir, settings.documents_dir, settings.quality_dir, settings.overrides_dir,
    }  # fmt: skip
    held = {
        target for target, (source, mode) in mounts(services[service]).items() if source in compose["volumes"]
        and mode == "rw"
    }  # fmt: skip
    lost = [str(folder) for folder in folders if not any(folder.is_relative_to(target) for target in held)]
    assert lost == []
    assert f"{IMAGE_HOME}/var" in held


def test_backups_go_to_a_folder_of_the_machine(services: dict[str, Any]) -> None:
    environment = services["backup"]["environment"]
    assert mounts(services["backup"])[environment["ONESTOP_BACKUPS"]] == ("./backups", "rw")
    assert GIVEN["ONESTOP_OWNER_PASSWORD"] in environment["ONESTOP_OWNER_URL"]
    assert services["backup"]["entrypoint"][-3:] == ["python", "-m", "onestop.operations.backup"]
    assert [name for name in RUNNING if environment["ONESTOP_BACKUPS"] in mounts(services[name])] == []


def test_the_processes_that_run_tasks_have_the_pages(services: dict[str, Any]) -> None:
    """A mail's workbook is the file beside its page, so whoever sends it must have what was rendered."""
    environment = services["airflow-scheduler"]["environment"]
    assert environment["AIRFLOW__CORE__EXECUTOR"] == "LocalExecutor", "the scheduler runs the tasks"
    held = mounts(services["airflow-scheduler"])
    assert (held[environment["ONESTOP_SITE"]], held[environment["ONESTOP_INTERNAL"]]) == (
        ("site", "rw"),
        ("internal", "rw"),
    )
    assert mounts(services["site"])["/srv/site"] == ("site", "ro")
    assert mounts(services["internal"])["/srv/site"] == ("internal", "ro")


def test_public_and_internal_pages_share_no_volume(compose: dict[str, Any], services: dict[str, Any]) -> None:
    named = {
        name: {source for source, _ in mounts(services[name]).values() if source in compose["volumes"]}
        for name in ("site", "internal")
    }
    assert named == {"site": {"site"}, "internal": {"internal"}}


def test_nobody_sees_the_internal_pages_without_a_password(services: dict[str, Any]) -> None:
    for name in ("ONESTOP_INTERNAL_USER", "ONESTOP_INTERNAL_PASSWORD_HASH"):
        assert services["internal"]["environment"][name] == GIVEN[name]
        assert f"{{${name}}}" in caddyfile("internal")
    assert re.search(r":8080 \{\s+basic_auth \{", caddyfile("internal"))
    assert mounts(services["internal"])["/etc/caddy/Caddyfile"] == ("./include/stack/internal.caddyfile", "ro")
    assert not {name for name in services["site"]["environment"] if "INTERNAL" in name}


def test_ports_are_bound_to_this_machine(services: dict[str, Any], embedded: EmbeddedStack) -> None:
    bound = {name: service["ports"] for name, service in services.items() if service.get("ports")}
    settings = embedded.settings
    assert bound == {
        "airflow-apiserver": [f"127.0.0.1:{settings.airflow_port}:8080"],
        "site": [f"127.0.0.1:{settings.site_port}:8080"],
        "internal": [f"127.0.0.1:{settings.internal_port}:8080"],
    }


def test_both_servers_send_the_headers_of_the_embedded_stack() -> None:
    for name in ("public", "internal"):
        assert "import site.caddyfile" in caddyfile(name)
    sent = dict(re.findall(r"^\t([A-Z][\w-]+) \"?(.*?)\"?$", caddyfile("site"), flags=re.MULTILINE))
    assert sent == HEADERS


def test_the_comparison_sees_both_directions() -> None:
    assert differences({"A": 1, "B": 1, "C": 1}, {"A": 1, "B": 2, "D": 1}) == {
        "B": (1, 2),
        "C": (1, None),
        "D": (None, 1),
    }
