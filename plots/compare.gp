# compare.gp - one dot with its interval per cell, after / before, sorted, worst
# at the bottom; coloured by outcome; shaded: differences below 5 %.
# Columns: row class ratio low high name.
DATA = ARG1; LABELS = ARG2; OUTPUT = ARG3
load "style.gp"
# Many cells have no names, and no room.
many = y_most > 28
set lmargin at screen (many ? 0.05 : 0.37)
set errorbars (many ? 0 : 0.7)
set rmargin at screen 0.97
set tmargin at screen 0.80
unset label 3
unset ytics
set grid noytics
set border 1
set key at screen 0.97,0.975 right top vertical maxrows 2 samplen 1 \
	font "sans-serif,13" noreverse Right width -1
array CLASS[4] = [0xd55e00, 0x0072b2, 0x9aa5b1, 0x9aa5b1]
of(class) = CLASS[int(class)]
is(class, value) = int(column(2)) == class ? value : NaN
set object 1 rectangle from 1/1.05, graph 0 to 1.05, graph 1 behind \
	fillcolor rgb "#eef1f4" fillstyle solid 1 noborder
set arrow 1 from 1, graph 0 to 1, graph 1 nohead back \
	linewidth 1 linecolor rgb SOFT
plot DATA using 3:1:4:5:(of($2)) every ::1 with xerrorbars pointtype 0 \
		linewidth (many ? 0.8 : 1.6) linecolor rgb variable notitle, \
	DATA using (is(1, $3)):1 every ::1 with points pointtype 7 \
		pointsize (many ? 0.35 : 0.8) linecolor rgb CLASS[1] title "worse", \
	DATA using (is(2, $3)):1 every ::1 with points pointtype 7 \
		pointsize (many ? 0.35 : 0.8) linecolor rgb CLASS[2] title "better", \
	DATA using (is(3, $3)):1 every ::1 with points pointtype 7 \
		pointsize (many ? 0.35 : 0.8) linecolor rgb CLASS[3] title "no difference", \
	DATA using (is(4, $3)):1 every ::1 with points pointtype 6 \
		pointsize (many ? 0.35 : 0.8) linecolor rgb CLASS[4] title "inconclusive", \
	DATA using (x_least):1:6 every ::1 with labels right offset -1,0 \
		font "sans-serif,12" textcolor rgb INK notitle
