"""What Spark's data source makes of its options, without a Spark session.

    python data_source.py takes|spec OPTIONS

OPTIONS is a JSON object. Prints as JSON the names of the options that the data source takes, or the spec that
they describe.
"""

import json
import sys

from fraudgen.spark import FraudgenDataSource

question, options = sys.argv[1], json.loads(sys.argv[2])


def takes(option):
    try:
        FraudgenDataSource({option: ""})
    except ValueError as error:
        if f"`{option}` is not an option" in str(error):
            return False
        raise
    return True


if question == "takes":
    print(json.dumps([name for name in options if takes(name)]))
else:
    source = FraudgenDataSource(options)
    print(source.reader(source.schema()).spec)
