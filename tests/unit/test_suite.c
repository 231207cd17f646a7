/*
 * test_suite.c - suite files: what is read from them, and the one line that
 * each mistake in them gets.
 */
#include "bench/suite/installed.h"
#include "bench/suite/placement.h"
#include "bench/suite/suite.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const metrics[] = {"throughput", "response_p99", NULL};

static char path[] = "/tmp/avt-suite-XXXXXX";
static struct suite suite;
static char error[COMPLAINT];

static int make_file(void **state)
{
	(void)state;
	return mkstemp(path) < 0 ? -1 : 0;
}

static int remove_file(void **state)
{
	(void)state;
	return unlink(path);
}

/* Loads a text as a suite. */
static bool load(const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	return suite_load(&suite, path, metrics, error);
}

/* The text must be refused; the complaint must begin with its line and hold all
 * the words, which end with NULL. */
static void refused(const char *text, unsigned line, ...)
{
	char start[sizeof path + 16];
	const char *word;
	va_list words;

	assert_false(load(text));
	snprintf(start, sizeof start, "%s:%u: ", path, line);
	if (strncmp(error, start, strlen(start)) != 0)
		fail_msg("'%s' does not begin with '%s'", error, start);
	assert_null(strchr(error, '\n'));
	va_start(words, line);
	while ((word = va_arg(words, const char *)))
		if (!strstr(error, word))
			fail_msg("'%s' lacks '%s'", error, word);
	va_end(words);
}

#define REFUSED(...) refused(__VA_ARGS__, NULL)

#define GOOD                                                                \
	"[suite]\ntitle = All\nrounds = 6\nduration = 80ms\nwarmup = 5ms\n" \
	"seed = 7\ncpus = first\n\n"                                        \
	"[one]\nquestion = Why?\nfigure = map\nmetric = response_p99\n"     \
	"workload = sleep, hash\ndelay = 5000us, 10ms\nwork = 1ms\n"        \
	"contestants = async, threads:4\nconcurrency = 1, 1000\n\n"         \
	"[two]\nworkload = noop\ncontestants = serial\ntasks = 10k\n"       \
	"rounds = 3\n"

static void test_good(void **state)
{
	const struct section *one, *two;

	(void)state;
	assert_true(load(GOOD));
	assert_int_equal(suite.n_sections, 2);
	assert_string_equal(suite.defaults.title, "All");
	assert_int_equal(suite.defaults.seed, 7);
	one = &suite.sections[0];
	two = &suite.sections[1];
	assert_string_equal(one->name, "one");
	assert_string_equal(one->question, "Why?");
	assert_string_equal(one->figure, "map");
	assert_string_equal(one->metric, "response_p99");
	assert_int_equal(one->rounds, 6);
	assert_int_equal(one->duration_ns, 80000000);
	assert_int_equal(one->warmup_ns, 5000000);
	assert_int_equal(one->workloads.n, 2);
	assert_string_equal(one->concurrency.value[1].text, "1k");
	assert_string_equal(section_param(one, "delay")->value[0].text, "5ms");
	assert_int_equal(section_param(one, "delay")->value[1].number, 10 * MS);
	assert_null(section_param(one, "compute"));
	assert_int_equal(two->rounds, 3);
	assert_int_equal(two->tasks, 10000);
	assert_int_equal(two->duration_ns, 0);
	assert_int_equal(two->warmup_ns, 0);
	assert_string_equal(two->figure, "curves");
	assert_string_equal(two->metric, "throughput");
	suite_free(&suite);
}

#define HEAD "[x]\nworkload = sleep\ncontestants = async\n"

/* Long lists go on in indented lines; comments stand anywhere. */
static void test_layout(void **state)
{
	(void)state;
	assert_true(load("; first\n# second\n" HEAD "concurrency = 1,\n"
			 "\t2,\n\t; both\n\t4\ntitle = a;b#c\n"));
	assert_string_equal(suite.sections[0].title, "a;b#c");
	assert_int_equal(suite.sections[0].concurrency.n, 3);
	assert_string_equal(suite.sections[0].concurrency.value[2].text, "4");
	suite_free(&suite);
}

