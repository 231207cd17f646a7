/*
 * noisy_rounds.c - the rule, and nothing else: numbers in, numbers out.
 */
#include "base/noisy_rounds.h"

#include "base/sorted.h"

#include <math.h>
#include <stdlib.h>

/* How far off a speed may be at the least, and in spreads of the session. */
#define SPEED_OFF 0.03
#define SPREADS   3

/* The standard deviation of normal values, in median distances from their
 * median: 1/Phi^-1(0.75). */
#define MAD_TO_DEVIATION 1.4826

/* Of the rounds planned, and of the rounds there are; see the header. */
enum { REPLACED_PERCENT = 30, DROPPED_PERCENT = 30 };

/* Without a session's speed this divides by NAN, which is not finite either. */
double noisy_speed_off(double speed_ns, double session_ns)
{
	double off = fabs(speed_ns / session_ns - 1);

	return speed_ns > 0 && isfinite(off) ? off : 0;
}

bool noisy_run(bool told, double off, double tolerance)
{
	return told || off > tolerance;
}

/* The median of the speeds that were taken. */
static double session_speed(const struct beside *runs, size_t n)
{
	double *speeds = malloc((n + 1) * sizeof *speeds), median;
	size_t taken = 0;

	if (!speeds)
		abort();
	for (size_t i = 0; i < n; i++)
		if (runs[i].speed_ns > 0 && isfinite(runs[i].speed_ns))
			speeds[taken++] = runs[i].speed_ns;
	median = sorted_median_of(speeds, taken);
	free(speeds);
	return median;
}

double noisy_tolerance(const struct beside *runs, size_t n)
{
	double session_ns = session_speed(runs, n), spread;
	double *offs = malloc((n + 1) * sizeof *offs);
	size_t taken = 0;

	if (!offs)
		abort();
	for (size_t i = 0; i < n; i++)
		if (runs[i].speed_ns > 0 && isfinite(runs[i].speed_ns))
			offs[taken++] =
				noisy_speed_off(runs[i].speed_ns, session_ns);
	spread = MAD_TO_DEVIATION * sorted_median_of(offs, taken);
	free(offs);
	/* Of no speeds the spread is NAN, which fmax() leaves out. */
	return fmax(SPEED_OFF, SPREADS * spread);
}

double noisy_judge(struct beside *runs, size_t n)
{
	double session_ns = session_speed(runs, n);
	double tolerance = noisy_tolerance(runs, n);

	for (size_t i = 0; i < n; i++)
		runs[i].noisy =
			noisy_run(runs[i].told,
				  noisy_speed_off(runs[i].speed_ns, session_ns),
				  tolerance);
	return session_ns;
}

unsigned noisy_most(unsigned planned)
{
	return planned * REPLACED_PERCENT / 100;
}

unsigned noisy_replaced(unsigned planned, unsigned noisy)
{
	unsigned most = noisy_most(planned);

	return noisy < most ? noisy : most;
}

size_t noisy_dropped(size_t n, size_t noisy)
{
	size_t share = n * DROPPED_PERCENT / 100;
	size_t spare = n > FEWEST_ROUNDS ? n - FEWEST_ROUNDS : 0;
	size_t most = share < spare ? share : spare;

	return noisy < most ? noisy : most;
}

bool noisy_needed(size_t common)
{
	return common == FEWEST_ROUNDS;
}
