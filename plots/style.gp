# style.gp - how every figure looks, and how it learns its words.
#
# A figure is drawn by `gnuplot -d -c KIND.gp DATA LABELS OUTPUT`: DATA holds
# the points, LABELS the words, ticks and series, both tab-separated with a
# header row; a KIND.gp names its three arguments so and loads this. Words are
# read as data, never as commands, so a name may hold anything. Nothing is computed here: ranges and ticks come with the labels.

set datafile separator tab
set datafile commentschars ""
set encoding utf8

# "#0072b2" as a number. What a runner declares reaches us as data.
hex(c) = (strstrt("00112233445566778899aAbBcCdDeEfF", c) - 1) / 2
pair(t, i) = hex(t[i:i]) * 16 + hex(t[i+1:i+1])
colour(t) = pair(t, 2) << 16 | pair(t, 4) << 8 | pair(t, 6)

# Contestants of one runner differ by point and dash.
array FILLED[6] = [7, 5, 9, 13, 11, 15]
array OPEN[6] = [6, 4, 8, 12, 10, 14]
array DASH[6] = [1, 2, 3, 4, 5, 6]
set dashtype 2 (9,5)
set dashtype 3 (2,4)
set dashtype 4 (9,4,2,4)
set dashtype 5 (14,6)
set dashtype 6 (5,3)
INK = "#1f2933"
SOFT = "#5f6b7a"

# Reads LABELS: rows of key, text, number, other.
title_text = ""
subtitle_text = ""
x_text = ""
y_text = ""
series_count = 0
x_tics = 0
y_tics = 0
array NAME[64]
array COLOUR[64]
array VARIANT[64]
array X_TEXT[64]
array X_AT[64]
array Y_TEXT[64]
array Y_AT[64]
gaps = 0
hatches = 0
small = 0
slo = 0
slo_text = ""
words = 0
array GAP_X[200]
array GAP_Y[200]
array GAP_SERIES[200]
array WORD_X[200]
array WORD_Y[200]
array WORD_SIDE[200]
array WORD[200]
series(t, v, c) = (series_count = series_count + 1, NAME[series_count] = t, \
	COLOUR[series_count] = colour(c), VARIANT[series_count] = int(v), 0)
x_tic(t, v) = (x_tics = x_tics + 1, X_TEXT[x_tics] = t, X_AT[x_tics] = v, 0)
y_tic(t, v) = (y_tics = y_tics + 1, Y_TEXT[y_tics] = t, Y_AT[y_tics] = v, 0)
gap(x, y, s) = gaps == 200 ? 0 : (gaps = gaps + 1, GAP_X[gaps] = real(x), \
	GAP_Y[gaps] = y, GAP_SERIES[gaps] = int(s), 0)
gap_word(x, y, side) = words == 200 ? 0 : (words = words + 1, \
	WORD_X[words] = real(x), WORD_Y[words] = y, WORD_SIDE[words] = side, 0)
learn(k, t, v, r) = k eq "title" ? (title_text = t, 0) \
	: k eq "subtitle" ? (subtitle_text = t, 0) \
	: k eq "x" ? (x_text = t, 0) : k eq "y" ? (y_text = t, 0) \
	: k eq "x-range" ? (x_least = real(t), x_most = v, x_log = r eq "log", 0) \
	: k eq "y-range" ? (y_least = real(t), y_most = v, y_log = r eq "log", 0) \
	: k eq "x-tic" ? x_tic(t, v) : k eq "y-tic" ? y_tic(t, v) \
	: k eq "gap" ? gap(t, v, r) : k eq "gap-word" ? gap_word(t, v, r) \
	: k eq "gap-check" ? (WORD[words] = t, 0) \
	: k eq "hatched" ? (hatches = 1, 0) : k eq "series" ? series(t, v, r) \
	: k eq "tile-size" ? (tile_size = v, 0) : k eq "small" ? (small = 1, 0) \
	: k eq "slo" ? (slo = v, slo_text = t, 0) : 0
set table $rows
plot LABELS using (learn(strcol(1), strcol(2), column(3), strcol(4))) \
	every ::1 with table
unset table

# Figures that stand two in a row are smaller, with letters of the same size.
wide = small ? 720 : 900
high = small ? 500 : 520
if (OUTPUT[strlen(OUTPUT)-3:] eq ".png") {
	set terminal pngcairo size 2*wide,2*high font "sans-serif,15" \
		fontscale 1.55 linewidth 2 pointscale 2.2 noenhanced \
		background rgb "white"
} else {
	set terminal svg size wide,high dynamic font "sans-serif,15" \
		noenhanced background rgb "white"
}
set output OUTPUT

