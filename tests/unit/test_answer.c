/*
 * test_answer.c - answers to whole experiments, and the tables beside them.
 *
 * Two answers or tables of the same name that say different things are worse
 * than none, so whatever varies in an experiment must be in the name. And what
 * a contestant takes under an open loop must not be more than was shown.
 */
#include "tests/unit/printed.h"
#include "tests/unit/results.h"

#include "analysis/words/answer.h"
#include "analysis/words/point.h"
#include "base/text.h"

#include <math.h>

/* The answer to the first experiment, one sentence a line. */
static const char *answer(void)
{
	struct statements all = {.arena = arena_new()};
	FILE *to = printing();

	answer_make(analysis, analysis->experiments, &all);
	for (size_t i = 0; i < all.n; i++) {
		statement_print(&all.all[i], to);
		fputc('\n', to);
	}
	arena_free(all.arena);
	return printed();
}

/* Two contestants at one point of two parameters and a concurrency: which of
 * them is ahead depends on the point. */
static void put_point(int concurrency, const char *mode, const char *delay,
		      bool a_leads)
{
	for (int round = 0; round < 8; round++)
		for (int i = 0; i < 2; i++)
			put("runs.jsonl",
			    "{\"schema\":2,\"cell\":\"%d-%s-%s-%d\","
			    "\"experiment\":\"e\",\"workload\":\"w\","
			    "\"params\":"
			    "{\"mode\":\"%s\",\"delay\":\"%s\"},\"param_"
			    "kinds\":"
			    "{\"mode\":\"choice\",\"delay\":\"duration\"},"
			    "\"contestant\":\"%s\",\"runner\":\"r\","
			    "\"workers\":1,\"concurrency\":%d,\"cpus\":\"%s\","
			    "\"round\":%d,\"valid\":true,\"throughput\":%d}\n",
			    concurrency, mode, delay, i, mode, delay,
			    i ? "b" : "a", concurrency, cpus, round,
			    (a_leads == !i ? 3000 : 1000) + round);
}

/* Whether a text is there exactly once. */
static bool once(const char *all, const char *text)
{
	const char *found = strstr(all, text);

	return found && !strstr(found + 1, text);
}

static void put_two_parameters(void)
{
	for (int i = 0; i < 2; i++) {
		put_point(10, "x", i ? "5ms" : "1ms", i);
		put_point(10, "y", i ? "5ms" : "1ms", !i);
		put_point(64, "x", i ? "5ms" : "1ms", i);
		put_point(64, "y", i ? "5ms" : "1ms", !i);
	}
}

/* The suite that results_begin() wrote has another figure. */
static void draw_as(const char *figure)
{
	char text[512];

	snprintf(text, sizeof text,
		 "{'name':'e','title':'Title','question':'Why?','figure':'%s',"
		 "'contestants':['a','b'],'axes':[{'name':'mode','kind':"
		 "'choice','values':[{'text':'x'},{'text':'y'}]}]}",
		 figure);
	suite_is(text);
}

#define TEN_MS "{'metric':'response_p99','ns':10000000}"

/* A suite of one open loop, with this as its SLO. */
static void open_loop(const char *slo)
{
	char text[512];

	snprintf(text, sizeof text,
		 "{'name':'e','title':'T','question':'Q?','figure':'open',"
		 "'metric':'response_p99','contestants':['a','b','c','d'],"
		 "'slo':%s}",
		 slo);
	suite_is(text);
}

static void an_answer_names_every_axis(void **state)
{
	const char *said;

	(void)state;
	draw_as("curves");
	put_two_parameters();
	load();
	assert_int_equal(analysis->experiments->n_axes, 3);
	said = answer();
	assert_true(once(said, "w, delay 1\u00a0ms, mode x, 64 tasks in "
			       "flight: b completes "));
	assert_true(once(said, "w, delay 5\u00a0ms, mode x, 64 tasks in "
			       "flight: a completes "));
	assert_true(once(said, "w, delay 1\u00a0ms, mode y, 64 tasks in "
			       "flight: a completes "));
	assert_true(once(said, "w, delay 5\u00a0ms, mode y, 64 tasks in "
			       "flight: b completes "));
	assert_true(once(said, "w, delay 5\u00a0ms, mode x, fastest by "
			       "concurrency: a from 10 to 64."));
}

static void a_table_names_every_axis_but_its_own(void **state)
{
	const char *said;

	(void)state;
	draw_as("curves");
	put_two_parameters();
	load();
	summary_print(analysis, printing());
	said = printed();
	assert_true(once(said, "\n  w, delay 1 ms, mode x: tasks per second by "
			       "concurrency\n"));
	assert_true(once(said, "\n  w, delay 5 ms, mode y: tasks per second by "
			       "concurrency\n"));
}

static void a_map_of_three_axes_names_the_third(void **state)
{
	const char *said;

	(void)state;
	draw_as("map");
	put_two_parameters();
	load();
	said = answer();
	assert_true(once(said, "w, mode x: a is ahead at 2 of 4 "
			       "operating points, by up to 2.99×"));
	assert_true(once(said, "w, mode y: a is ahead at 2 of 4 "
			       "operating points, by up to 2.99×"));
	summary_print(analysis, printing());
	said = printed();
	assert_true(once(said, "\n  w, mode y: winner and its lead by "
			       "concurrency\n"));
}

