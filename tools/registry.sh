#!/bin/sh
# registry.sh 'WORKLOAD ...' 'RUNNER ...' 'FOLDER/FILE:MODULE:PACKAGE ...': writes
# the tables of harness/cell/registry.h. The last are the rows of tools/libraries
# whose library is not there.
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

left_out() { # rows...
	echo "const struct left_out registry_left_out[] = {"
	for row; do
		echo "$row" | sed 's|\(.*\)/\(.*\):\(.*\):\(.*\)|	{"\1", "\2", "\3", "\4"},|'
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
# shellcheck disable=SC2086
left_out $3
