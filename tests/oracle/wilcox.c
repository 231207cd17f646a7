/*
 * wilcox.c - estimate and intervals of d as R's wilcox.test prints them: exact,
 * for rounds side by side (signed ranks, stats.c) and for two sessions (rank
 * sums, ranksum.c), at 95 % and at 90 %.
 *
 * Two programs that share no line and no author agree to the last digits. The
 * numbers are those of tests/oracle/wilcox.R, run by R 4.2.2; that file says
 * how to make them again, and why no round here is tied: with ties R answers by
 * an approximation, and avt does not.
 */
#include "tests/oracle/oracle.h"

#include "analysis/stats/ranksum.h"

#include <math.h>
#include <stdio.h>

enum { MOST = 20, SCRATCH = MOST * MOST + (MOST + 1) * 1001 };

/* What avt says and R says: d, then 95 % and 90 %, each from and to. */
enum { ANSWERS = 5 };

/* Rounds side by side: d = ln(A/B) of each. */
struct paired {
	size_t n;
	double d[MOST], r[ANSWERS];
};

/* Logarithms of two sessions' runs. */
struct sessions {
	size_t m, n;
	double x[MOST], y[MOST], r[ANSWERS];
};

static const struct paired paired[] = {
	{6,
	 {0.0781, -0.0093, 0.1093, -0.0466, -0.0023, 0.0485},
	 {0.03135, -0.0466, 0.1093, -0.02445, 0.0789}},
	{7,
	 {-0.1245, -0.0235, -0.0031, -0.0078, 0.0190, 0.0125, -0.0114},
	 {-0.007525, -0.06795, 0.0125, -0.06615, 0.00795}},
	{8,
	 {0.0862, -0.0561, -0.0019, 0.0685, 0.0214, 0.0157, 0.0395, 0.0318},
	 {0.0271, -0.01735, 0.06285, -0.0083, 0.054}},
	{9,
	 {0.0128, 0.0561, 0.0385, 0.0079, -0.0536, -0.0098, -0.0373, -0.1037,
	  -0.0107},
	 {-0.0098, -0.0536, 0.02565, -0.04545, 0.0227}},
	{10,
	 {0.0092, 0.0995, 0.0978, 0.0754, -0.0349, -0.0730, -0.0257, 0.0823,
	  0.0244, 0.0412},
	 {0.03145, -0.0159, 0.07885, -0.00825, 0.07035}},
	{12,
	 {0.0295, 0.0868, 0.0565, 0.0228, 0.0865, -0.0004, -0.0209, 0.0379,
	  0.0229, 0.0165, 0.0008, -0.0237},
	 {0.024575, 0.0008, 0.05465, 0.0043, 0.0438}},
	{14,
	 {0.0798, -0.0631, 0.0783, -0.0335, 0.0654, -0.0459, 0.0528, -0.0130,
	  0.0696, -0.0142, 0.0761, 0.0394, 0.0125, -0.0033},
	 {0.0224, -0.0105, 0.05885, -0.0033, 0.0524}},
	{20,
	 {-0.0480, 0.0185, 0.0080, 0.1161, 0.0249, 0.0246, 0.0294,
	  -0.0119, 0.0182, 0.0256, 0.0805, 0.0920, 0.1304, -0.0784,
	  0.0479,  0.0092, 0.0166, 0.0333, 0.0843, 0.0751},
	 {0.031475, 0.01625, 0.05845, 0.0174, 0.0546}},
};

static const struct sessions sessions[] = {
	{6,
	 6,
	 {6.8702, 6.9078, 6.9274, 6.8887, 6.9609, 6.9350},
	 {6.9956, 6.9555, 6.9445, 6.9283, 6.9776, 6.8742},
	 {0.0357, -0.0164, 0.0853, -0.0067, 0.0698}},
	{6,
	 9,
	 {6.9423, 6.9861, 6.8525, 6.8225, 6.8703, 6.8535},
	 {6.8767, 7.0458, 6.9460, 6.9312, 6.9877, 6.9639, 7.0026, 7.0311,
	  6.9906},
	 {0.09355, 0.0165, 0.1608, 0.0232, 0.1491}},
	{8,
	 8,
	 {6.8824, 6.9145, 6.9699, 6.8877, 6.9041, 6.9108, 6.9957, 6.8762},
	 {6.9308, 7.0037, 6.9071, 6.9909, 6.8685, 7.0077, 6.9734, 6.9316},
	 {0.03235, -0.0139, 0.0932, -0.0074, 0.0910}},
	{10,
	 7,
	 {6.8927, 6.9142, 6.9776, 6.9519, 6.9165, 6.9664, 6.9167, 6.9485,
	  6.8103, 6.8822},
	 {6.9867, 7.0276, 6.9663, 6.9740, 6.9757, 6.9795, 6.9221},
	 {0.05825, 0.0093, 0.0940, 0.0178, 0.0868}},
	{12,
	 20,
	 {6.8385, 6.8310, 6.8260, 6.9190, 6.9673, 6.8804, 6.9066, 6.9217,
	  6.9077, 6.9879, 6.9555, 6.9679},
	 {7.0209, 6.9646, 6.9619, 6.8897, 6.9840, 6.8917, 6.8687,
	  6.8930, 6.9538, 6.8613, 6.9608, 6.9927, 6.8960, 7.0016,
	  6.9309, 6.8957, 6.9854, 6.9067, 7.0683, 6.9166},
	 {0.03255, -0.0141, 0.0737, -0.0106, 0.0657}},
};

/* Hands the five answers over as rows; avt keeps ratios, R logarithms. */
static void rows_of(const char *what, const struct contrast *avt,
		    const double r[ANSWERS], oracle_taker *take, void *context)
{
	static const char *const names[ANSWERS] = {"d", "95 % from", "95 % to",
						   "90 % from", "90 % to"};
	const double ratios[ANSWERS] = {avt->ratio, avt->low, avt->high,
					avt->low90, avt->high90};

	for (int i = 0; i < ANSWERS; i++) {
		char text[64];
		struct row row = {text, r[i], log(ratios[i]), 1e-12, NEAR};

		snprintf(text, sizeof text, "%s: %s", what, names[i]);
		take(&row, context);
	}
}

void oracle_wilcox(oracle_taker *take, void *context)
{
	static double scratch[SCRATCH];
	char what[40];

	for (size_t i = 0; i < sizeof paired / sizeof *paired; i++) {
		const struct paired *of = &paired[i];
		struct contrast avt = stats_contrast(of->d, of->n, scratch);

		snprintf(what, sizeof what, "%zu rounds", of->n);
		rows_of(what, &avt, of->r, take, context);
	}
	for (size_t i = 0; i < sizeof sessions / sizeof *sessions; i++) {
		const struct sessions *of = &sessions[i];
		struct contrast avt =
			ranksum_contrast(of->x, of->m, of->y, of->n, scratch);

		snprintf(what, sizeof what, "%zu against %zu runs", of->m,
			 of->n);
		rows_of(what, &avt, of->r, take, context);
	}
}