/* No wider than the terminal, also one that is narrow. */
static void a_summary_is_as_wide_as_the_terminal(void **state)
{
	(void)state;
	draw_as("curves");
	put_two_parameters();
	for (int concurrency = 65; concurrency < 80; concurrency++)
		put_point(concurrency, "x", "1ms", true);
	load();
	for (int width = 72; width <= 100; width += 4) {
		char columns[16], copy[sizeof printed_text], *rest = copy;
		size_t widest = 0;
		char *line;

		snprintf(columns, sizeof columns, "%d", width);
		setenv("COLUMNS", columns, 1);
		summary_print(analysis, printing());
		strcpy(copy, printed());
		while ((line = strsep(&rest, "\n")))
			if (text_width(line) > widest)
				widest = text_width(line);
		assert_true(widest <= (size_t)width);
		assert_true(widest > (size_t)width - 16);
	}
	unsetenv("COLUMNS");
}

/* The same grid on one CPU and on two. */
static void other_cpus_are_another_point(void **state)
{
	const char *said;

	(void)state;
	draw_as("curves");
	put_point(10, "x", "1ms", true);
	put_point(64, "x", "1ms", true);
	cpus = "0-1";
	put_point(10, "y", "1ms", false);
	put_point(64, "y", "1ms", false);
	load();
	said = answer();
	assert_true(once(said, "w, mode x, on CPU 0, 64 tasks in flight: a "));
	assert_true(once(said, "w, mode y, on CPUs 0-1, 64 tasks in flight: "
			       "b "));
}

/* A contestant under an open loop at a rate: its p99, or NAN for overload. */
static void put_open(const char *contestant, int rate, double p99)
{
	for (int round = 0; round < 6; round++)
		put("runs.jsonl",
		    "{\"schema\":2,\"cell\":\"%s-%d\",\"experiment\":\"e\","
		    "\"workload\":\"w\",\"params\":{},\"contestant\":\"%s\","
		    "\"runner\":\"r\",\"workers\":1,\"concurrency\":1000,"
		    "\"arrivals\":\"poisson\",\"rate\":%d,\"cpus\":\"0\","
		    "\"round\":%d,\"valid\":%s,\"reasons\":[%s],"
		    "\"response_ns\":{\"p99\":%.0f}}\n",
		    contestant, rate, contestant, rate, round,
		    isnan(p99) ? "false" : "true",
		    isnan(p99) ? "{\"check\":\"overload\",\"text\":\"80 %\"}"
			       : "",
		    isnan(p99) ? 0 : p99 + round);
}

/* The same runs, of a suite with another SLO. */
static void open_loop_again(const char *slo)
{
	open_loop(slo);
	analysis_free(analysis);
	load();
}

static void the_rate_that_meets_the_slo(void **state)
{
	(void)state;
	open_loop("null");
	for (int rate = 10000; rate <= 30000; rate += 10000) {
		put_open("a", rate, rate < 30000 ? 5e6 : 20e6);
		put_open("b", rate, 7e6);
		put_open("c", rate, rate < 20000 ? 9e6 : NAN);
		put_open("d", rate, 50e6);
	}
	load();
	assert_null(strstr(answer(), "≤"));
	open_loop_again(TEN_MS);
	assert_non_null(strstr(answer(), "p99\u00a0≤\u00a010\u00a0ms: a up to "
					 "20\u00a0k\u00a0tasks/s, b at least "
					 "30\u00a0k\u00a0tasks/s, c up to "
					 "10\u00a0k\u00a0tasks/s, d at no rate "
					 "offered.\n"));
	open_loop_again("{'metric':'response_p99','ns':1000000}");
	assert_non_null(strstr(answer(), "b at no rate offered"));
}

/* Runs that failed at another check than overload show nothing about it. */
static void an_invalid_rate_is_no_limit(void **state)
{
	(void)state;
	open_loop(TEN_MS);
	put_open("a", 10000, 5e6);
	put_open("b", 10000, 5e6);
	put_open("b", 20000, 5e6);
	put("runs.jsonl",
	    "{\"schema\":2,\"cell\":\"late\",\"experiment\":\"e\","
	    "\"workload\":\"w\",\"params\":{},\"contestant\":\"a\","
	    "\"runner\":\"r\",\"workers\":1,\"concurrency\":1000,"
	    "\"arrivals\":\"poisson\",\"rate\":20000,\"cpus\":\"0\","
	    "\"round\":0,\"valid\":false,\"reasons\":[{\"check\":"
	    "\"generator\",\"text\":\"late\"}]}\n");
	load();
	assert_non_null(strstr(answer(), "a at least 10\u00a0k\u00a0tasks/s, b "
					 "at least "
					 "20\u00a0k\u00a0tasks/s"));
}

/* A first look is said to be none before anything else. */
static void no_steady_state_is_said_first(void **state)
{
	(void)state;
	for (int round = 0; round < 6; round++)
		put("runs.jsonl",
		    "{\"schema\":2,\"cell\":\"short\",\"experiment\":\"e\","
		    "\"workload\":\"w\",\"params\":{},\"contestant\":\"a\","
		    "\"runner\":\"r\",\"workers\":1,\"concurrency\":1,"
		    "\"round\":%d,\"valid\":true,\"steady\":\"not asked\","
		    "\"throughput\":1000}\n",
		    round);
	load();
	assert_non_null(strstr(answer(), "No steady state was asked for: a "
					 "first look, not a result"));
}

int main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, results_begin, results_end)
	const struct CMUnitTest tests[] = {
		TEST(an_answer_names_every_axis),
		TEST(a_table_names_every_axis_but_its_own),
		TEST(a_map_of_three_axes_names_the_third),
		TEST(a_summary_is_as_wide_as_the_terminal),
		TEST(other_cpus_are_another_point),
		TEST(the_rate_that_meets_the_slo),
		TEST(an_invalid_rate_is_no_limit),
		TEST(no_steady_state_is_said_first),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
