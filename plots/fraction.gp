# fraction.gp - tasks per second (logarithmic) against the compute fraction of a
# task, with the interval over rounds. Columns: series contestant x y low high.
DATA = ARG1; LABELS = ARG2; OUTPUT = ARG3
load "style.gp"
plot for [i=1:series_count] DATA using 3:(only(i, $4)):5:6 every ::1 \
		with yerrorbars pointtype FILLED[VARIANT[i]] pointsize dot(i) \
		linewidth 1.2 linecolor rgb COLOUR[i] notitle, \
	for [i=1:series_count] DATA using 3:(only(i, $4)) every ::1 \
		with linespoints pointtype FILLED[VARIANT[i]] pointsize dot(i) \
		linewidth line(i) dashtype DASH[VARIANT[i]] \
		linecolor rgb COLOUR[i] title NAME[i]
