# distribution.gp - latency percentile distribution: the rarer a response, the
# further right. x is 1/(1-p), both axes logarithmic. A block of rows per series.
# Columns: series contestant x y.
DATA = ARG1; LABELS = ARG2; OUTPUT = ARG3
load "style.gp"
set datafile commentschars "#"
plot for [i=1:series_count] DATA index i-1 using 3:4 \
		with lines linewidth 2.2 dashtype DASH[VARIANT[i]] \
		linecolor rgb COLOUR[i] title NAME[i]