/* inih would cut the first off and take the second for a part of the value. */
static void test_comment_behind_a_value(void **state)
{
	(void)state;
	REFUSED(HEAD "delay = 1ms ; short\n", 4, "line of its own", "; short");
	REFUSED(HEAD "title = A title # for now\n", 4, "line of its own",
		"# for now");
	REFUSED(HEAD "concurrency = 1,\n\t2, ; both\n\t4\n", 5, "; both");
	REFUSED("[x] ; here\nworkload = sleep\n", 1, "; here");
}

static void test_long_line(void **state)
{
	char text[1024] = HEAD "title = ";
	size_t length = strlen(text);

	(void)state;
	memset(text + length, 'a', 400);
	strcpy(text + length + 400, "\n");
	REFUSED(text, 4, "longer than", "indented");
}

static void test_structure(void **state)
{
	(void)state;
	REFUSED("", 1, "no experiment");
	REFUSED("[suite]\nrounds = 3\n", 1, "no experiment");
	REFUSED("rounds = 3\n", 1, "rounds", "before any [section]");
	REFUSED(HEAD "[x]\n", 4, "[x]", "twice", "line 1");
	REFUSED(HEAD "delay = 1ms\ndelay = 2ms\n", 5, "'delay'", "twice",
		"line 4");
	REFUSED(HEAD "nonsense\n", 4, "neither [section] nor");
	REFUSED("[two words]\n", 1, "two words", "allowed");
	REFUSED(HEAD "\tdelay = 1ms\n", 4, "indented", "contestants");
}

/* Every word of a condition is read, the last ones too. */
static void test_wrong_condition(void **state)
{
	(void)state;
#define TWO "[x]\nworkload = sleep\ncontestants = async, serial\n"
	REFUSED(TWO "holds_if =\n", 4, "missing");
	REFUSED(TWO "holds_if = async best\n", 4, "A better than B");
	REFUSED(TWO "holds_if = async worse as serial\n", 4, "worse than");
	REFUSED(TWO "holds_if = async worse than serial if x=1\n", 4,
		"only at NAME=VALUE");
	REFUSED(TWO "holds_if = async worse than serial at concurrency=1 y=2\n",
		4, "[and NAME=VALUE]");
	REFUSED(TWO "holds_if = async worse than serial at concurrency=1 and\n",
		4, "[and NAME=VALUE]");
}

#define GRID                                                 \
	"[x]\nworkload = sleep\nconcurrency = 1, 32, 1000\n" \
	"delay = 5000us, 10ms\ncontestants = async, threads:4, async*\n"

/* What is not on the grid decides nothing: a person is told what is. */
static void test_condition_off_the_grid(void **state)
{
	(void)state;
	REFUSED(GRID "holds_if = async worse than threads:4 at "
		     "concurrency=7\n",
		6, "concurrency=7 is not on the grid", "1, 32, 1k");
	REFUSED(GRID "holds_if = async worse than threads:4 at delay=5\n", 6,
		"delay=5 is not", "5ms, 10ms");
	REFUSED(GRID "holds_if = async worse than threads:4 at workload=hash\n",
		6, "workload=hash is not", "sleep");
	REFUSED(GRID "holds_if = async worse than threads:8\n", 6,
		"contestant in holds_if 'threads:8'", "async, threads:4");
	REFUSED(GRID "holds_if = async* worse than threads:4\n", 6, "'async*'");
	REFUSED(GRID "holds_if = async worse than async\n", 6, "itself");
	REFUSED(GRID "holds_if = async worse than threads:4 at depth=1\n", 6,
		"'depth'", "workload, delay, concurrency");
	REFUSED(GRID "holds_if = async worse than threads:4 at load=80%\n", 6,
		"'load'");
}

