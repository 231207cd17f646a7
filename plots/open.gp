# open.gp - response time against the offered load of an open loop, both
# logarithmic: the median solid with filled points, p99 dashed with open points;
# shaded beneath the median, the queue's share of the mean response.
# One block per series. Columns: series contestant x p50 p99 service.
DATA = ARG1; LABELS = ARG2; OUTPUT = ARG3; KEY_ROWS = 4
load "style.gp"
set datafile commentschars "#"
shade(i) = 0xd0000000 + COLOUR[i]
plot for [i=1:series_count] DATA index i-1 using 3:6:4 \
		with filledcurves fillstyle solid 1 noborder \
		linecolor rgb shade(i) notitle, \
	for [i=1:series_count] DATA index i-1 using 3:5 \
		with linespoints pointtype OPEN[VARIANT[i]] pointsize dot(i) \
		linewidth 1.6 dashtype 2 linecolor rgb COLOUR[i] notitle, \
	for [i=1:series_count] DATA index i-1 using 3:4 \
		with linespoints pointtype FILLED[VARIANT[i]] pointsize dot(i) \
		linewidth line(i) linecolor rgb COLOUR[i] title NAME[i], \
	NaN with lines linewidth 0 linecolor rgb "white" title " ", \
	NaN with linespoints pointtype 7 pointsize 0.65 linewidth 2 \
		linecolor rgb SOFT title "p50", \
	NaN with linespoints pointtype 6 pointsize 0.65 linewidth 1.6 \
		dashtype 2 linecolor rgb SOFT title "p99", \
	NaN with boxes fillstyle solid 1 noborder linecolor rgb 0xd05f6b7a \
		title "queueing"
