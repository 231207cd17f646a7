# map.gp - the decision map: a tile per point of the grid in the colour of the
# runner that wins it, the deeper the larger its lead; grey where none does.
# Hatched: a contestant that has no valid run there; all of the tile when there is
# nothing left to compare.
# Columns: x y step colour rise large upper lower left right bottom top check;
# step is 0 (grey) to 3 (a lead of 2 or more), rise how far above the middle the
# upper line stands.
DATA = ARG1; LABELS = ARG2; OUTPUT = ARG3; KEY_ROWS = 9
load "style.gp"
unset grid
set border 0
set tics scale 0
set key samplen 1.2

# Each step mixes the runner's colour with white.
array DEPTH[4] = [0, 0.32, 0.62, 1]
part(c, shift, depth) = int(255 - depth * (255 - ((c >> shift) & 255)))
mixed(c, depth) = (part(c, 16, depth) << 16) | (part(c, 8, depth) << 8) \
	| part(c, 0, depth)
tile(step, c) = step == 0 ? colour(c) : mixed(colour(c), DEPTH[step + 1])

# White letters on the deepest tiles, unless the colour is too light for them.
light(p) = p <= 10 ? p / 3294.6 : ((p / 255.0 + 0.055) / 1.055) ** 2.4
luminance(c) = 0.2126 * light(c >> 16) + 0.7152 * light((c >> 8) & 255) \
	+ 0.0722 * light(c & 255)
ink(step, c) = step == 3 && luminance(colour(c)) < 0.3 ? 0xffffff : 0x1f2933
BIG = sprintf("sans-serif,%d", tile_size)
LESSER = sprintf("sans-serif,%d", tile_size * 0.68)

plot DATA using 1:2:($1-0.485):($1+0.485):($2-0.475):($2+0.475): \
		(tile($3, strcol(4))) every ::1 with boxxyerror fillstyle solid 1 \
		noborder linecolor rgb variable notitle, \
	DATA using 9:11:9:10:11:12 every ::1 with boxxyerror \
		fillstyle solid 1 noborder linecolor rgb "#e4e7eb" notitle, \
	DATA using 9:11:9:10:11:12 every ::1 with boxxyerror \
		linecolor rgb SOFT fillstyle pattern 4 border linecolor rgb SOFT \
		notitle, \
	DATA using ($10+0.03):(($11+$12)/2):13:(ink($3, strcol(4))) every ::1 with labels \
		left font "sans-serif,11" textcolor rgb variable notitle, \
	DATA using 1:($2+$5):6:(ink($3, strcol(4))) every ::1 with labels font BIG \
		textcolor rgb variable notitle, \
	DATA using 1:($2+$5):7:(ink($3, strcol(4))) every ::1 with labels font LESSER \
		textcolor rgb variable notitle, \
	DATA using 1:($2-0.22):8:(ink($3, strcol(4))) every ::1 with labels font LESSER \
		textcolor rgb variable notitle, \
	for [i=1:series_count] NaN with boxes fillstyle solid 1 noborder \
		linecolor rgb COLOUR[i] \
		title NAME[i], \
	NaN with lines linewidth 0 linecolor rgb "white" title " ", \
	for [i=1:3] NaN with boxes fillstyle solid 1 noborder \
		linecolor rgb mixed(0x2b3440, DEPTH[i + 1]) \
		title (i == 1 ? "lead < 1.2×" : i == 2 ? "lead < 2×" : "lead ≥ 2×"), \
	NaN with lines linewidth 0 linecolor rgb "white" title " ", \
	NaN with lines linewidth 0 linecolor rgb "white" \
		title "≈  no difference", \
	NaN with lines linewidth 0 linecolor rgb "white" title "?  inconclusive", \
	NaN with lines linewidth 0 linecolor rgb "white" title "–  no verdict", \
	for [i=1:hatches] NaN with boxes linecolor rgb SOFT \
		fillstyle pattern 4 border linecolor rgb SOFT title "no valid run"
