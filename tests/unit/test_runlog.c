/*
 * test_runlog.c - runs.jsonl and capacity.json, whatever was left of them.
 *
 * A bench is cut off by a full disk, a power cut or Ctrl-C, and goes on later.
 * No whole line may be lost or changed by that, no half one may stay, and what
 * a file says beyond that is taken for what it is or left alone.
 */
#include "bench/session/capacity.h"
#include "bench/session/runline.h"
#include "bench/session/runlog.h"
#include "bench/session/shuffle.h"
#include "bench/stopwatch/stopwatch.h"
#include "tests/unit/results.h"

#include <math.h>

/* An open log of the folder; says how much of an unfinished line went. */
static struct runlog opened(off_t expected_cut)
{
	struct runlog log;
	char why[RUNLOG_ERROR];
	off_t cut = -1;

	if (!runlog_open(&log, folder, &cut, why))
		fail_msg("%s", why);
	assert_int_equal(cut, expected_cut);
	return log;
}

static void append(struct runlog *log, int round)
{
	char line[32], why[RUNLOG_ERROR];

	snprintf(line, sizeof line, "{\"round\":%d}\n", round);
	assert_true(runlog_append(log, line, why));
}

static void close_log(struct runlog *log)
{
	char why[RUNLOG_ERROR];

	assert_true(runlog_close(log, why));
}

static void lines_are_whole(void **state)
{
	struct runlog log = opened(0);

	(void)state;
	append(&log, 1);
	append(&log, 2);
	close_log(&log);
	assert_string_equal(contents("runs.jsonl"), "{\"round\":1}\n{\"round\":"
						    "2}\n");
}

/* Wherever the power went: only the line that was being written is gone. */
static void a_line_cut_anywhere_is_cut_away(void **state)
{
	static const char whole[] = "{\"round\":1}\n{\"round\":2}\n";
	size_t first = strlen(whole) / 2;

	(void)state;
	for (size_t n = 0; n <= strlen(whole); n++) {
		size_t kept = n < first ? 0 : n < 2 * first ? first : n;
		struct runlog log;

		unlink(path_of("runs.jsonl"));
		put("runs.jsonl", "%.*s", (int)n, whole);
		log = opened((off_t)(n - kept));
		append(&log, 3);
		close_log(&log);
		assert_memory_equal(contents("runs.jsonl"), whole, kept);
		assert_string_equal(contents("runs.jsonl") + kept, "{\"round\":"
								   "3}\n");
	}
}

/* Longer than the blocks in which its end is looked for. */
static void a_long_part_of_a_line_is_cut_away(void **state)
{
	struct runlog log;

	(void)state;
	put("runs.jsonl", "{}\n%09000d", 0);
	log = opened(9000);
	close_log(&log);
	assert_string_equal(contents("runs.jsonl"), "{}\n");
}

static void two_benches_do_not_write_one_log(void **state)
{
	struct runlog log = opened(0), other;
	char why[RUNLOG_ERROR] = "";
	off_t cut;

	(void)state;
	assert_false(runlog_open(&other, folder, &cut, why));
	assert_non_null(strstr(why, "another bench is writing"));
	close_log(&log);
	log = opened(0); /* the lock went with its holder */
	close_log(&log);
}

static void no_folder_is_said(void **state)
{
	struct runlog log;
	char why[RUNLOG_ERROR] = "";
	off_t cut;

	(void)state;
	assert_false(runlog_open(&log, "/nowhere/at/all", &cut, why));
	assert_non_null(strstr(why, "/nowhere/at/all/runs.jsonl: No such"));
}

static void count(void *data, const json_t *line)
{
	*(json_int_t *)data +=
		json_integer_value(json_object_get(line, "round"));
}

static void lines_that_are_none_are_counted(void **state)
{
	json_int_t sum = 0;

	(void)state;
	assert_int_equal(runlog_each(folder, count, &sum), -1);
	put("runs.jsonl", "{\"round\":1}\nnonsense\n\n{\"round\":2}\n{\"rou");
	assert_int_equal(runlog_each(folder, count, &sum), 3);
	assert_int_equal(sum, 3);
}

static void put_batch(const char *cell, bool valid)
{
	put("runs.jsonl",
	    "{\"cell\":\"%s\",\"experiment\":\"e\",\"valid\":%s}\n", cell,
	    valid ? "true" : "false");
}

static void only_what_ran_well_once_is_timed(void **state)
{
	(void)state;
	assert_false(stopwatch_can_time(folder, "a", "e"));
	put_batch("a", false);
	put_batch("b", true);
	assert_false(stopwatch_can_time(folder, "a", "e"));
	put_batch("a", true);
	put_batch("a", false);
	assert_true(stopwatch_can_time(folder, "a", "e"));
	assert_false(stopwatch_can_time(folder, "a", "other"));
	assert_false(stopwatch_can_time("/nowhere", "a", "e"));
}

/* The reasons of a line, as they are shown in so much room. */
static char *reasons(const char *text, size_t room)
{
	static char shown[256];
	json_t *line = json_loads(text, 0, NULL);

	assert_non_null(line);
	runline_reasons(line, shown, room);
	json_decref(line);
	return shown;
}

