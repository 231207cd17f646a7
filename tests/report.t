#!/bin/sh
# report.t - avt report on made-up results: every file is there and well formed,
# names that would be markup, format or command stay text, and a missing gnuplot
# is one clear line.
# shellcheck disable=SC2317 # functions are called through ok
# shellcheck disable=SC2016 # backquotes are looked for as they are
set -u
AVT=${AVT:?path of the avt binary}
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
count=0

# ok DESCRIPTION COMMAND...: one test, passed if the command succeeds.
ok()
{
	count=$((count + 1))
	what=$1
	shift
	if "$@" >"$work/out" 2>&1; then
		echo "ok $count - $what"
	else
		echo "not ok $count - $what"
		sed 's/^/# /' "$work/out"
	fi
}

# fails COMMAND...: succeeds if the command does not.
fails()
{
	! "$@"
}

# well_formed FILE...: each is XML.
well_formed()
{
	python3 -c '
import sys, xml.etree.ElementTree as tree
for name in sys.argv[1:]:
    tree.parse(name)
' "$@"
}

# self_contained PAGE: a page without script, and nothing to fetch.
self_contained()
{
	python3 -c '
import html.parser, sys
class Page(html.parser.HTMLParser):
    def handle_starttag(self, tag, attributes):
        assert tag not in ("script", "link", "iframe"), tag
        for name, value in attributes:
            assert not name.startswith("on"), name
            if name in ("src", "href"):
                assert value.startswith("data:image/svg+xml;base64,"), value
Page().feed(open(sys.argv[1], encoding="utf-8").read())
' "$1"
}

# hostile FOLDER: gives its runs, suite and machine the worst names.
hostile()
{
	python3 - "$1" "$work/pwned" <<'END'
import json, sys
folder, trap = sys.argv[1:]
names = {"call": "<script>alert(1)</script>", "hash": "%s%n`id`\\n@x{/Bold z}",
         "sleep": f'"; system("touch {trap}"); "', "procs:64": "../../../x",
         "threads:64": "threads:<b>&\"'%d", "tcp": "%d<i>",
         "async loop": "</style><script>alert(2)</script>\t%d",
         "#0072b2": "red}</style><script>alert(3)</script>"}
def renamed(value):
    if isinstance(value, dict):
        return {key: renamed(item) for key, item in value.items()}
    return names.get(value, value) if isinstance(value, str) else value
with open(folder + "/runs.jsonl", encoding="utf-8") as runs:
    lines = [json.dumps(renamed(json.loads(line))) + "\n" for line in runs]
with open(folder + "/runs.jsonl", "w", encoding="utf-8") as runs:
    runs.writelines(lines)
with open(folder + "/suite.json", encoding="utf-8") as file:
    suite = json.load(file)
for experiment in suite["experiments"]:
    experiment["question"] = "</style><img src=x onerror=alert(1)> \x1b[31m\x07 %s"
with open(folder + "/suite.json", "w", encoding="utf-8") as file:
    json.dump(suite, file)
with open(folder + "/machine.json", encoding="utf-8") as file:
    machine = json.load(file)
machine["host"] = "<script>`id`</script>"
with open(folder + "/machine.json", "w", encoding="utf-8") as file:
    json.dump(machine, file)
END
}

# without_gnuplot FOLDER: one line that names it, and exit status 1.
without_gnuplot()
{
	PATH=$work/nothing "$AVT" report "$1" 2>"$work/error" >"$work/printed"
	[ $? -eq 1 ] || return 1
	cat "$work/error"
	[ "$(wc -l <"$work/error")" -eq 1 ] && grep -q gnuplot "$work/error"
}

plan()
{
	echo "1..$count"
	exit 0
}

if ! command -v python3 >/dev/null || ! command -v gnuplot >/dev/null; then
	echo "1..0 # SKIP needs python3 and gnuplot"
	exit 0
fi

plain=$work/plain
python3 "$here/make_results.py" "$plain" 240 7
ok 'a report is written' env LC_ALL=C "$AVT" report "$plain"
for file in cells.csv verdicts.csv report.html plots/batch-stopwatch.svg \
	plots/map-mixed-map.svg plots/fraction-mixed-fraction.svg claims.csv \
	plots/open-call-open.svg; do
	ok "$file is there" test -s "$plain/$file"
done
for kind in throughput response cpu memory distribution; do
	ok "a $kind figure is there" \
		test -s "$plain/plots/concurrency-call-$kind.svg"
