/*
 * test_json_trip.c - cells and orders as JSON, there and back, and histograms
 * merged in any job.
 *
 * A run is measured by another process than the one that asked for it, and its
 * line may be read years later: what is written must be read as the same, field
 * by field, for random cells too, and a field that is spoilt must be noticed
 * rather than replaced. The same holds for what workers recorded: however it is
 * added up, it is the same histogram, exactly.
 */
#include "harness/record/hist.h"
#include "harness/measure.h"
#include "harness/cell/registry.h"
#include "base/units.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint64_t state_of_random = 1;

static uint64_t draw(uint64_t below)
{
	state_of_random = mix64(state_of_random);
	return (state_of_random >> 11) % below;
}

static void sets(struct cell *cell, const char *name, const char *value)
{
	char error[CELL_ERROR];

	if (!cell_set_param(cell, name, value, error))
		fail_msg("%s", error);
}

/* Any cell that can be measured. */
static struct cell random_cell(void)
{
	static const char *const contestants[] = {
		"async",          "async:2+4",   "threads:64",
		"threads:match*", "procs:cores", "serial"};
	struct cell cell = {.concurrency = 1 + (unsigned)draw(1000)};
	char error[CELL_ERROR], text[UNIT_TEXT];

	snprintf(cell.experiment, sizeof cell.experiment, "e%llu",
		 (unsigned long long)draw(10));
	assert_true(
		cell_set_workload(&cell, draw(2) ? "sleep" : "call", error));
	sets(&cell, "delay",
	     unit_format(PARAM_DURATION, (int64_t)draw(3600) * MS, text));
	assert_true(contestant_parse(contestants[draw(6)], &cell.contestant,
				     error));
	cell.slack_ns = 1 + (int64_t)draw(CELL_MOST_SLACK_NS);
	strcpy(cell.cpus, draw(2) ? "0" : "");
	strcpy(cell.peer_cpus, draw(2) ? "0" : "");
	if (draw(2)) {
		cell.tasks = 1 + draw(1000000);
		return cell;
	}
	cell.duration_ns = 1 + (int64_t)draw(10 * S);
	cell.warmup_ns = (int64_t)draw(S);
	if (draw(2)) {
		cell.arrivals = draw(2) ? ARRIVALS_POISSON : ARRIVALS_CONSTANT;
		cell.rate = (double)(1 + draw(100000)) / 8;
		strcpy(cell.load, draw(2) ? "70%" : "");
	}
	strcpy(cell.fault, draw(2) ? "slow:1.5" : "");
	return cell;
}

/* As text and back, as a line of a file is. */
static json_t *written_and_read(json_t *json)
{
	char *text = json_dumps(json, JSON_REAL_PRECISION(15));
	json_t *back = json_loads(text, 0, NULL);

	assert_non_null(back);
	free(text);
	json_decref(json);
	return back;
}

/* By what is written of them: behind the end of a text there may be anything.
 */
static void same_cells(const struct cell *a, const struct cell *b)
{
	json_t *of_a = json_object(), *of_b = json_object();

	cell_to_json(a, of_a);
	cell_to_json(b, of_b);
	assert_true(json_equal(of_a, of_b));
	assert_int_equal(a->contestant.kind, b->contestant.kind);
	assert_int_equal(a->contestant.size, b->contestant.size);
	assert_int_equal(a->n_params, b->n_params);
	json_decref(of_a);
	json_decref(of_b);
}

static void a_cell_comes_back(void **state)
{
	(void)state;
	for (int i = 0; i < 1000; i++) {
		struct cell cell = random_cell(), back;
		char error[CELL_ERROR] = "", id[CELL_ID], id_back[CELL_ID];
		json_t *json = json_object();

		cell_to_json(&cell, json);
		json = written_and_read(json);
		if (!cell_from_json(json, &back, error))
			fail_msg("%s", error);
		json_decref(json);
		same_cells(&cell, &back);
		cell_id(&cell, id);
		cell_id(&back, id_back);
		assert_string_equal(id, id_back);
	}
}

static struct job random_order(void)
{
	struct job job = {
		.cell = random_cell(),
		.round = (unsigned)draw(1000),
		.position = (unsigned)draw(64),
		.seed = draw(UINT64_C(1) << 53),
		.calibration = (double)draw(1000000) / 7,
	};

	strcpy(job.scratch, draw(2) ? "/tmp/with space and \"quotes\"" : "");
	if (draw(2)) {
		strcpy(job.histogram, "/tmp/é/x.hgrm");
		strcpy(job.histogram_name, "histograms/x.hgrm");
	}
	return job;
}

static void an_order_comes_back(void **state)
{
	(void)state;
	for (int i = 0; i < 300; i++) {
		struct job job = random_order(), back;
		char error[CELL_ERROR] = "";
		json_t *json = written_and_read(job_to_json(&job));

		if (!job_from_json(json, &back, error))
			fail_msg("%s", error);
		json_decref(json);
		same_cells(&job.cell, &back.cell);
		assert_int_equal(back.round, job.round);
		assert_int_equal(back.position, job.position);
		assert_int_equal(back.seed, job.seed);
		assert_true(fabs(back.calibration - job.calibration) <=
			    1e-14 * job.calibration);
		assert_string_equal(back.scratch, job.scratch);
		assert_string_equal(back.histogram, job.histogram);
		assert_string_equal(back.histogram_name, job.histogram_name);
	}
}

/* Every field of an job replaced by what it cannot be: refused with one line,
 * or read as an job that can be measured; never anything else. */