static void reasons_are_sentences(void **state)
{
	const char *two = "{\"reasons\":[{\"check\":\"failed\",\"text\":"
			  "\"3 of 9 tasks failed\"},{\"check\":\"steady\","
			  "\"text\":\"late\"}]}";

	(void)state;
	assert_string_equal(reasons(two, 256), "3 of 9 tasks failed; late");
	assert_string_equal(reasons(two, 10), "3 of 9 ta");
	assert_string_equal(reasons("{}", 256), "no reason given");
}

/* A closed loop, told apart by its concurrency. */
static struct cell closed(unsigned concurrency)
{
	struct cell cell = {.concurrency = concurrency,
			    .duration_ns = 100000000};
	char why[CELL_ERROR];

	strcpy(cell.experiment, "e");
	assert_true(cell_set_workload(&cell, "sleep", why));
	assert_true(contestant_parse("async", &cell.contestant, why));
	return cell;
}

/* The list of two closed cells. */
static struct capacities both(void)
{
	struct capacities all = {0};
	struct cell one = closed(1), two = closed(2);

	capacities_add(&all, &one);
	capacities_add(&all, &two);
	capacities_add(&all, &one); /* is there already */
	assert_int_equal(all.n, 2);
	return all;
}

static void capacities_come_back(void **state)
{
	struct capacities all = both(), again = both();
	char why[COMPLAINT];

	(void)state;
	assert_int_equal(capacities_read(&all, folder), 0);
	all.each[0].rates[0] = 300;
	all.each[0].rates[1] = 100;
	all.each[0].rates[2] = 123.456;
	all.each[0].n_rates = 3;
	capacity_settle(&all.each[0]);
	capacity_settle(&all.each[1]); /* no run of it was valid */
	assert_true(all.each[0].rate == 123.456);
	assert_true(capacities_write(&all, folder, why));
	assert_int_equal(capacities_read(&again, folder), 2);
	assert_true(again.each[0].rate == 123.456);
	assert_int_equal(again.each[0].n_rates, 3);
	assert_true(again.each[1].known && again.each[1].rate == 0);
	capacities_free(&all);
	capacities_free(&again);
	unlink(path_of("capacity.json"));
}

static void a_damaged_file_of_capacities_knows_nothing(void **state)
{
	static const char *const damaged[] = {
		"",
		"nonsense",
		"[]",
		"{}",
		"{\"capacities\":7}",
		"{\"capacities\":[7,null,{},{\"cell\":7},{\"cell\":\"x\"}]}",
		"{\"schema\":1,\"capacities\":[{\"cell\":\"0"};

	(void)state;
	for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
		struct capacities all = both();

		put("capacity.json", "%s", damaged[i]);
		assert_int_equal(capacities_read(&all, folder), 0);
		assert_true(!all.each[0].known && all.each[0].rate == 0);
		capacities_free(&all);
		unlink(path_of("capacity.json"));
	}
}

static void a_rate_has_three_digits(void **state)
{
	(void)state;
	assert_true(fabs(capacity_round(123456) - 123000) < 1e-6);
	assert_true(fabs(capacity_round(0.0123456) - 0.0123) < 1e-12);
	assert_true(fabs(capacity_round(999.7) - 1000) < 1e-9);
	assert_true(capacity_round(0) == 0 && capacity_round(-5) == 0);
	assert_true(capacity_round(NAN) == 0 && capacity_round(INFINITY) == 0);
	for (double rate = 1e-3; rate < 1e8; rate *= 1.003) {
		double rounded = capacity_round(rate);

		assert_true(fabs(rounded / rate - 1) <= 0.005 + 1e-9);
		assert_true(fabs(capacity_round(rounded) / rounded - 1) < 1e-9);
	}
}

/* All 24 orders of four come equally often: chi-square of 23, its 99.99 %. */
static void a_shuffle_favours_no_order(void **state)
{
	enum { TRIES = 24000 };
	unsigned seen[256] = {0}, orders = 0;
	uint64_t seed = 1;
	double chi = 0;

	(void)state;
	for (int i = 0; i < TRIES; i++) {
		unsigned items[] = {0, 1, 2, 3};

		shuffle(&seed, items, 4);
		seen[items[0] | items[1] << 2 | items[2] << 4 |
		     items[3] << 6]++;
	}
	for (int i = 0; i < 256; i++) {
		orders += seen[i] > 0;
		chi += seen[i] ? pow(seen[i] - TRIES / 24.0, 2) : 0;
	}
	assert_int_equal(orders, 24);
	assert_true(chi / (TRIES / 24.0) < 55);
	shuffle(&seed, NULL, 0);
}

int main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, results_begin, results_end)
	const struct CMUnitTest tests[] = {
		TEST(lines_are_whole),
		TEST(a_line_cut_anywhere_is_cut_away),
		TEST(a_long_part_of_a_line_is_cut_away),
		TEST(two_benches_do_not_write_one_log),
		TEST(no_folder_is_said),
		TEST(lines_that_are_none_are_counted),
		TEST(only_what_ran_well_once_is_timed),
		TEST(reasons_are_sentences),
		TEST(capacities_come_back),
		TEST(a_damaged_file_of_capacities_knows_nothing),
		TEST(a_rate_has_three_digits),
		TEST(a_shuffle_favours_no_order),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
