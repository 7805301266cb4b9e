#!/usr/bin/env python3
"""Whether the server keeps its contract: schemathesis against a fictional school, as three people.

Takes the binary and the folder of schemathesis' virtual environment; ends with 1 if anything is
answered that the OpenAPI document does not say.
"""
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
import uuid

ROLES = ("teacher", "deputy", "admin")
# Cases for an operation; with the coverage of every parameter about half a minute a role.
EXAMPLES = os.environ.get("CONTRACT_EXAMPLES", "100")
SETTINGS = """
# A text far beyond its limit is a body beyond its limit too: 413, which the document says.
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "409", "413", "415", "422", "429"]

# Never ends, so no answer of it can be looked at whole; crates/server/tests/server/feed.rs does.
[[operations]]
include-path = "/api/v1/events"
enabled = false

# Ends the session of all the cases after it; crates/server/tests/server/sessions.rs does.
[[operations]]
include-path = "/api/v1/sessions/current"
enabled = false

# A cursor is a text of the server's own; any other, of the same type, is answered with 410.
[[operations]]
include-path = "/api/v1/feed"
checks.positive_data_acceptance.expected-statuses = ["2xx", "401", "403", "410"]

# Which schools there are, a document of types cannot say: another number is answered with 400
# and the list of them.
[[operations]]
include-path = "/api/v1/sessions"
checks.positive_data_acceptance.expected-statuses = ["2xx", "400", "401", "403", "429"]

# One bad change never sinks the others of its batch: what breaks a limit of a change is answered
# with 200 and a refusal in its place, and is kept. And a whole number may be written 1.0, which is
# an integer to JSON Schema and none to the server: 400.
[[operations]]
include-path = "/api/v1/changes"
checks.negative_data_rejection.enabled = false
checks.positive_data_acceptance.expected-statuses = ["2xx", "400", "401", "403", "409", "429"]

# That a moment does not lie ahead, and no text holds control characters, types cannot say: 400.
[[operations]]
include-path = "/api/v1/breaches"
checks.positive_data_acceptance.expected-statuses = ["2xx", "400", "401", "403", "404", "409", "429"]

[[operations]]
include-path = "/api/v1/breaches/{id}/since"
checks.positive_data_acceptance.expected-statuses = ["2xx", "400", "401", "403", "404", "409", "429"]

# So it is with amendments.
[[operations]]
include-path = "/api/v1/amendments"
checks.negative_data_rejection.enabled = false
checks.positive_data_acceptance.expected-statuses = ["2xx", "400", "401", "403", "429"]

# That all amendments of it are of one gesture, no document of types can say: 400; and one is taken
# at a time: 409. What is refused in it is answered with 200.
[[operations]]
include-path = "/api/v1/gestures"
checks.negative_data_rejection.enabled = false
checks.positive_data_acceptance.expected-statuses = ["2xx", "400", "401", "403", "409", "429"]

# What was agreed to names bells by their times, which a document of types calls a string.
[[operations]]
include-path = "/api/v1/gestures/{id}/undo"
checks.positive_data_acceptance.expected-statuses = ["2xx", "400", "401", "403", "404", "409", "429"]

# Whose password somebody may issue, the regulation says and no document of types can: 422 with its
# clause.
[[operations]]
include-path = "/api/v1/accounts/{id}/password"
checks.positive_data_acceptance.expected-statuses = ["2xx", "401", "403", "404", "422", "429"]
"""


def signed_in(url, login, password):
    body = {"login": login, "password": password, "device": str(uuid.uuid4())}
    request = urllib.request.Request(
        url + "/api/v1/sessions",
        json.dumps(body).encode(),
        {"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["token"]


def main():
    zhurnal, environment = map(os.path.abspath, sys.argv[1:])
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = list(pool.map(lambda role: keeps(zhurnal, environment, role), ROLES))
    for role, (_, told) in zip(ROLES, runs):
        print(f"-- {role}\n{told}", flush=True)
    failed = [role for role, (kept, _) in zip(ROLES, runs) if not kept]
    if failed:
        sys.exit("the contract is not kept for: " + ", ".join(failed))


def keeps(zhurnal, environment, role):
    """Against a school of its own: what one role changes is not to answer another."""
    with tempfile.TemporaryDirectory() as folder:
        settings = os.path.join(folder, "schemathesis.toml")
        with open(settings, "w", encoding="utf-8") as file:
            file.write(SETTINGS)
        school = [zhurnal, "demo", "--no-tui", "--size", "small", "--dir", folder + "/school"]
        school += ["--now", "2026-11-16T09:26", "--listen", "127.0.0.1:0"]
        with subprocess.Popen(school, stdout=subprocess.PIPE, text=True) as serving:
            try:
                url = serving.stdout.readline().strip()
                account = None
                while account is None:
                    who, login, password, *_ = serving.stdout.readline().split("\t")
                    account = (login, password) if who == role else None
                token = signed_in(url, *account)
                run = [environment + "/bin/schemathesis", "--config-file", settings, "--no-color"]
                run += ["run", "--header", "Authorization: Bearer " + token]
                run += ["--phases", "examples,coverage,fuzzing", "--max-examples", EXAMPLES]
                run += ["--seed", "1", "--generation-database", "none", "--continue-on-failure"]
                run += ["--request-timeout", "30", "--warnings", "off"]
                run += [url + "/api/v1/openapi.json"]
                # What it keeps to replay failures goes with the folder.
                out = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
                done = subprocess.run(run, check=False, cwd=folder, **out)
                return done.returncode == 0, done.stdout
            finally:
                serving.terminate()


main()
