# distribution.gp - the whole distribution of the response time: the rarer a
# response, the further right. x is 1/(1-p), both axes logarithmic.
# Columns: series contestant x y.
DATA = ARG1; LABELS = ARG2; OUTPUT = ARG3; SMALL = 1
load "style.gp"
plot for [i=1:series_count] DATA using 3:(only(i, $4)) every ::1 \
		with lines linewidth 2.2 dashtype DASH[VARIANT[i]] \
		linecolor rgb COLOUR[i] title NAME[i]
