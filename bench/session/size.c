/*
 * size.c - see size.h. The state is the list of what was tried; what comes next
 * follows from it alone.
 */
#include "bench/session/size.h"

#include <stddef.h>

/* So much less than the best is beyond the top. */
#define BEYOND_TOP 0.8

/* Bisection ends where neighbours are this close: finer steps than an eighth
 * drown in noise. */
static bool close_by(unsigned low, unsigned high)
{
	return high - low <= 1 || (high - low) * 8 <= high;
}

void size_start(struct size_search *search, unsigned most)
{
	*search = (struct size_search){.most = most ? most : 1};
}

/* What was tried as the best; NULL if nothing was. */
static const struct size_try *top(const struct size_search *search)
{
	const struct size_try *best = NULL;

	for (unsigned i = 0; i < search->n; i++) {
		const struct size_try *one = &search->tries[i];

		if (!best || one->rate > best->rate ||
		    (one->rate == best->rate && one->workers < best->workers))
			best = one;
	}
	return best;
}

/* Whether the last two steps down, all that were tried being steps, fell short
 * of the best. A size that could not run is no sign of anything. */
static bool past_top(const struct size_search *search)
{
	double enough = BEYOND_TOP * size_rate(search);
	const struct size_try *last = &search->tries[search->n - 1];

	return search->n >= 3 && enough > 0 && last[0].rate < enough &&
	       last[-1].rate < enough && last[0].rate > 0 && last[-1].rate > 0;
}

/* The next step down; 0 once they are over. They are while sizes fall. */
static unsigned step_down(const struct size_search *search)
{
	unsigned last;

	if (!search->n)
		return search->most;
	for (unsigned i = 1; i < search->n; i++)
		if (search->tries[i].workers > search->tries[i - 1].workers ||
		    search->tries[i].workers > search->tries[i - 1].workers / 2)
			return 0;
	last = search->tries[search->n - 1].workers;
	return last == 1 || past_top(search) ? 0 : last / 2;
}

/* The nearest size that was tried above (or below) one; 0: none. */
static unsigned neighbour(const struct size_search *search, unsigned of,
			  bool above)
{
	unsigned nearest = 0;

	for (unsigned i = 0; i < search->n; i++) {
		unsigned size = search->tries[i].workers;

		if (above ? size > of && (!nearest || size < nearest)
			  : size < of && size > nearest)
			nearest = size;
	}
	return nearest;
}

/* Halfway between the best and its farther neighbour; 0: both are close. */
static unsigned bisect(const struct size_search *search)
{
	unsigned best = size_best(search);
	unsigned above = neighbour(search, best, true);
	unsigned below = neighbour(search, best, false);
	bool up = above && !close_by(best, above);
	bool down = below && !close_by(below, best);

	if (up && (!down || above - best >= best - below))
		return best + (above - best) / 2;
	return down ? below + (best - below + 1) / 2 : 0;
}

unsigned size_next(const struct size_search *search)
{
	unsigned next = search->n < SIZE_TRIES ? step_down(search) : 0;

	if (next || search->n >= SIZE_TRIES || !(size_rate(search) > 0))
		return next;
	return bisect(search);
}

void size_note(struct size_search *search, unsigned workers, double rate)
{
	if (search->n < SIZE_TRIES)
		search->tries[search->n++] =
			(struct size_try){workers, rate > 0 ? rate : 0};
}

unsigned size_best(const struct size_search *search)
{
	const struct size_try *best = top(search);

	return best && best->rate > 0 ? best->workers : 0;
}

double size_rate(const struct size_search *search)
{
	const struct size_try *best = top(search);

	return best ? best->rate : 0;
}
