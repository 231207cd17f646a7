/*
 * match.c - which cell before is which cell after.
 *
 * The id of a cell says it on machines with the same CPUs. On another machine
 * the same suite gets other CPU lists and so other ids; there a cell is known
 * by its names: all that the id is made of but the CPUs. Two cells of one name
 * are not matched at all.
 */
#include "analysis/compare/compare.h"

#include "analysis/read/arena.h"
#include "analysis/read/names.h"

#include <string.h>

enum { NAME = 2048 };

/* The cells before that have no match: by the number of their id or name. */
struct index {
	struct words keys;
	size_t n;
	const struct summary **cells; /* NULL: two of that key */
};

/* Writes the key of a cell: its id, or its name. */
static const char *key_of(const struct summary *cell, bool by_name,
			  char name[NAME])
{
	int n;

	if (!by_name)
		return cell->cell;
	n = snprintf(name, NAME, "%.128s\n%.128s\n%.128s\n%.0f\n%llu",
		     cell->experiment, cell->workload, cell->contestant,
		     cell->concurrency, (unsigned long long)cell->tasks);
	for (size_t i = 0; i < cell->n_params && n < NAME - 256; i++)
		n += snprintf(name + n, (size_t)(NAME - n), "\n%.64s=%.64s",
			      cell->params[i].name, cell->params[i].text);
	return name;
}

/* Whether a cell has been matched. */
static bool is_taken(const struct comparison *comparison,
		     const struct summary *before)
{
	return comparison->taken[before - comparison->before->summaries];
}

/* Only the last cell of a key would be found, so a key of two has none: a wrong
 * match would be worse than a cell left out. */
static void index_cells(struct index *index,
			const struct comparison *comparison, bool by_name)
{
	const struct analysis *of = comparison->before;
	char name[NAME];

	*index = (struct index){0};
	words_init(&index->keys, comparison->memory);
	index->cells = arena_array(comparison->memory, of->n_summaries,
				   sizeof *index->cells);
	for (size_t i = 0; i < of->n_summaries; i++) {
		const struct summary *cell = &of->summaries[i];
		size_t number;

		if (is_taken(comparison, cell))
			continue;
		number =
			words_number(&index->keys, key_of(cell, by_name, name));
		index->cells[number] = number == index->n ? cell : NULL;
		index->n = index->keys.n;
	}
}

/* The cell before of a cell after, or NULL; each is found once. */
static const struct summary *find(struct index *index,
				  const struct summary *after, bool by_name)
{
	char name[NAME];
	size_t number =
		words_number(&index->keys, key_of(after, by_name, name));
	const struct summary *cell = NULL;

	if (number < index->n) {
		cell = index->cells[number];
		index->cells[number] = NULL;
	}
	return cell;
}

/* Matches the cells that have none yet, in one way; called once for each way,
 * the surer one first. */
static void match(struct comparison *comparison, bool by_name)
{
	struct index index;

	index_cells(&index, comparison, by_name);
	for (size_t i = 0; i < comparison->n_cells; i++) {
		struct compared *cell = &comparison->cells[i];

		if (!cell->before)
			cell->before = find(&index, cell->after, by_name);
		if (cell->before)
			comparison->taken[cell->before -
					  comparison->before->summaries] = true;
	}
}

/* All cells after, in the order of the suite, without their cell before. */
static void list_cells(struct comparison *comparison)
{
	const struct analysis *after = comparison->after;

	for (size_t i = 0; i < after->n_experiments; i++) {
		const struct experiment *of = &after->experiments[i];

		for (size_t k = 0; k < of->n_cells; k++)
			comparison->cells[comparison->n_cells++] =
				(struct compared){.after = of->cells[k],
						  .experiment = of,
						  .metric = of->primary};
	}
}

/* Leaves out the cells that have none before. Returns how many. */
static size_t leave_out(struct comparison *comparison)
{
	size_t kept = 0, n = comparison->n_cells;

	for (size_t i = 0; i < n; i++)
		if (comparison->cells[i].before)
			comparison->cells[kept++] = comparison->cells[i];
	comparison->n_cells = kept;
	return n - kept;
}

/* How many cells could be matched: copies stand for their original. */
static size_t originals(const struct analysis *analysis)
{
	size_t n = 0;

	for (size_t i = 0; i < analysis->n_summaries; i++)
		n += !analysis->summaries[i].copy;
	return n;
}

void compare_match(struct comparison *comparison)
{
	const struct analysis *before = comparison->before;
	struct arena *arena = comparison->memory;

	comparison->taken = arena_array(arena, before->n_summaries,
					sizeof *comparison->taken);
	comparison->cells = arena_array(arena, comparison->after->n_summaries,
					sizeof *comparison->cells);
	list_cells(comparison);
	match(comparison, false);
	if (compare_is_barred(comparison))
		match(comparison, true);
	comparison->n_only_after = leave_out(comparison);
	comparison->n_only_before = originals(before) - comparison->n_cells;
}
