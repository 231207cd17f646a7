/*
 * answers.c - the list of groups, and those without queues: what HdrHistogram
 * and R print, and how often verdicts on made-up rounds are right.
 */
#include "tests/oracle/oracle.h"

#include "analysis/stats/stats.h"
#include "harness/record/hist.h"
#include "harness/load/schedule.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* So many benches that 29 differences, where 20 are expected, are two standard
 * deviations: few enough to take no time. */
enum { MOST_ROUNDS = 20, SCRATCH = 512, BENCHES = 400 };

const struct group oracle_groups[] = {
	{"formulas", oracle_theory},
	{"queues in virtual time", oracle_queues},
	{"100 ms stall in virtual time", oracle_stalls},
	{"closed loads in virtual time", oracle_closed},
	{"pools of Goetz's size in virtual time: share of the CPUs",
	 oracle_pools},
	{"histogram", oracle_histogram},
	{"steadiness", oracle_steady},
	{"checks that trip on made-up figures", oracle_checks},
	{"R's wilcox.test: d and its intervals", oracle_wilcox},
	{"verdicts", oracle_verdicts},
	{0},
};

bool oracle_holds(const struct row *row)
{
	switch (row->relation) {
	case AT_MOST:
		return row->measured <= row->expected;
	case AT_LEAST:
		return row->measured >= row->expected;
	default:
		return fabs(row->measured - row->expected) <= row->tolerance;
	}
}

/* The mean as HdrHistogram has it: every value counts as its bucket's middle.
 */
static double mean_of_buckets(const struct hist *hist)
{
	double sum = 0;

	for (unsigned i = 0; i < HIST_BUCKETS; i++) {
		int64_t low = hist_value_at(i), high = hist_highest(low);
		int64_t middle = low + (high - low + 1) / 2;

		sum += (double)hist->counts[i] * (double)middle;
	}
	return sum / (double)hist->total;
}

/* 1000, 2000, ... 10,000,000 is HdrHistogram's own example. */
void oracle_histogram(oracle_taker *take, void *context)
{
	unsigned to_a_minute = hist_index(60000000000) / HIST_HALF + 1;
	struct hist *hist = calloc(1, sizeof *hist);

	if (!hist)
		abort();
	hist_reset(hist);
	for (int64_t value = 1000; value <= 10000000; value += 1000)
		hist_add(hist, value);
	const struct row rows[] = {
		{"index of 2048", 2048, hist_index(2048), 0},
		{"index of 4095", 3071, hist_index(4095), 0},
		{"index of 10007", 4322, hist_index(10007), 0},
		{"index of 1000000", 11169, hist_index(1000000), 0},
		{"buckets up to a minute", 27648, to_a_minute * HIST_HALF, 0},
		{"1000 to 10^7: p50", 5001215, (double)hist_quantile(hist, .5),
		 0},
		{"1000 to 10^7: p99", 9904127, (double)hist_quantile(hist, .99),
		 0},
		{"1000 to 10^7: mean of buckets", 5000504.758,
		 mean_of_buckets(hist), 0.001},
		{"1000 to 10^7: exact mean", 5000500, hist_mean(hist), 1e-6},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		take(&rows[i], context);
	free(hist);
}

/* The contrast of two columns of rounds. */
static struct contrast contrast_of(const double *a, const double *b, size_t n)
{
	double d[MOST_ROUNDS], scratch[SCRATCH];

	for (size_t i = 0; i < n; i++)
		d[i] = log(a[i] / b[i]);
	return stats_contrast(d, n, scratch);
}

/* Ratio and interval as R prints them for the same columns:
 * wilcox.test(log(a), log(b), paired = TRUE, conf.int = TRUE, exact = TRUE) */
static void as_in_r(oracle_taker *take, void *context)
{
	const double a6[] = {1204, 1187, 1251, 1176, 1222, 1239};
	const double b6[] = {1001, 1012, 1034, 987, 1009, 1005};
	const double a10[] = {98.2,  101.5, 97.7, 103.1, 99.4,
			      100.8, 102.2, 96.9, 105.3, 100.1};
	const double b10[] = {99.1,  98.4, 100.9, 101.2, 97.6,
			      103.3, 99.9, 98.8,  101.7, 102.5};
	struct contrast six = contrast_of(a6, b6, 6);
	struct contrast ten = contrast_of(a10, b10, 10);
	const struct row rows[] = {
		{"6 rounds: ratio", 1.2027972028, six.ratio, 1e-9},
		{"6 rounds: 95 % from", 1.17292490119, six.low, 1e-9},
		{"6 rounds: 95 % to", 1.2328358209, six.high, 1e-9},
		{"10 rounds: ratio", 1.001279692, ten.ratio, 1e-9},
		{"10 rounds: 95 % from", 0.978675062546, ten.low, 1e-9},
		{"10 rounds: 95 % to", 1.02495253821, ten.high, 1e-9},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		take(&rows[i], context);
}

/* A standard normal number, by Box and Muller. */
static double normal(uint64_t *state)
{
	double radius = sqrt(-2 * log(schedule_uniform(state)));

	return radius * cos(2 * M_PI * schedule_uniform(state));
}

/* Rounds in which log ratios scatter around a truth, with a round in ten three
 * times as noisy, as on a shared machine. The benches that call it a
 * difference, of BENCHES. */
static double called_different(size_t rounds, double truth, double deviation)
{
	double different = 0, d[MOST_ROUNDS], scratch[SCRATCH];
	uint64_t state = 7;

	for (int bench = 0; bench < BENCHES; bench++) {
		struct contrast contrast;
		enum outcome outcome;

		for (size_t i = 0; i < rounds; i++) {
			bool noisy = schedule_uniform(&state) < 0.1;

			d[i] = truth +
			       normal(&state) * deviation * (noisy ? 3 : 1);
		}
		contrast = stats_contrast(d, rounds, scratch);
		outcome = stats_outcome(&contrast);
		different +=
			outcome != NO_DIFFERENCE && outcome != INCONCLUSIVE;
	}
	return different;
}

/* A difference is found wrongly at most as often as the level of the interval
 * says, and a real one of 10 % nearly always. */
void oracle_verdicts(oracle_taker *take, void *context)
{
	const struct row rows[] = {
		{"A against A, 6 rounds: different of 400", 29,
		 called_different(6, 0, 0.1), 0, AT_MOST},
		{"A against A, 10 rounds: different of 400", 29,
		 called_different(10, 0, 0.1), 0, AT_MOST},
		{"A against A, 20 rounds: different of 400", 29,
		 called_different(20, 0, 0.1), 0, AT_MOST},
		{"+10 %, 10 rounds: found of 400", 380,
		 called_different(10, log(1.1), 0.04), 0, AT_LEAST},
	};

	as_in_r(take, context);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		take(&rows[i], context);
}
