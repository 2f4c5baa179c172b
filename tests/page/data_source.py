"""What Spark's data source makes of its options, without a Spark session.

    python data_source.py takes|spec COMMAND OPTIONS

OPTIONS is a JSON object. Prints as JSON the names of the options that the data source takes, or the spec that
they describe.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "native/spark"))
from fraudgen_spark import FraudgenDataSource, FraudgenError, command  # noqa: E402

question, path, options = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
# Only a session knows which files were shipped with a job.
command.find = lambda name: name


def source(options):
    return FraudgenDataSource(options | {"command": path})


def takes(option):
    try:
        source({option: ""})
    except FraudgenError as error:
        if f"`{option}` is not an option" in str(error):
            return False
        raise
    return True


print(source(options)._plan().spec if question == "spec" else json.dumps([name for name in options if takes(name)]))