/* By number, however it was written; kept as the grid has it. */
static void test_condition_on_the_grid(void **state)
{
	const struct holds_if *holds_if;

	(void)state;
	assert_true(load(GRID "holds_if = async  no_worse than threads:4 at "
			      "concurrency=1k and delay=10000us\n"));
	holds_if = &suite.sections[0].holds_if;
	assert_string_equal(holds_if->a, "async");
	assert_string_equal(holds_if->relation, "no_worse");
	assert_string_equal(holds_if->b, "threads:4");
	assert_int_equal(holds_if->n_where, 2);
	assert_string_equal(holds_if->where[0].name, "concurrency");
	assert_int_equal(holds_if->where[0].value.number, 1000);
	assert_string_equal(holds_if->where[1].value.text, "10ms");
	suite_free(&suite);
}

/* A fault is held against every cell: a pool with a line does not excuse a loop
 * without. */
static void test_fault_of_every_cell(void **state)
{
	(void)state;
	REFUSED(HEAD "concurrency = 9\nfault = omit\n", 5, "in line");
	assert_true(load("[x]\nworkload = sleep\nconcurrency = 9\n"
			 "contestants = threads:4\nfault = omit\n"));
	suite_free(&suite);
}

/* A batch has no steady state to leave out. */
static void test_steady_off(void **state)
{
	(void)state;
	assert_true(load("[suite]\nsteady = off\n"
			 "[a]\nworkload = noop\ncontestants = async\n"
			 "[b]\nworkload = noop\ncontestants = async\n"
			 "steady = on\n"
			 "[c]\nworkload = noop\ncontestants = async\n"
			 "tasks = 9\n"));
	assert_true(suite.sections[0].unsteady);
	assert_false(suite.sections[1].unsteady);
	assert_false(suite.sections[2].unsteady);
	suite_free(&suite);
	REFUSED(HEAD "steady = no\n", 4, "steady", "off");
}

static void test_empty_grid(void **state)
{
	(void)state;
	REFUSED("\n[x]\ncontestants = async\n", 2, "[x]", "workload", "empty");
	REFUSED("[x]\nworkload = sleep\n", 1, "contestants", "empty");
	REFUSED(HEAD "concurrency =\n", 4, "concurrency", "missing");
	REFUSED(HEAD "concurrency = 1,,2\n", 4, "concurrency", "missing");
}

static void test_words(void **state)
{
	(void)state;
	REFUSED("[x]\ncontestants = async\nworkload = slep\n", 3,
		"workload 'slep'", "allowed", "mean 'sleep'");
	REFUSED("[x]\nworkload = sleep\ncontestants = thread:4\n", 3, "thread",
		"threads");
	REFUSED(HEAD "dellay = 1ms\n", 4, "key 'dellay'", "mean 'delay'");
	REFUSED(HEAD "work = 1ms\n", 4, "key 'work'", "delay");
	REFUSED(HEAD "figure = pie\n", 4, "figure 'pie'", "curves", "map");
	REFUSED(HEAD "metric = throughputs\n", 4, "metric 'throughputs'",
		"mean 'throughput'");
	REFUSED("[suite]\nrouns = 1\n" HEAD, 2, "'rouns'", "mean 'rounds'");
	REFUSED("[suite]\nworkload = sleep\n" HEAD, 2, "'workload'");
	REFUSED(HEAD "seed = 1\n", 4, "key 'seed'");
	/* An unknown key is found before its value is looked at. */
	REFUSED(HEAD "dellay = ,\n", 4, "key 'dellay'");
}

static void test_numbers(void **state)
{
	(void)state;
	REFUSED(HEAD "rounds = 0\n", 4, "rounds = 0", "from 1 to 1k");
	REFUSED(HEAD "rounds = many\n", 4, "rounds = many");
	REFUSED(HEAD "duration = 5\n", 4, "duration = 5", "5ms");
	REFUSED(HEAD "duration = 0\n", 4, "duration = 0");
	REFUSED(HEAD "warmup = -1ms\n", 4, "warmup");
	REFUSED(HEAD "tasks = 0\n", 4, "tasks");
	REFUSED(HEAD "concurrency = 0\n", 4, "concurrency 0", "1 to 10m");
	REFUSED(HEAD "concurrency = 1g\n", 4, "concurrency 1g");
	REFUSED(HEAD "delay = 5 apples\n", 4, "delay", "5 apples");
	REFUSED(HEAD "delay = 100000h\n", 4, "delay");
	REFUSED("[suite]\nseed = x\n" HEAD, 2, "seed = x");
}