done
ok 'a figure has the colours of the runs' grep -qi '#d55e00\|213, *94, *0' \
	"$plain/plots/map-mixed-map.svg"
ok 'and their labels' grep -q '>thread pool<' "$plain/plots/map-mixed-map.svg"
ok 'and so has the page' grep -q 'bar .cd55e00{background:#d55e00}' \
	"$plain/report.html"
ok 'an axis of sizes is in bytes' \
	grep -q '>64 KiB<' "$plain/plots/sizes-sort-throughput.svg"
ok 'an axis of durations in seconds' \
	grep -q '>1.5 ms<' "$plain/plots/delays-sleep-response.svg"
ok 'and one of fractions in percent' \
	grep -q '>50 %<' "$plain/plots/fraction-mixed-fraction.svg"
ok 'all figures are well formed' well_formed "$plain"/plots/*.svg
ok 'the page is self-contained' self_contained "$plain/report.html"
ok 'the page names the winner with an interval' \
	grep -q 'as many tasks/s as .*95.*CI.*ahead in all 7 rounds' "$plain/report.html"
ok 'a claim holds by its verdict' \
	grep -q 'badge good">holds' "$plain/report.html"
ok 'and says in words when it would' \
	grep -q 'Test: async slower than threads:match at 100.\{1,2\}% compute\.' \
	"$plain/report.html"
ok 'the page says how small a difference could be seen' \
	grep -q 'against itself.*smallest detectable difference: about [1-9]' "$plain/report.html"
ok 'a copy is in no figure' fails grep -q 'async\*' "$plain"/plots/*.svg
ok 'an overloaded point is hatched' grep -q overload \
	"$plain/plots/open-call-open.svg"
ok 'and so are tiles and bars' grep -q 'little\|no valid run' \
	"$plain/plots/map-mixed-map.svg" "$plain/plots/batch-stopwatch.svg"
# Without gaps the legend has most room between its rows.
grep -v '^hatched' "$plain/plots/data/map-mixed-map.labels.tsv" >"$work/labels"
GNUPLOT_LIB=$here/../plots LC_ALL=C.UTF-8 gnuplot -d -c "$here/../plots/map.gp" \
	"$plain/plots/data/map-mixed-map.tsv" "$work/labels" "$work/map.svg"
ok 'no row of a legend is cut off' grep -q 'no verdict' "$work/map.svg"
rm "$work/labels" "$work/map.svg"
ok 'checks are counted' grep -q '<th>steady</th>' "$plain/report.html"
ok 'dropped rounds are counted' grep -q '6 of 7, 1 noisy' \
	"$plain/report.html"
# A machine's first use of fonts may have fontconfig say something.
ok 'gnuplot had nothing to say' fails grep -sqv Fontconfig \
	"$plain/plots/data/gnuplot.log"
ok 'no page is left half written' fails test -e "$plain/report.html.new"
ok 'figures as PNG as well' "$AVT" report --png "$plain"
ok 'the PNG is there' test -s "$plain/plots/map-mixed-map.png"

few=$work/few
python3 "$here/make_results.py" "$few" 60 3
ok 'three rounds make a report' "$AVT" report "$few"
ok 'but no verdict' grep -q 'no verdict: fewer than 6 valid rounds' \
	"$few/report.html"
ok 'and no ratio' fails grep -q 'as many tasks/s as' "$few/report.html"

bad=$work/bad
python3 "$here/make_results.py" "$bad" 240 7
hostile "$bad"
ok 'hostile names make a report' "$AVT" report "$bad"
ok 'the figures are well formed' well_formed "$bad"/plots/*.svg
ok 'no name becomes markup' self_contained "$bad/report.html"
ok 'a name is shown as it is' \
	grep -q '&lt;script&gt;alert(1)&lt;/script&gt;' "$bad/report.html"
ok 'a format stays as it is' grep -q '%s%n`id`' "$bad/report.html"
ok 'a colour that is none becomes grey' grep -q 'bar .c767676' "$bad/report.html"
ok 'and nothing of it is on the page' fails grep -q 'alert(3)' "$bad/report.html"
ok 'no name becomes a command' fails test -e "$work/pwned"
ok 'no name leaves the folder' test "$(ls "$work")" = "$(printf \
	'%s\n' bad few out plain)"

rm -rf "$plain/plots"
ok 'a missing gnuplot is one line' without_gnuplot "$plain"
ok 'and the report is still written' test -s "$plain/report.html"
ok 'a folder that is none fails' fails "$AVT" report "$work/absent"
plan
