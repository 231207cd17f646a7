/*
 * hist.c - reading what hist_add() wrote. Nothing here runs while time counts.
 */
#include "harness/record/hist.h"

#include <stddef.h>

/* Bits that a value loses in its bucket. */
static unsigned shift_of(unsigned index)
{
	return index < 2 * HIST_HALF ? 0 : (index >> HIST_HALF_MAGNITUDE) - 1;
}

int64_t hist_value_at(unsigned index)
{
	unsigned shift = shift_of(index);

	return (int64_t)(index - (shift << HIST_HALF_MAGNITUDE)) << shift;
}

int64_t hist_lowest(int64_t value)
{
	return hist_value_at(hist_index(value));
}

int64_t hist_highest(int64_t value)
{
	unsigned index = hist_index(value);

	return hist_value_at(index) + (INT64_C(1) << shift_of(index)) - 1;
}

void exact_merge(struct exact *to, const struct exact *from)
{
	to->total += from->total;
	to->beyond += from->beyond;
	to->sum += from->sum;
	to->sum_squares += from->sum_squares;
	if (from->min < to->min)
		to->min = from->min;
	if (from->max > to->max)
		to->max = from->max;
}

void hist_merge(struct hist *to, const struct hist *from)
{
	if (from->total == 0)
		return;
	for (unsigned i = hist_index(from->min); i <= hist_index(from->max);
	     i++)
		to->counts[i] += from->counts[i];
	exact_merge(&to->exact, &from->exact);
}

int64_t hist_quantile(const struct hist *hist, double p)
{
	uint64_t want = (uint64_t)(p * (double)hist->total + 0.5);
	uint64_t seen = 0;

	if (hist->total == 0)
		return 0;
	if (want == 0)
		want = 1;
	for (unsigned i = hist_index(hist->min); i < HIST_BUCKETS; i++) {
		seen += hist->counts[i];
		if (seen >= want) {
			int64_t top = hist_highest(hist_value_at(i));

			return top < hist->max ? top : hist->max;
		}
	}
	return hist->max;
}

int hist_bears(const struct hist *hist, double p)
{
	return (double)hist->total * (1 - p) >= 10 - 1e-6;
}

double hist_mean(const struct hist *hist)
{
	return hist->total ? (double)hist->sum / (double)hist->total : 0;
}
