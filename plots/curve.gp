# curve.gp - a number of each contestant along an axis, with its interval over
# rounds. A block of rows per series. Columns: series contestant x y low high.
DATA = ARG1; LABELS = ARG2; OUTPUT = ARG3
load "style.gp"
set datafile commentschars "#"
plot for [i=1:series_count] DATA index i-1 using 3:4:5:6 \
		with yerrorbars pointtype FILLED[VARIANT[i]] pointsize dot(i) \
		linewidth 1.2 linecolor rgb COLOUR[i] notitle, \
	for [i=1:series_count] DATA index i-1 using 3:4 \
		with linespoints pointtype FILLED[VARIANT[i]] pointsize dot(i) \
		linewidth line(i) dashtype DASH[VARIANT[i]] \
		linecolor rgb COLOUR[i] title NAME[i]
