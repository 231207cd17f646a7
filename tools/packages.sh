#!/bin/sh
# packages.sh bench|test|check|perf: installs the Debian packages that this needs
# and the machine lacks; as root or with sudo. Without either it prints the one
# command to run, and stops. Says nothing when nothing is missing.
set -eu

libraries=$(awk '/^[a-z]/ { print $3 }' "$(dirname "$0")/libraries" | sort -u | tr '\n' ' ')
build="gcc libc6-dev pkg-config libev-dev libjansson-dev libinih-dev $libraries"
draw="gnuplot-nox hyperfine"
case $1 in
bench) want="$build $draw" ;;
test) want="$build $draw libcmocka-dev perl python3 librsvg2-bin valgrind" ;;
check) want="$build libcmocka-dev clang-format clang-tidy cppcheck shellcheck" ;;
perf) want="$build libuv1-dev libglib2.0-dev strace python3" ;;
*) echo "packages.sh: '$1' is not one of bench, test, check, perf" >&2; exit 2 ;;
esac

command -v dpkg-query >/dev/null || exit 0 # not Debian: the compiler will tell

missing=
for package in $want; do
	status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
	[ "$status" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

install="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then
	sudo=
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
	sudo="sudo -n"
else
	echo "avt needs packages that are not installed. Run this, then try again:" >&2
	echo "  sudo $install" >&2
	exit 1
fi
echo "Installing what 'make $1' needs:$missing"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
# shellcheck disable=SC2086 # one word a package
$sudo $install >/dev/null
