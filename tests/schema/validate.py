"""Validates documents with a JSON Schema implementation that is not the library's.

    validate.py SCHEMA DOCUMENT...    JSON files, - is standard input; exit code 1 if one is wrong
    validate.py FOLDER CASES          for the tests

CASES has one JSON object a line: {"schema": the name of a file in FOLDER, or a schema,
"document": ...}. For each, prints null, or what is wrong with the document.
"""

import json
import pathlib
import sys

from jsonschema import Draft202012Validator

known = {}


def validator(schema, folder=None):
    key = json.dumps(schema)
    if key not in known:
        if isinstance(schema, str):
            schema = read(pathlib.Path(folder, schema + ".json"))
        Draft202012Validator.check_schema(schema)
        known[key] = Draft202012Validator(schema)
    return known[key]


def read(path):
    text = sys.stdin.read() if str(path) == "-" else pathlib.Path(path).read_text("utf-8")
    return json.loads(text)


def message(error):
    # The document that a message begins with can be long.
    return error.json_path + ": " + error.message[-300:]


def cases(folder, path):
    for line in open(path, encoding="utf-8"):
        case = json.loads(line)
        errors = validator(case["schema"], folder).iter_errors(case["document"])
        error = next(errors, None)
        print(json.dumps(error and message(error)))


def documents(schema, paths):
    problems = 0
    for path in paths:
        for error in validator(read(schema)).iter_errors(read(path)):
            problems += 1
            print(path, message(error), file=sys.stderr)
    return 1 if problems else 0


if len(sys.argv) < 3:
    sys.exit(__doc__)
where, *what = sys.argv[1:]
sys.exit(cases(where, *what) if pathlib.Path(where).is_dir() else documents(where, what))
