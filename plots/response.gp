# response.gp - response time against concurrency, both logarithmic: the median
# solid with filled points, p99 dashed with open points.
# Columns: series contestant x p50 p99.
DATA = ARG1; LABELS = ARG2; OUTPUT = ARG3; SMALL = 1
load "style.gp"
plot for [i=1:series_count] DATA using 3:(only(i, $5)) every ::1 \
		with linespoints pointtype OPEN[VARIANT[i]] pointsize dot(i) \
		linewidth 1.6 dashtype 2 linecolor rgb COLOUR[i] notitle, \
	for [i=1:series_count] DATA using 3:(only(i, $4)) every ::1 \
		with linespoints pointtype FILLED[VARIANT[i]] pointsize dot(i) \
		linewidth line(i) linecolor rgb COLOUR[i] title NAME[i], \
	NaN with lines linewidth 0 linecolor rgb "white" title " ", \
	NaN with linespoints pointtype 7 pointsize 0.65 linewidth 2 \
		linecolor rgb SOFT title "p50", \
	NaN with linespoints pointtype 6 pointsize 0.65 linewidth 1.6 \
		dashtype 2 linecolor rgb SOFT title "p99"
