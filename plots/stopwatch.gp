# stopwatch.gp - the same batch timed twice: hyperfine's mean with its fastest
# and slowest run, and beside it, lighter, what the suite itself measured.
# Columns: row colour low mean high suite text.
DATA = ARG1; LABELS = ARG2; OUTPUT = ARG3; WITHOUT_KEY = 1
load "style.gp"
set lmargin at screen 0.215
set rmargin at screen 0.96
set tmargin at screen 0.84
unset label 3
set key at screen 0.96,0.975 right top horizontal reverse Left
set xlabel y_text
set grid noytics
set border 1
set ytics scale 0
faded(c) = colour(c) + 0x99000000
plot DATA using 4:1:(0):4:($1+0.03):($1+0.36):(colour(strcol(2))) every ::1 \
		with boxxyerror fillstyle solid 1 noborder \
		linecolor rgb variable notitle, \
	DATA using 6:1:(0):6:($1-0.36):($1-0.03):(faded(strcol(2))) every ::1 \
		with boxxyerror fillstyle solid 1 noborder \
		linecolor rgb variable notitle, \
	DATA using 4:($1+0.195):3:5 every ::1 with xerrorbars pointtype 0 \
		linewidth 1.4 linecolor rgb INK notitle, \
	DATA using 8:1:7 every ::1 with labels left offset 1,0 \
		font "sans-serif,13" textcolor rgb INK notitle, \
	NaN with boxes fillstyle solid 1 noborder linecolor rgb SOFT \
		title "hyperfine", \
	NaN with boxes fillstyle solid 1 noborder linecolor rgb 0x995f6b7a \
		title "avt"
