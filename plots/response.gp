# response.gp - response time along an axis: the median solid with filled points,
# p99 dashed with open points. A block of rows per series.
# Columns: series contestant x p50 p99.
DATA = ARG1; LABELS = ARG2; OUTPUT = ARG3; KEY_ROWS = 3
load "style.gp"
set datafile commentschars "#"
plot for [i=1:series_count] DATA index i-1 using 3:5 \
		with linespoints pointtype OPEN[VARIANT[i]] pointsize dot(i) \
		linewidth 1.6 dashtype 2 linecolor rgb COLOUR[i] notitle, \
	for [i=1:series_count] DATA index i-1 using 3:4 \
		with linespoints pointtype FILLED[VARIANT[i]] pointsize dot(i) \
		linewidth line(i) linecolor rgb COLOUR[i] title NAME[i], \
	NaN with lines linewidth 0 linecolor rgb "white" title " ", \
	NaN with linespoints pointtype 7 pointsize 0.65 linewidth 2 \
		linecolor rgb SOFT title "p50", \
	NaN with linespoints pointtype 6 pointsize 0.65 linewidth 1.6 \
		dashtype 2 linecolor rgb SOFT title "p99"