static void a_spoilt_field_is_noticed(void **state)
{
	json_t *junk = json_pack("[n, b, i, f, s, [], {}, I]", 1, -1, 0.5,
				 "\x1b[0m", (json_int_t)INT64_MAX);
	struct job job = random_order();
	json_t *good = job_to_json(&job), *field, *bad;
	size_t refused = 0, i;
	const char *name;

	(void)state;
	json_object_foreach(good, name, field) json_array_foreach(junk, i, bad)
	{
		json_t *json = json_copy(good);
		char error[CELL_ERROR] = "";
		struct job back;

		json_object_set(json, name, bad);
		if (job_from_json(json, &back, error)) {
			assert_true(cell_check(&back.cell, error));
		} else {
			refused++;
			assert_true(*error && !strpbrk(error, "\n\x1b"));
		}
		json_decref(json);
	}
	assert_true(refused > 64);
	json_decref(good);
	json_decref(junk);
}

static void a_field_that_is_missing_is_noticed(void **state)
{
	static const char *const needed[] = {
		"experiment", "workload", "params",      "contestant", "cpus",
		"peer_cpus",  "tasks",    "duration_ns", "concurrency"};
	struct job job = random_order(), back;

	(void)state;
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
		json_t *json = job_to_json(&job);
		char error[CELL_ERROR] = "";

		json_object_del(json, needed[i]);
		assert_false(job_from_json(json, &back, error));
		assert_non_null(strstr(error, needed[i]));
		json_decref(json);
	}
}

/* Two times that fit a number each, and whose sum does not: what is computed
 * from it is anything, which only a sanitizer sees. */
static void a_load_beyond_all_time_is_refused(void **state)
{
	struct cell cell = {.concurrency = 1,
			    .arrivals = ARRIVALS_POISSON,
			    .rate = 1000,
			    .duration_ns = INT64_MAX,
			    .warmup_ns = INT64_MAX};
	char error[CELL_ERROR];

	(void)state;
	assert_true(cell_set_workload(&cell, "noop", error));
	assert_true(contestant_parse("async", &cell.contestant, error));
	assert_false(cell_check(&cell, error));
	assert_non_null(strstr(error, "too long"));
	cell.arrivals = ARRIVALS_CLOSED;
	cell.rate = 0;
	assert_false(cell_check(&cell, error));
	cell.warmup_ns = 0;
	cell.duration_ns = 3600 * S;
	assert_true(cell_check(&cell, error));
}

enum { PARTS = 7, VALUES = 2000 };

static struct hist *empty(void)
{
	struct hist *hist = calloc(1, sizeof *hist);

	assert_non_null(hist);
	hist_reset(hist);
	return hist;
}

static int by_value(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return (a > b) - (a < b);
}

/* Values over all magnitudes, dealt to PARTS histograms. */
static void deal(struct hist *parts[PARTS], int64_t values[VALUES])
{
	for (int i = 0; i < PARTS; i++)
		parts[i] = empty();
	for (int i = 0; i < VALUES; i++) {
		values[i] = (int64_t)draw(UINT64_C(1) << (1 + draw(41)));
		hist_add(parts[draw(PARTS - 1)],
			 values[i]); /* one stays empty */
	}
	qsort(values, VALUES, sizeof *values, by_value);
}

static void merged_in_any_order_it_is_the_same(void **state)
{
	struct hist *parts[PARTS], *up = empty(), *down = empty();
	struct hist *half = empty();
	int64_t values[VALUES];

	(void)state;
	deal(parts, values);
	for (int i = 0; i < PARTS; i++)
		hist_merge(up, parts[i]);
	for (int i = PARTS; i-- > 3;)
		hist_merge(down, parts[i]);
	for (int i = 0; i < 3; i++)
		hist_merge(half, parts[i]);
	hist_merge(down, half);
	assert_memory_equal(up->counts, down->counts, sizeof up->counts);
	assert_true(up->total == VALUES && down->total == VALUES);
	assert_true(up->sum == down->sum && up->beyond == down->beyond);
	assert_true(up->min == down->min && up->max == down->max);
	assert_true(up->min == values[0]);
	for (int i = 0; i < PARTS; i++)
		free(parts[i]);
	free(up);
	free(down);
	free(half);
}

/* Any quantile is the value of that rank, at most 0.1 % above it, never below:
 * the sorted values are beside it. */
static void quantiles_are_those_of_the_values(void **state)
{
	(void)state;
	for (int try = 0; try < 20; try++) {
		struct hist *parts[PARTS], *all = empty();
		int64_t values[VALUES];

		deal(parts, values);
		for (int i = 0; i < PARTS; i++) {
			hist_merge(all, parts[i]);
			free(parts[i]);
		}
		for (int rank = 1; rank <= VALUES; rank++) {
			int64_t exact = values[rank - 1] > HIST_MOST
						? HIST_MOST
						: values[rank - 1];
			int64_t got = hist_quantile(all, (double)rank / VALUES);

			assert_true(got >= exact);
			assert_true(got <= exact + exact / 1000);
		}
		free(all);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cell_comes_back),
		cmocka_unit_test(an_order_comes_back),
		cmocka_unit_test(a_spoilt_field_is_noticed),
		cmocka_unit_test(a_field_that_is_missing_is_noticed),
		cmocka_unit_test(a_load_beyond_all_time_is_refused),
		cmocka_unit_test(merged_in_any_order_it_is_the_same),
		cmocka_unit_test(quantiles_are_those_of_the_values),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