set label 1 title_text at screen 0.018,0.945 left \
	font "sans-serif,21" textcolor rgb INK
set label 2 subtitle_text at screen 0.018,0.885 left \
	font "sans-serif,13" textcolor rgb SOFT
set label 3 y_text at screen 0.018,0.815 left \
	font "sans-serif,14" textcolor rgb INK
set xlabel x_text font "sans-serif,14" textcolor rgb INK offset 0,0.2

set lmargin at screen 84.0 / wide
set rmargin at screen 1 - 202.0 / wide
set tmargin at screen 0.775
set bmargin at screen 0.14

set errorbars 0.7
set border 3 linewidth 0.8 linecolor rgb "#9aa5b1"
set grid xtics ytics linetype 1 linewidth 0.7 linecolor rgb "#e4e7eb" dashtype solid
set tics nomirror scale 0.5 textcolor rgb SOFT font "sans-serif,13"
set key vertical maxrows 40 at screen 1 - 186.0 / wide,0.79 left top Left reverse samplen 2.6 spacing 1.35 \
	font "sans-serif,14" textcolor rgb INK
# A key that is too high is cut into columns, of which one is out of sight. A
# KIND.gp whose key has more rows than series says so in KEY_ROWS.
key_rows = series_count + (gaps ? 1 : 0) + (exists("KEY_ROWS") ? KEY_ROWS : 0)
if (key_rows > 10) { set key spacing 14.5 / key_rows }
if (key_rows > 15) { set key font "sans-serif,12" }
set xrange [x_least:x_most]
set yrange [y_least:y_most]
if (x_log) { set logscale x }
if (y_log) { set logscale y }
set xtics ()
set ytics ()
do for [i=1:x_tics] { set xtics add (X_TEXT[i] X_AT[i]) }
do for [i=1:y_tics] { set ytics add (Y_TEXT[i] Y_AT[i]) }

# What the suite asks of the response time: a line across.
if (slo) {
	set arrow 900 from graph 0, first slo to graph 1, first slo nohead front \
		linewidth 1.4 dashtype 4 linecolor rgb INK
	set label 900 slo_text at graph 0.012, first slo left offset 0,0.55 front \
		font "sans-serif,13" textcolor rgb INK
}

# Series that lie on one another still show: the lower, the larger.
dot(i) = 0.6 + 0.5 * (series_count - i) / series_count
line(i) = 1.8 + 1.8 * (series_count - i) / series_count

# Cells without a valid run: hatched boxes at the top edge, with their checks.
hatched(c) = sprintf("#%06x", c)
do for [i=1:gaps] {
	s = GAP_SERIES[i]
	set object i rectangle center graph GAP_X[i], graph GAP_Y[i] \
		size screen 16.0/wide, screen 16.0/high back fillcolor rgb hatched(COLOUR[s]) \
		fillstyle pattern 4 border linecolor rgb hatched(COLOUR[s])
	set label 100+i "" at graph GAP_X[i], graph GAP_Y[i] \
		point pointtype OPEN[VARIANT[s]] pointsize 0.7 linewidth 1.6 \
		linecolor rgb INK front
}
# The word beside a box names a check; what a box means stands below the key.
# Figures of bars have no key there, and the word in place of a bar says it.
if (gaps && !exists("WITHOUT_KEY")) {
	set object 999 rectangle from screen 1 - 176.0/wide, screen 0.155 \
		to screen 1 - 140.0/wide, screen 0.155 + 12.0/high \
		fillcolor rgb SOFT fillstyle pattern 4 border linecolor rgb SOFT
	set label 999 "no valid run" at screen 1 - 130.0/wide, \
		screen 0.155 + 6.0/high left font "sans-serif,14" textcolor rgb INK
}
do for [i=1:words] {
	if (WORD_SIDE[i] eq "left") {
		set label 400+i WORD[i] at graph WORD_X[i], graph WORD_Y[i] left \
			font "sans-serif,12" textcolor rgb SOFT
	} else {
		set label 400+i WORD[i] at graph WORD_X[i], graph WORD_Y[i] right \
			font "sans-serif,12" textcolor rgb SOFT
	}
}
