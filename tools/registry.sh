#!/bin/sh
# registry.sh 'WORKLOAD ...' 'RUNNER ...': writes the tables of harness/cell/registry.h.
set -eu

table() { # kind names...
	kind=$1
	shift
	for name; do
		echo "extern const struct $kind ${kind}_$name;"
	done
	echo "const struct named_$kind registry_${kind}s[] = {"
	for name; do
		echo "	{\"$name\", &${kind}_$name},"
	done
	echo "	{0},"
	echo "};"
}

echo '/* Made by tools/registry.sh from the file names. */'
echo '#include "harness/cell/registry.h"'
# shellcheck disable=SC2086 # one word a name
table workload $1
# shellcheck disable=SC2086
table runner $2
