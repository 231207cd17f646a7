#!/bin/sh
# arrows.t: each folder includes only what docs/design.md allows it.
cd "$(dirname "$0")/.." || exit 1
count=0

holds() { # name, folder, pattern of allowed project includes
	count=$((count + 1))
	wrong=$(grep -rnE '^[[:space:]]*#[[:space:]]*include "' --include='*.[ch]' "$2" |
		grep -vE "#[[:space:]]*include \"($3)")
	if [ -z "$wrong" ]; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		echo "$wrong" | sed 's/^/# /'
	fi
}

holds "a workload includes the contract only" workloads 'harness/workload\.h"'
holds "a runner includes the harness, never a workload" runners 'harness/|runners/'
holds "the harness includes itself" harness 'harness/'
holds "the analysis includes results' tools only" analysis 'analysis/'
holds "the bench includes harness and analysis" bench 'bench/|harness/|analysis/'

count=$((count + 1))
wrong=$(grep -nE 'registry_workload|workload_[a-z]+;' runners/*.c runners/*/*.c analysis/*.c)
if [ -z "$wrong" ]; then echo "ok $count - no runner and no analysis names a workload"; else
	echo "not ok $count - no runner and no analysis names a workload"
	echo "$wrong" | sed 's/^/# /'
fi
echo "1..$count"
