/*
 * test_figures.c - which figures a folder gets, and what is in their files.
 */
#include "tests/unit/results.h"

#include "analysis/figures/figures.h"

#include <math.h>

static struct arena *arena;
static struct figures figures;

/* Loads the folder as a suite with that figure, and plans. */
static void plan(const char *figure)
{
	load();
	analysis->experiments->figure = figure;
	arena = arena_new();
	figures_plan(analysis, arena, &figures);
}

/* What the writer of a figure says of its data or labels. */
static const char *written(const struct figure *figure, bool labels)
{
	struct tables tables;
	static char text[16384];

	assert_int_equal(mkdir(path_of("plots"), 0700), 0);
	assert_int_equal(mkdir(path_of("plots/data"), 0700), 0);
	assert_int_equal(tables_open(&tables, folder, "f", error, sizeof error),
			 0);
	assert_true(figure->kind->write(figure, &tables));
	assert_int_equal(tables_close(&tables, true, error, sizeof error), 0);
	strcpy(text, contents(labels ? "plots/data/f.labels.tsv"
				     : "plots/data/f.tsv"));
	unlink(tables.data_path);
	unlink(tables.labels_path);
	rmdir(path_of("plots/data"));
	rmdir(path_of("plots"));
	return text;
}

static const struct figure *figure_of(const char *kind)
{
	for (size_t i = 0; i < figures.n; i++)
		if (!strcmp(figures.all[i].kind->name, kind))
			return &figures.all[i];
	fail_msg("no figure %s", kind);
	return NULL;
}

/* Rounds of a contestant at 1 and 64 tasks in flight. */
static void put_two_points(const char *contestant, bool valid)
{
	for (int round = 0; round < 6; round++) {
		put_run(contestant, 1, "x", round, 1000, valid);
		put_run(contestant, 64, "x", round, 2000, valid);
	}
}

static int end(void **state)
{
	arena_free(arena);
	arena = NULL;
	return results_end(state);
}

static void kinds_stand_by_rank(void **state)
{
	const char *const want[] = {"throughput", "response", "cpu",
				    "memory",     "switches", "distribution"};

	(void)state;
	put_two_points("a", true);
	plan("curves");
	assert_int_equal(figures.n, 6);
	for (size_t i = 0; i < 6; i++) {
		char name[64];

		snprintf(name, sizeof name, "e-w-%s", want[i]);
		assert_string_equal(figures.all[i].name, name);
	}
	assert_string_equal(figure_of("response")->title, "Response time: w");
}

/* Every kind has its program, and ranks that do not leave order to chance. */
static void every_kind_is_listed_once(void **state)
{
	const char *const asked[] = {"curves", "fraction", "map", "open",
				     "stopwatch"};
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		const struct figure_kind *before = NULL, *kind = NULL;

		while ((kind = kind_next(asked[i], kind))) {
			char path[PATH_MAX];

			snprintf(path, sizeof path, "plots/%s.gp",
				 kind->program ? kind->program : kind->name);
			assert_int_equal(access(path, R_OK), 0);
			assert_true(!before || kind->rank > before->rank);
			before = kind;
			n++;
		}
		assert_non_null(before);
	}
	assert_true(n >= 10);
	assert_null(kind_next("pie", NULL));
}

static void one_point_has_bars(void **state)
{
	(void)state;
	put_rounds("a", 6, 1000);
	plan("curves");
	assert_int_equal(figures.n, 2);
	assert_string_equal(figures.all[0].kind->name, "bars");
	assert_string_equal(figures.all[1].kind->name, "distribution");
}

static void a_word_of_tomorrow_draws_nothing(void **state)
{
	(void)state;
	put_rounds("a", 6, 1000);
	plan("pie");
	assert_int_equal(figures.n, 0);
}

/* Blocks are told apart by number, so nobody may have none. */
static void a_line_without_points_has_a_block(void **state)
{
	const char *text, *block;

	(void)state;
	put_two_points("a", false);
	put_two_points("b", true);
	plan("curves");
	text = written(figure_of("distribution"), false);
	block = strstr(text, "\n2\ta\tNaN\tNaN\n\n\n");
	assert_non_null(strstr(text, "# series\tcontestant\tx\ty\n1\tb\t"));
	assert_non_null(block);
}

static void an_slo_is_a_line_across(void **state)
{
	struct experiment *experiment;

	(void)state;
	put_two_points("a", true);
	plan("curves");
	experiment = analysis->experiments;
	experiment->slo_metric = RESPONSE_P99;
	experiment->slo_ns = 1e7;
	assert_non_null(strstr(written(figure_of("response"), true),
			       "slo\tSLO: p99 ≤ 10 ms\t10000000\t-\n"));
	/* Only times have one. */
	assert_null(strstr(written(figure_of("throughput"), true), "slo\t"));
	experiment->slo_ns = NAN;
	assert_null(strstr(written(figure_of("response"), true), "slo\t"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, results_begin, end)
	const struct CMUnitTest tests[] = {
		TEST(kinds_stand_by_rank),
		TEST(every_kind_is_listed_once),
		TEST(one_point_has_bars),
		TEST(a_word_of_tomorrow_draws_nothing),
		TEST(a_line_without_points_has_a_block),
		TEST(an_slo_is_a_line_across),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
