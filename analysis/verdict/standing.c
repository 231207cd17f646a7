/*
 * standing.c - who leads at one point, read off the verdicts on its pairs.
 */
#include "analysis/verdict/standing.h"

#include "analysis/verdict/verdict.h"

#include <string.h>

size_t standing_valid(const struct point *point, const struct summary **cells,
		      size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < point->n_cells && n < most; i++)
		if (point->cells[i]->n_valid)
			cells[n++] = point->cells[i];
	return n;
}

/* Where the suite names a cell's contestant. */
static size_t rank(const struct point *point, const struct summary *cell)
{
	const struct experiment *of = point->experiment;
	size_t i = 0;

	while (i < of->n_contestants &&
	       strcmp(of->contestants[i], cell->contestant))
		i++;
	return i;
}

/* Whether somebody who counts is better. */
static bool is_beaten(const struct analysis *analysis,
		      const struct summary *const *cells, size_t n,
		      const struct summary *cell)
{
	for (size_t i = 0; i < n; i++)
		if (cells[i] != cell &&
		    verdict_between(analysis, cells[i], cell).outcome == BETTER)
			return true;
	return false;
}

size_t standing_leaders(const struct analysis *analysis,
			const struct point *point,
			const struct summary **leaders, size_t most)
{
	const struct summary *cells[MOST_CELLS];
	size_t n = 0, valid = standing_valid(point, cells, MOST_CELLS), k;

	for (size_t i = 0; i < valid && n < most; i++) {
		if (i && is_beaten(analysis, cells, valid, cells[i]))
			continue;
		for (k = n++;
		     k && rank(point, leaders[k - 1]) > rank(point, cells[i]);
		     k--)
			leaders[k] = leaders[k - 1];
		leaders[k] = cells[i];
	}
	return n;
}

/* Whether all pairs of some cells have the outcome. */
static bool all_pairs(const struct analysis *analysis,
		      const struct summary *const *cells, size_t n,
		      enum outcome outcome)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			if (verdict_between(analysis, cells[i], cells[j])
				    .outcome != outcome)
				return false;
	return true;
}

bool standing_tied(const struct analysis *analysis,
		   const struct summary *const *cells, size_t n)
{
	return all_pairs(analysis, cells, n, NO_DIFFERENCE);
}

enum standing standing_of(const struct analysis *analysis,
			  const struct point *point)
{
	const struct summary *cells[MOST_CELLS];
	size_t n = standing_valid(point, cells, MOST_CELLS);

	if (point->winner)
		return STANDING_WINNER;
	if (n < 2)
		return STANDING_ALONE;
	if (point->decided)
		return standing_leaders(analysis, point, cells, MOST_CELLS) > 1
			       ? STANDING_LEADERS
			       : STANDING_INCONCLUSIVE;
	if (standing_tied(analysis, cells, n))
		return STANDING_TIED;
	return all_pairs(analysis, cells, n, NO_VERDICT)
		       ? STANDING_NO_VERDICT
		       : STANDING_INCONCLUSIVE;
}
