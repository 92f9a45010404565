#!/usr/bin/env bash
# Writes corpus.tsv anew: texts made at random, and what java.util.Properties reads from them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
java "$here/RecordProperties.java" "$here/corpus.tsv"
