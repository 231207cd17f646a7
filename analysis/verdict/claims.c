/*
 * claims.c - claims are decided by verdicts and by nothing else.
 *
 * "Better" and "worse" take a difference that matters; one that is certain but
 * smaller settles neither. "No worse" fails only on a difference that matters.
 * What noise, too few rounds or an invalid cell leave open stays open.
 */
#include "analysis/verdict/claims.h"

#include "analysis/read/arena.h"
#include "analysis/verdict/verdict.h"

#include <math.h>
#include <string.h>

const char *const holding_words[] = {
	[HOLDS] = "holds",
	[HOLDS_NOT] = "does not hold",
	[UNDECIDED] = "inconclusive",
};

/* What an outcome of A over B says of each relation. */
static enum holding holds(enum claim_relation relation, enum outcome outcome)
{
	bool reversed = relation == IS_WORSE;

	switch (outcome) {
	case BETTER:
		return reversed ? HOLDS_NOT : HOLDS;
	case WORSE:
		return reversed ? HOLDS : HOLDS_NOT;
	case NO_DIFFERENCE:
		return relation == IS_NO_WORSE ? HOLDS : HOLDS_NOT;
	case SLIGHTLY_AHEAD:
		return relation == IS_NO_WORSE ? HOLDS
		       : reversed              ? HOLDS_NOT
					       : UNDECIDED;
	case SLIGHTLY_BEHIND:
		return relation == IS_BETTER ? HOLDS_NOT : UNDECIDED;
	default:
		return UNDECIDED;
	}
}

/* Whether a cell has a value: the same number, or else the same word. */
static bool has(const struct summary *cell, const struct param_value *value)
{
	if (!strcmp(value->name, "workload"))
		return !strcmp(cell->workload, value->text);
	if (!strcmp(value->name, "concurrency"))
		return cell->concurrency == value->number;
	for (size_t i = 0; i < cell->n_params; i++) {
		const struct param_value *param = &cell->params[i];

		if (!strcmp(param->name, value->name))
			return !strcmp(param->text, value->text) ||
			       param->number == value->number;
	}
	return false;
}

/* All cells of a point have the same parameters, so the first one tells. */
static bool is_there(const struct point *point,
		     const struct condition *condition)
{
	for (size_t i = 0; i < condition->n_where; i++)
		if (!has(point->cells[0], &condition->where[i]))
			return false;
	return true;
}

/* By the text as written: async+4 is another contestant than async. A copy is
 * nobody to make claims about, and point->cells has none. */
static const struct summary *cell_of(const struct point *point,
				     const char *contestant)
{
	for (size_t i = 0; i < point->n_cells; i++)
		if (!strcmp(point->cells[i]->contestant, contestant))
			return point->cells[i];
	return NULL;
}

/* Tests one point: what its verdict says, which is kept as the deciding one
 * until a point speaks against it. */
static void test_point(struct analysis *analysis, const struct point *point,
		       const struct condition *condition,
		       struct claim_test *test)
{
	const struct summary *a = cell_of(point, condition->a);
	const struct summary *b = cell_of(point, condition->b);
	const struct verdict *found =
		a && b ? analysis_verdict(analysis, a, b) : NULL;
	struct verdict *seen;
	enum holding here;

	if (!found)
		return;
	seen = arena_array(analysis->memory, 1, sizeof *seen);
	*seen = found->a == a ? *found : verdict_flip(found);
	here = holds(condition->relation, seen->outcome);
	if (test->verdict &&
	    (here == HOLDS || test->holds == HOLDS_NOT || here == test->holds))
		return;
	test->verdict = seen;
	test->holds = here;
}

/* Without a verdict at any point there is nothing that holds. */
static void run_test(struct analysis *analysis, struct claim_test *test)
{
	const struct experiment *of = test->experiment;

	test->holds = UNDECIDED;
	if (test->condition->relation == RELATIONS) {
		fprintf(stderr,
			"suite.json: [%s]: holds_if is not understood: %s\n",
			of->name, test->condition->text);
		return;
	}
	for (size_t i = 0; i < of->n_points; i++)
		if (is_there(&of->points[i], test->condition))
			test_point(analysis, &of->points[i], test->condition,
				   test);
}

/* The claim of a text, new if nobody made it before. */
static struct claim *claim_of(struct analysis *analysis, const char *text)
{
	struct claim *claim;

	for (size_t i = 0; i < analysis->n_claims; i++)
		if (!strcmp(analysis->claims[i].text, text))
			return &analysis->claims[i];
	analysis->claims =
		arena_more(analysis->memory, analysis->claims,
			   analysis->n_claims, sizeof *analysis->claims);
	claim = &analysis->claims[analysis->n_claims++];
	claim->text = text;
	claim->holds = HOLDS;
	return claim;
}

/* One test that fails is enough; one that is open leaves the claim open. */
static void add_test(struct analysis *analysis, struct claim *claim,
		     const struct experiment *of,
		     const struct condition *condition)
{
	struct claim_test *test;

	claim->tests = arena_more(analysis->memory, claim->tests,
				  claim->n_tests, sizeof *claim->tests);
	test = &claim->tests[claim->n_tests++];
	test->experiment = of;
	test->condition = condition;
	run_test(analysis, test);
	if (test->holds == HOLDS_NOT || claim->holds == HOLDS)
		claim->holds = test->holds;
}

/* In the order of the suite, so that the page tells its story in the order in
 * which it was written. */
void claims_make(struct analysis *analysis, const struct design *design)
{
	for (size_t i = 0; i < analysis->n_experiments; i++) {
		const struct experiment *of = &analysis->experiments[i];
		const struct design_experiment *designed =
			design_experiment(design, of->name);

		if (designed && designed->claim && designed->holds_if)
			add_test(analysis, claim_of(analysis, designed->claim),
				 of, designed->holds_if);
	}
}
