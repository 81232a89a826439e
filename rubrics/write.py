"""Write a rubric as the file that ``rubrics.load`` reads."""

import io
from decimal import Decimal

from ruamel.yaml import YAML

from rubrics.model import Rubric


def to_yaml(rubric: Rubric) -> str:
    """Return the rubric as YAML; what has its default value is left out."""
    out = io.StringIO()
    yaml = YAML()
    yaml.width = 1000
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(_plain({"schema": rubric.schema_} | rubric.model_dump(exclude={"schema_"}, exclude_defaults=True)), out)
    return out.getvalue()


def _plain(value: object) -> object:
    """Return what YAML has a form for: exact decimals as whole numbers where they are, else as text that says them."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