static void test_doubles(void **state)
{
	(void)state;
	REFUSED(HEAD "concurrency = 1000, 1k\n", 4, "concurrency", "twice");
	REFUSED(HEAD "delay = 1ms, 1000us\n", 4, "delay", "1ms", "twice");
	REFUSED("[x]\nworkload = sleep\ncontestants = async, async\n", 3,
		"async", "twice");
	REFUSED("[x]\nworkload = noop, noop\ncontestants = async\n", 2, "noop",
		"twice");
}

static void test_map(void **state)
{
	(void)state;
	REFUSED(HEAD "figure = map\ndelay = 1ms, 2ms\n", 4, "[x]", "two axes",
		"concurrency");
	REFUSED(HEAD "concurrency = 1, 2\ndelay = 1ms\nfigure = map\n", 6,
		"[x]", "two axes", "parameter");
	assert_true(load(HEAD "figure = map\nconcurrency = 1, 2\n"
			      "delay = 1ms, 2ms\n"));
	suite_free(&suite);
}

static void test_not_utf8(void **state)
{
	(void)state;
	REFUSED(HEAD "title = caf\xe9\n", 4, "title", "UTF-8");
}

static void test_together(void **state)
{
	(void)state;
	REFUSED(HEAD "tasks = 5\nduration = 1s\n", 5, "duration", "tasks");
	REFUSED(HEAD "figure = stopwatch\n", 1, "[x]", "tasks = N");
	REFUSED(HEAD "figure = stopwatch\ntasks = 5\nconcurrency = 1, 2\n", 1,
		"several values");
}

#define OPEN HEAD "figure = open\nload = 30%, 105%\n"

static void test_open(void **state)
{
	const struct section *open;

	(void)state;
	assert_true(load(OPEN "arrivals = constant\nslo = p99=10ms\n"));
	open = &suite.sections[0];
	assert_int_equal(open->loads.n, 2);
	assert_string_equal(open->loads.value[1].text, "105%");
	assert_int_equal(open->arrivals, ARRIVALS_CONSTANT);
	assert_string_equal(open->slo.name, "p99");
	assert_int_equal(open->slo.most_ns, 10 * MS);
	assert_string_equal(open->concurrency.value[0].text, "1k");
	suite_free(&suite);
	assert_true(load(HEAD "rate = 100, 1000\nconcurrency = 8\n"));
	open = &suite.sections[0];
	assert_string_equal(open->rates.value[1].text, "1k");
	assert_string_equal(open->concurrency.value[0].text, "8");
	assert_int_equal(open->arrivals, ARRIVALS_POISSON);
	suite_free(&suite);
}

static void test_wrong_rates(void **state)
{
	(void)state;
	REFUSED(HEAD "rate = 0\n", 4, "rate 0", "from 1 to 10m");
	REFUSED(HEAD "rate = -5\n", 4, "rate -5");
	REFUSED(HEAD "rate = 1g\n", 4, "rate 1g");
	REFUSED(HEAD "rate = 11m\n", 4, "rate 11m", "to 10m");
	REFUSED(HEAD "rate = fast\n", 4, "rate fast");
	REFUSED(HEAD "rate = 1k, 1000\n", 4, "1k", "twice");
	REFUSED(HEAD "rate =\n", 4, "missing");
	REFUSED(HEAD "rate = 10m\nduration = 1m\n", 4, "10m", "arrivals");
	REFUSED(HEAD "load = 0%\n", 4, "load 0%", "200%");
	REFUSED(HEAD "load = -30%\n", 4, "load -30%");
	REFUSED(HEAD "load = 300%\n", 4, "load 300%");
	REFUSED(HEAD "load = 0.7\n", 4, "load 0.7", "25%");
	REFUSED(HEAD "load = 70%, 70%\n", 4, "70%", "twice");
}

