/*
 * standing.c - who leads at one point of the grid.
 *
 * Leaders are read off the verdicts: the best by median, and all whom nobody
 * beats. Only a winner of the analysis is called one.
 */
#include "analysis/words/say.h"
#include "analysis/verdict/verdict.h"

#include <string.h>

struct verdict say_seen_from(const struct analysis *analysis,
			     const struct summary *a, const struct summary *b)
{
	const struct verdict *verdict = analysis_verdict(analysis, a, b);

	if (!verdict)
		return (struct verdict){.a = a, .b = b, .outcome = NO_VERDICT};
	return verdict->a == a ? *verdict : verdict_flip(verdict);
}

size_t say_valid_cells(const struct point *point, const struct summary **cells,
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
		    say_seen_from(analysis, cells[i], cell).outcome == BETTER)
			return true;
	return false;
}

size_t say_leaders(const struct analysis *analysis, const struct point *point,
		   const struct summary **leaders, size_t most)
{
	const struct summary *cells[MOST_CELLS];
	size_t n = 0, valid = say_valid_cells(point, cells, MOST_CELLS), k;

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

bool say_all_pairs(const struct analysis *analysis,
		   const struct summary *const *cells, size_t n,
		   enum outcome outcome)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			if (say_seen_from(analysis, cells[i], cells[j])
				    .outcome != outcome)
				return false;
	return true;
}

enum standing say_standing(const struct analysis *analysis,
			   const struct point *point)
{
	const struct summary *cells[MOST_CELLS];
	size_t n = say_valid_cells(point, cells, MOST_CELLS);

	if (point->winner)
		return STANDING_WINNER;
	if (n < 2)
		return STANDING_ALONE;
	if (point->decided)
		return say_leaders(analysis, point, cells, MOST_CELLS) > 1
			       ? STANDING_LEADERS
			       : STANDING_UNDECIDED;
	if (say_all_pairs(analysis, cells, n, NO_DIFFERENCE))
		return STANDING_ALIKE;
	return say_all_pairs(analysis, cells, n, NO_VERDICT)
		       ? STANDING_NO_VERDICT
		       : STANDING_UNDECIDED;
}

char *say_leader(const struct analysis *analysis, const struct point *point,
		 char *to, size_t size)
{
	static const char *const words[] = {
		[STANDING_ALIKE] = "no difference",
		[STANDING_UNDECIDED] = "undecided",
		[STANDING_NO_VERDICT] = "too few rounds",
		[STANDING_ALONE] = "nothing to compare",
	};
	enum standing standing = say_standing(analysis, point);
	const struct summary *leaders[MOST_LEADERS];
	const char *between = " / ";
	size_t n, length = 0;

	if (standing == STANDING_WINNER)
		snprintf(to, size, "%s", point->winner->contestant);
	else if (standing != STANDING_LEADERS)
		snprintf(to, size, "%s", words[standing]);
	if (standing != STANDING_LEADERS)
		return to;
	n = say_leaders(analysis, point, leaders, MOST_LEADERS);
	if (say_all_pairs(analysis, leaders, n, NO_DIFFERENCE))
		between = " ≈ ";
	*to = '\0';
	for (size_t i = 0; i < n && length < size; i++)
		length += (size_t)snprintf(to + length, size - length, "%s%s",
					   i ? between : "",
					   leaders[i]->contestant);
	return to;
}
