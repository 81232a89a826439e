#!/usr/bin/env bash
# Pin every dependency with hashes for all platforms. Needs uv; writes no download address.
set -euo pipefail
cd "$(dirname "$0")/.."
uv pip compile --quiet --universal --python 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url \
  --group dev pyproject.toml --output-file requirements.lock "$@"