static void test_wrong_open(void **state)
{
	(void)state;
	REFUSED(HEAD "rate = 5\nload = 5%\n", 5, "exclude each other");
	REFUSED(HEAD "figure = open\n", 4, "[x]", "figure = open", "rate");
	REFUSED(HEAD "arrivals = poisson\n", 4, "arrivals", "load");
	REFUSED(HEAD "slo = p99=1ms\n", 4, "slo", "load", "closed loop");
	REFUSED(HEAD "rate = 5\ntasks = 5\n", 1, "tasks", "batch");
	REFUSED(OPEN "arrivals = possion\n", 6, "mean 'poisson'", "constant");
	REFUSED(OPEN "arrivals = closed\n", 6, "arrivals 'closed'");
	REFUSED("[suite]\nrate = 5\n" HEAD, 2, "'rate'");
}

static void test_wrong_slo(void **state)
{
	(void)state;
	REFUSED(OPEN "slo = p95=1ms\n", 6, "p95", "p99", "p999");
	/* A percentile that --slo knows, but no figure. */
	REFUSED(OPEN "slo = p90=1ms\n", 6, "response_p90", "response_p99");
	REFUSED(OPEN "slo = p99\n", 6, "p99=10ms");
	REFUSED(OPEN "slo = p99=\n", 6, "p99=10ms");
	REFUSED(OPEN "slo = =10ms\n", 6, "p99=10ms");
	REFUSED(OPEN "slo = p99=10\n", 6, "'10'", "5ms");
	REFUSED(OPEN "slo = p99=0\n", 6, "out of range", "above 0");
	REFUSED(OPEN "slo = p99=-1ms\n", 6, "'-1ms'");
	REFUSED(OPEN "slo = p99=2h\n", 6, "out of range", "1h");
}

static void test_fault(void **state)
{
	(void)state;
	assert_true(load(OPEN "fault = genstop:50ms,40ms\n"));
	assert_string_equal(suite.sections[0].fault, "genstop:50ms,40ms");
	suite_free(&suite);
	assert_true(load(HEAD "tasks = 5\nfault = slow:2\n[y]\n"
			      "workload = noop\ncontestants = serial\n"));
	assert_string_equal(suite.sections[0].fault, "slow:2");
	assert_string_equal(suite.sections[1].fault, "");
	suite_free(&suite);
}

/* A list, as it may be an axis. */
static void test_slack(void **state)
{
	(void)state;
	assert_true(load(HEAD "slack = 1ns, 50us\n"));
	assert_int_equal(suite.sections[0].slacks.n, 2);
	assert_int_equal(suite.sections[0].slacks.value[1].number, 50000);
	suite_free(&suite);
	REFUSED(HEAD "slack = 0\n", 4, "slack 0", "1ns to 10ms");
}

static void test_wrong_fault(void **state)
{
	(void)state;
	REFUSED(OPEN "fault =\n", 6, "fault = ", "empty");
	REFUSED(OPEN "fault = genstp:50ms,40ms\n", 6,
		"fault = ", "mean genstop?");
	REFUSED(OPEN "fault = genstop:50ms\n", 6, "genstop:5s,100ms");
	REFUSED(OPEN "fault = genstop:50ms,40ms,1\n", 6, "genstop:5s,100ms");
	REFUSED(OPEN "fault = genstop:9s,40ms\n", 6, "[x]", "after the end");
	REFUSED(HEAD "fault = genstop:50ms,40ms\n", 4, "[x]", "needs a rate");
	REFUSED(HEAD "fault = peerhog\n", 4, "[x]", "needs a peer", "sleep");
	REFUSED(HEAD "fault = ramp:2\ntasks = 9\n", 4, "[x]", "a duration");
	REFUSED("[suite]\nfault = slow:2\n" HEAD, 2, "'fault'");
	/* It tests avt itself: nobody who mistypes another key is sent to it.
	 */
	REFUSED(HEAD "falt = slow:2\n", 4, "'falt'");
	assert_null(strstr(error, "fault"));
}

