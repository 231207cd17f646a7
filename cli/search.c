/*
 * search.c - the steps of a search.
 */
#include "cli/search.h"

#include "bench/session/capacity.h"

#include <math.h>

/* Rates closer than this are one. */
#define CLOSE 1.05

void search_start(struct search *search, double guess, double least,
		  double most)
{
	*search = (struct search){
		.least = least,
		.most = most,
		.bad = INFINITY,
		.rate = capacity_round(fmin(fmax(guess, least), most)),
	};
}

/* The next rate while one of the two ends is missing; 0: there is none. */
static double bracket(const struct search *search)
{
	if (search->good > 0)
		return search->good < search->most
			       ? fmin(2 * search->good, search->most)
			       : 0;
	return search->bad > search->least
		       ? fmax(search->bad / 2, search->least)
		       : 0;
}

/* Looks for the next rate between, above or below; 0: close enough. */
static double next(const struct search *search)
{
	if (search->good == 0 || isinf(search->bad))
		return bracket(search);
	return search->bad / search->good > CLOSE
		       ? sqrt(search->good * search->bad)
		       : 0;
}

/* A rate that did not hold again is too high: a step down, if there is room. */
static void step_down(struct search *search)
{
	search->bad = search->good;
	search->good /= CLOSE;
	search->confirmed = 0;
	if (search->good < search->least)
		search->good = 0;
}

/* One run more or less that confirms. */
static void confirm(struct search *search, bool holds)
{
	if (holds)
		search->confirmed++;
	else
		step_down(search);
	search->rate = search->confirmed < SEARCH_CONFIRMS
			       ? capacity_round(search->good)
			       : 0;
}

void search_tell(struct search *search, bool holds)
{
	if (search->confirming) {
		confirm(search, holds);
		return;
	}
	if (holds)
		search->good = search->rate;
	else
		search->bad = search->rate;
	search->rate = capacity_round(next(search));
	if (search->rate > 0 || search->good == 0)
		return;
	search->confirming = true;
	search->rate = search->good;
}

double search_found(const struct search *search)
{
	return search->rate == 0 && search->confirmed == SEARCH_CONFIRMS
		       ? capacity_round(search->good)
		       : 0;
}
