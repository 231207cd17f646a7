/*
 * test_order.c - what stands where: the order of values, words and points, the
 * axes that follow from it, the suite that decides it, and the ticks.
 *
 * A figure whose axis is out of order is read wrongly by everybody. So each
 * comparison must be an order at all (of any three, none in a circle), numbers
 * must ascend by what they mean and not by how they are written, and ticks must
 * lie inside their axis and not on one another.
 */
#include "analysis/verdict/metrics.h"
#include "analysis/read/order.h"
#include "base/units.h"
#include "analysis/figures/scale.h"
#include "base/format.h"
#include "harness/contract/workload.h"
#include "tests/unit/results.h"

#include <math.h>

static struct arena *arena;
static struct words words;
static struct design design;

/* Reads these experiments as the suite's, and finds e. */
static const struct design_experiment *designed(const char *experiments)
{
	suite_is(experiments);
	design_read(folder, &words, &design);
	return design_experiment(&design, "e");
}

static int begin(void **state)
{
	arena = arena_new();
	words_init(&words, arena);
	return results_begin(state);
}

static int end(void **state)
{
	arena_free(arena);
	return results_end(state);
}

static struct param_value value(const char *text)
{
	return (struct param_value){
		.name = "p",
		.text = words_text(&words, text),
		.number = unit_number(PARAM_UNKNOWN, text),
	};
}

static void experiments_know_their_values(void **state)
{
	const struct design_experiment *e = designed(
		"{'name':'e','title':'A title, with a comma','contestants':"
		"['b','a'],'question':null,'axes':[{'name':'mode','kind':"
		"'choice','values':[{'text':'z'},{'text':'x'},{'text':'y'}]}"
		"]},{'name':'f','axes':[{'name':'mode','values':['only']}]}");

	(void)state;
	assert_non_null(e);
	assert_string_equal(design.title, "T");
	assert_string_equal(e->title, "A title, with a comma");
	assert_null(e->question);
	assert_int_equal(design_rank(e, "mode", "z"), 0);
	assert_int_equal(design_rank(e, "mode", "y"), 2);
	assert_int_equal(design_rank(e, "contestants", "a"), 1);
	assert_true(design_rank(e, "mode", "only") == SIZE_MAX);
	assert_true(design_rank(NULL, "mode", "z") == SIZE_MAX);
	assert_true(design_rank(e, "nothing", "z") == SIZE_MAX);
	assert_null(design_experiment(&design, "nothing"));
}

/* A suite that is damaged costs a line, and the results are still there. */
static void a_damaged_suite_costs_one_line(void **state)
{
	int keep = dup(STDERR_FILENO);

	(void)state;
	assert_non_null(freopen(path_of("said"), "w", stderr));
	assert_null(designed("{'name':'e','axes':["));
	fflush(stderr);
	dup2(keep, STDERR_FILENO);
	close(keep);
	assert_non_null(strstr(contents("said"), "suite.json: titles and order "
						 "are unknown"));
	assert_int_equal(design.n_experiments, 0);
}

static void numbers_ascend_and_words_follow(void **state)
{
	static const char *const sorted[] = {
		"0", "100us", "5ms", "20ms", "1.5s", "z", "x", "a", "b"};
	const struct design_experiment *e = designed(
		"{'name':'e','axes':[{'name':'p','values':['z','5ms','x']}]}");
	struct param_value values[18];
	size_t n = 0;

	(void)state;
	for (size_t i = 9; i-- > 0;) {
		values[n++] = value(sorted[i]);
		values[n++] = value(sorted[(i * 5 + 3) % 9]);
	}
	n = order_distinct(e, "p", values, n);
	assert_int_equal(n, 9);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(values[i].text, sorted[i]);
}

/* Of any three: a before b before c is a before c; and turned, turned. */
static void any_three_are_in_order(void **state)
{
	static const char *const texts[] = {
		"1",   "1k",  "1000", "tcp", "unix", "5ms", "5000us", "0",
		"10%", "10",  "z",    "x",   "y",    "nan", "inf",    "-1",
		"64k", "1e3", "",     "1m",  "60s",  "1h"};
	enum { N = sizeof texts / sizeof *texts };
	const struct design_experiment *e = designed(
		"{'name':'e','axes':[{'name':'p','values':['y','x','tcp']}]}");
	struct param_value v[N];

	(void)state;
	for (size_t i = 0; i < N; i++)
		v[i] = value(texts[i]);
	for (size_t a = 0; a < N; a++)
		for (size_t b = 0; b < N; b++) {
			int ab = order_values(e, "p", &v[a], &v[b]);

			assert_int_equal(ab == 0, a == b);
			assert_true((ab < 0) ==
				    (order_values(e, "p", &v[b], &v[a]) > 0));
			for (size_t c = 0; c < N; c++)
				if (ab < 0 &&
				    order_values(e, "p", &v[b], &v[c]) < 0)
					assert_true(order_values(e, "p", &v[a],
								 &v[c]) < 0);
		}
}

