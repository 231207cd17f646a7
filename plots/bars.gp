# bars.gp - tasks per second of each contestant where there is no axis to draw a
# curve along: one point, or points named by a word. Whiskers are intervals over
# rounds. Columns: row colour y low high text end.
DATA = ARG1; LABELS = ARG2; OUTPUT = ARG3; WITHOUT_KEY = 1
load "style.gp"
set lmargin at screen 0.215
set rmargin at screen 0.96
set tmargin at screen 0.84
unset label 3
unset key
set xlabel y_text
set grid noytics
set border 1
set ytics scale 0
plot DATA using 3:1:(0):3:($1-0.32):($1+0.32):(colour(strcol(2))) every ::1 \
		with boxxyerror fillstyle solid 1 noborder \
		linecolor rgb variable, \
	DATA using 3:1:4:5 every ::1 with xerrorbars pointtype 0 \
		linewidth 1.4 linecolor rgb INK, \
	DATA using 7:1:6 every ::1 with labels left offset 1,0 \
		font "sans-serif,13" textcolor rgb INK
