"""説明のとおりか: requests of every shape, drawn from the OpenAPI document, right ones and wrong ones.

None may break the service, and every answer is one that the document describes.
"""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode, openapi, serializer
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.uploads import CHUNK
from minutes.store.access import PROGRAM
from minutes.store.queries import uploads
from minutes.store.uploads import RESERVE
from tests.api.drafted import asked, drafted, recorded
from tests.api.test_access import TABLE

SIZES = {"POST /api/uploads": "Upload-Length", "PUT /api/recordings/{name}": "Content-Length"}
"""Where a request says how large a recording is that it begins, and how."""


def is_too_large(town, operation, headers):
    """Does the request begin a recording that the disk has no room for, beside those that others have begun?"""
    declared = headers.get(SIZES.get(operation, ""))
    if declared is None:
        return False
    with town.database.reading(PROGRAM) as session:
        awaited = uploads.awaited(session)
    return float(declared) + awaited + RESERVE > shutil.disk_usage(town.service.recordings.scratch).free


def no_fault_of(town):
    """That the disk is too small for a recording of gigabytes is none of ours; every other fault is."""

    def no_fault(context, answer, case):
        excused = answer.status_code == 507 and is_too_large(town, case.operation.label, answer.request.headers)
        return excused or not_a_server_error(context, answer, case)

    return no_fault


CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
ROUTES = sorted(route for route in TABLE if route[1].startswith("/api/") and route[1] != "/api/openapi.json")
ASKED = [route for route in ROUTES if route != ("OPTIONS", "/api/uploads")]
"""These take something that can be wrong."""
KNOWN = [route for route in ASKED if "{" in route[1] and "{name}" not in route[1]]
"""These are about something that is there."""
SHORT = settings(
    max_examples=15, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)

serializer.alias(CHUNK, "application/octet-stream")


@pytest.fixture(scope="module")
def document(same_town):
    key = same_town.program("clerk").headers["authorization"]
    schema = openapi.from_asgi("/api/openapi.json", same_town.app, headers={"authorization": key})
    return schema, {"authorization": key}, [no_fault_of(same_town), *CHECKS]


@pytest.fixture(scope="module")
def there(same_town):
    """Something of everything; nothing is asked of the meeting that is read, or its news would never end."""
    read, changed = same_town.meeting("読むだけの会議"), same_town.meeting("変える会議")
    drafted(same_town, read, "j1")
    drafted(same_town, changed, "j2")
    recorded(same_town, changed)
    waiting = same_town.meeting("待つ会議")
    asked(same_town, waiting, "j3")
    upload = recorded(same_town, waiting, "午後.m4a", share=0.0)
    return lambda method: {
        "meeting_id": read if method == "GET" else changed,
        "voice": "S1",
        "upload_id": upload,
    }


def draw(document, route, mode=GenerationMode.POSITIVE, **known):
    """Requests to one route, and what comes of them."""
    schema, key, checks = document
    method, path = route
    operation = schema[path][method]

    @given(operation.as_strategy(generation_mode=mode, **known))
    @SHORT
    def asking(case):
        case.call_and_validate(headers=key, checks=checks)

    asking()


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_requests_as_described(document, route):
    draw(document, route)


@pytest.mark.parametrize("route", ASKED, ids=" ".join)
def test_requests_that_are_wrong(document, route):
    draw(document, route, GenerationMode.NEGATIVE)


@pytest.mark.parametrize("route", KNOWN, ids=" ".join)
def test_requests_about_what_is_there(document, there, route):
    names = {part[1:-1] for part in route[1].split("/") if part.startswith("{")}
    known = {name: value for name, value in there(route[0]).items() if name in names}
    draw(document, route, path_parameters=known | ({"ending": "txt"} if "{ending}" in route[1] else {}))


@pytest.mark.parametrize(
    ("operation", "header", "beyond", "excused"),
    [
        ("POST /api/uploads", "Upload-Length", 1, True),
        ("POST /api/uploads", "Upload-Length", -(1024**4), False),
        ("POST /api/uploads", "Content-Length", 1, False),
        ("PUT /api/recordings/{name}", "Content-Length", 1, True),
        ("PATCH /api/uploads/{upload_id}", "Upload-Length", 1, False),
        ("POST /api/meetings", "Content-Length", 1, False),
    ],
)
def test_a_full_disk_excuses_only_what_is_larger(same_town, operation, header, beyond, excused):
    free = shutil.disk_usage(same_town.service.recordings.scratch).free
    assert is_too_large(same_town, operation, {header: str(max(1, free + beyond))}) == excused


def test_everything_that_programs_can_do_is_described(document):
    described = {
        (method.upper(), path) for path, methods in document[0].raw_schema["paths"].items() for method in methods
    }
    assert described == set(ROUTES)


def test_every_operation_says_what_it_does_and_who_may_ask(document):
    raw = document[0].raw_schema
    assert raw["security"] == [{"key": []}, {"browser": []}]
    assert raw["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for path, methods in raw["paths"].items():
        for method, operation in methods.items():
            assert operation["description"], (method, path)


@pytest.mark.parametrize("status", [401, 404])
def test_an_error_is_what_its_example_shows(same_town, document, status):
    program = same_town.stranger() if status == 401 else same_town.program("clerk")
    answers = document[0].raw_schema["paths"]["/api/meetings/{meeting_id}"]["get"]["responses"]
    examples = answers[str(status)]["content"]["application/problem+json"]["examples"]
    assert program.get("/api/meetings/nobody").json() in [example["value"] for example in examples.values()]


def test_the_document_itself_is_for_those_who_are_signed_in(same_town):
    assert same_town.stranger().get("/api/openapi.json").status_code == 401
    assert same_town.browser("reader").get("/api/openapi.json").status_code == 200