/* One run at a value of delay. */
static void put_delay(const char *delay)
{
	put("runs.jsonl",
	    "{\"schema\":2,\"cell\":\"%s\",\"experiment\":\"e\","
	    "\"workload\":\"w\",\"params\":{\"delay\":\"%s\"},"
	    "\"contestant\":\"a\",\"runner\":\"r\",\"concurrency\":1,"
	    "\"round\":0,\"valid\":true,\"throughput\":1}\n",
	    delay, delay);
}

/* The only axis of the runs. */
static void axis_is(const char *const *texts, size_t n)
{
	const struct axis *axis;

	load();
	assert_int_equal(analysis->experiments->n_axes, 1);
	axis = analysis->experiments->axes;
	assert_string_equal(axis->name, "delay");
	assert_int_equal(axis->n, n);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(axis->values[i].text, texts[i]);
}

static void an_axis_of_times_ascends(void **state)
{
	static const char *const sorted[] = {"0", "500us", "2ms", "30s"};

	(void)state;
	put_delay("2ms");
	put_delay("30s");
	put_delay("0");
	put_delay("500us");
	axis_is(sorted, 4);
}

static void a_million_stays_a_million(void **state)
{
	static const char *const sorted[] = {"500", "30k", "1m"};

	(void)state;
	put_delay("1m");
	put_delay("500");
	put_delay("30k");
	axis_is(sorted, 3);
	assert_true(analysis->experiments->axes->values[2].number == 1e6);
}

/* Ticks ascend inside the scale, and there are some. */
static void ticks_are_sound(const struct scale *scale, size_t least)
{
	assert_in_range(scale->n, least, MOST_TICKS);
	for (size_t i = 0; i < scale->n; i++) {
		double at = scale_position(scale, scale->ticks[i].at);

		assert_true(at >= 0 && at <= 1);
		assert_true(!i || scale->ticks[i].at > scale->ticks[i - 1].at);
		assert_true(*scale->ticks[i].text);
	}
}

static void a_logarithmic_scale_holds_its_values(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		double least, most;
		struct scale scale;

		seed = mix64(seed);
		least = pow(10, (double)(seed % 1000) / 100);
		most = least * pow(10, (double)(seed >> 20 & 1023) / 150);
		scale_log(&scale, least, most, format_time);
		assert_true(scale.least < least && scale.most > most);
		ticks_are_sound(&scale, 2);
	}
}

static void bytes_have_ticks_at_powers_of_two(void **state)
{
	struct scale scale;

	(void)state;
	scale_log(&scale, 3000, 200000, format_bytes);
	assert_true(scale.n >= 3);
	for (size_t i = 0; i < scale.n; i++) {
		assert_true(exp2(round(log2(scale.ticks[i].at))) ==
			    scale.ticks[i].at);
		assert_true(strlen(scale.ticks[i].text) <= strlen("128 KiB"));
	}
}

static void a_scale_from_zero_begins_there(void **state)
{
	struct scale scale;

	(void)state;
	for (double most = 1e-2; most < 1e12; most *= 1.013) {
		scale_linear(&scale, most, format_count);
		ticks_are_sound(&scale, 3);
		assert_true(scale.least == 0 && scale.n <= 11);
		assert_string_equal(scale.ticks[0].text, "0");
	}
}

static void ticks_make_room_for_each_other(void **state)
{
	struct scale scale;

	(void)state;
	scale_start(&scale, false, 0, 100);
	scale_tick(&scale, 0, "zero", 40);
	scale_tick(&scale, 5, "five", 40); /* two characters on: no room */
	scale_tick(&scale, 20, "twenty", 40);
	assert_int_equal(scale.n, 2);
	assert_string_equal(scale.ticks[1].text, "twenty");
	for (int i = 0; i < 2 * MOST_TICKS; i++)
		scale_tick(&scale, 30 + i, "t", 4000);
	assert_int_equal(scale.n, MOST_TICKS);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(experiments_know_their_values),
		TEST(a_damaged_suite_costs_one_line),
		TEST(numbers_ascend_and_words_follow),
		TEST(any_three_are_in_order),
		TEST(an_axis_of_times_ascends),
		TEST(a_million_stays_a_million),
		TEST(a_logarithmic_scale_holds_its_values),
		TEST(bytes_have_ticks_at_powers_of_two),
		TEST(a_scale_from_zero_begins_there),
		TEST(ticks_make_room_for_each_other),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