static void test_copies(void **state)
{
	(void)state;
	assert_true(load("[x]\nworkload = sleep\ncontestants = async, async*, "
			 "threads:2*\n"));
	assert_string_equal(suite.sections[0].contestants[1].text, "async*");
	suite_free(&suite);
	REFUSED("[x]\nworkload = sleep\ncontestants = async*, async*\n", 3,
		"async*", "twice");
	REFUSED("[x]\nworkload = sleep\ncontestants = async**\n", 3, "async*");
	REFUSED("[x]\nworkload = sleep\ncontestants = *\n", 3, "*");
}

static void test_unreadable(void **state)
{
	(void)state;
	assert_false(suite_load(&suite, "/no/such.ini", metrics, error));
	assert_non_null(strstr(error, "cannot read /no/such.ini"));
	assert_false(suite_load(&suite, "/tmp", metrics, error));
	assert_non_null(strstr(error, "cannot read /tmp"));
}

static void test_cpus(void **state)
{
	char all[CELL_CPUS], first[CELL_CPUS], rest[CELL_CPUS];
	char why[CELL_ERROR];

	(void)state;
	assert_true(placement_resolve("all", all, why));
	assert_true(placement_resolve("first", first, why));
	assert_true(placement_resolve("rest", rest, why));
	assert_null(strpbrk(first, ",-"));
	assert_int_equal(strncmp(all, first, strlen(first)), 0);
	if (placement_cpus() > 1)
		assert_string_not_equal(rest, first);
	else
		assert_string_equal(rest, first);
	assert_true(placement_resolve("", all, why));
	assert_string_equal(all, "");
	REFUSED(HEAD "cpus = frist\n", 4, "cpus = frist");
	REFUSED(HEAD "cpus = 0,1023\n", 4, "1023");
}

static void test_find(void **state)
{
	char found[PATH_MAX];

	(void)state;
	assert_true(
		installed_suite("some/where.ini", found, error, sizeof error));
	assert_string_equal(found, "some/where.ini");
	assert_false(installed_suite("defautl", found, error, sizeof error));
	assert_null(strchr(error, '\n'));
}

/* Pilot runs find lengths unless the suite or the experiment says otherwise. */
static void test_lengths(void **state)
{
	(void)state;
	assert_true(load("[suite]\nlengths = fixed\n"
			 "[a]\nworkload = noop\ncontestants = async\n"
			 "[b]\nworkload = noop\ncontestants = async\n"
			 "lengths = pilots\n"));
	assert_true(suite.sections[0].fixed_lengths);
	assert_false(suite.sections[1].fixed_lengths);
	suite_free(&suite);
	assert_true(load("[a]\nworkload = noop\ncontestants = async\n"));
	assert_false(suite.sections[0].fixed_lengths);
	suite_free(&suite);
	refused("[suite]\nlengths = fix\n", 2, "lengths", "'fix'", "fixed",
		NULL);
	refused("[a]\nworkload = noop\ntasks = 5\nfigure = stopwatch\n"
		"contestants = async, threads:best\n",
		5, "stopwatch", "best", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_layout),
		cmocka_unit_test(test_comment_behind_a_value),
		cmocka_unit_test(test_long_line),
		cmocka_unit_test(test_structure),
		cmocka_unit_test(test_wrong_condition),
		cmocka_unit_test(test_condition_off_the_grid),
		cmocka_unit_test(test_condition_on_the_grid),
		cmocka_unit_test(test_map),
		cmocka_unit_test(test_not_utf8),
		cmocka_unit_test(test_fault_of_every_cell),
		cmocka_unit_test(test_steady_off),
		cmocka_unit_test(test_empty_grid),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_doubles),
		cmocka_unit_test(test_together),
		cmocka_unit_test(test_open),
		cmocka_unit_test(test_wrong_rates),
		cmocka_unit_test(test_wrong_open),
		cmocka_unit_test(test_wrong_slo),
		cmocka_unit_test(test_fault),
		cmocka_unit_test(test_slack),
		cmocka_unit_test(test_wrong_fault),
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_unreadable),
		cmocka_unit_test(test_cpus),
		cmocka_unit_test(test_find),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("suite", tests, make_file,
					   remove_file);
}
