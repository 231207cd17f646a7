# row.awk: one row of the table of run.sh, from one or two files of samples.
#
#	awk -v what=TEXT -v unit=ns -v wanted='<= 1' -f row.awk OURS [RIVAL]
#
# With a rival the row shows, and holds against `wanted`, the ratios ours/rival
# of the lines side by side; without one, our samples themselves. A sample that
# could not be taken is "-": then the row says so, and the status is 1.

FNR == 1 { file++ }
$1 == "-" { missing = 1 }
file == 1 { ours[n = FNR] = $1 + 0 }
file == 2 { rival[FNR] = $1 + 0 }

# Sorts x[1..n] in place: a handful of numbers.
function sort(x, n,    i, j, v) {
	for (i = 2; i <= n; i++) {
		v = x[i]
		for (j = i - 1; j > 0 && x[j] > v; j--)
			x[j + 1] = x[j]
		x[j + 1] = v
	}
}

function median(x, n) {
	sort(x, n)
	return (x[int((n + 1) / 2)] + x[int(n / 2) + 1]) / 2
}

# A number as a person writes it.
function say(x) {
	if (unit == "ns" && (x >= 9999.5 || x <= -9999.5))
		return sprintf("%.0f us", x / 1000)
	return sprintf("%.*f %s", x < 10 ? 2 : 0, x, unit)
}

function verdict(x,    w) {
	if (split(wanted, w, " ") < 2)
		return ""
	return (w[1] == "<=" ? x <= w[2] : x >= w[2]) ? "met" : "NOT MET"
}

function row(a, b, ratio, met) {
	printf "%-46s %9s %9s  %-21s %-9s %s\n", what, a, b, ratio, wanted, met
}

END {
	for (i = 1; i <= n; i++) {
		if (ARGC > 2 && rival[i] == 0)
			missing = 1
		ratio[i] = missing || ARGC == 2 ? 0 : ours[i] / rival[i]
	}
	if (missing || !n) {
		row("-", "-", "not measured", "")
		exit 1
	}
	middle = median(ours, n)
	if (ARGC == 2) {
		row(say(middle), "", say(ours[1]) " - " say(ours[n]), verdict(middle))
		exit
	}
	of_pairs = median(ratio, n)
	row(say(middle), say(median(rival, n)),
		sprintf("%.2f (%.2f-%.2f)", of_pairs, ratio[1], ratio[n]), verdict(of_pairs))
}
