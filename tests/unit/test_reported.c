/*
 * test_reported.c - what a workload's teardown says becomes part of its run's
 * line: figures in any case, and a reason where an invariant did not hold.
 *
 * A run is a process, so each case is one.
 */
#include "harness/measure.h"

#include "harness/support/reported.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static int holds(void)
{
	report_figure("lost_updates", 12);
	report_figure("share", 0.5);
	return 0;
}

static int broken(void)
{
	report_figure("lost_updates", 12);
	return unsound("%d of %d updates were lost", 12, 400);
}

static int failed(void)
{
	errno = EIO;
	return -1;
}

static int too_many(void)
{
	for (int i = 0; i < 2 * REPORTED_MOST; i++)
		report_figure("same", i);
	return 0;
}

/* The line that a teardown leaves, compared in a process of its own. */
static void leaves(int (*teardown)(void), const char *expected)
{
	const struct workload workload = {.teardown = teardown};
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		json_t *line = json_pack("{s:b, s:[]}", "valid", 1, "reasons");
		char *text;

		measure_tear_down(&workload, line);
		text = json_dumps(line, JSON_COMPACT | JSON_SORT_KEYS);
		if (strcmp(text, expected))
			print_message("# %s\n", text);
		status = strcmp(text, expected) != 0;
		free(text);
		json_decref(line);
		exit(status);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void nothing_to_say(void **state)
{
	(void)state;
	leaves(NULL, "{\"reasons\":[],\"valid\":true}");
}

static void figures_alone(void **state)
{
	(void)state;
	leaves(holds, "{\"figures\":{\"lost_updates\":12.0,\"share\":0.5},"
		      "\"reasons\":[],\"valid\":true}");
	leaves(too_many, "{\"figures\":{\"same\":7.0},\"reasons\":[],"
			 "\"valid\":true}");
}

static void what_did_not_hold(void **state)
{
	(void)state;
	leaves(broken, "{\"figures\":{\"lost_updates\":12.0},\"reasons\":["
		       "{\"check\":\"invariant\",\"text\":"
		       "\"12 of 400 updates were lost\"}],\"valid\":false}");
	leaves(failed, "{\"reasons\":[{\"check\":\"invariant\",\"text\":"
		       "\"Input/output error\"}],\"valid\":false}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_to_say),
		cmocka_unit_test(figures_alone),
		cmocka_unit_test(what_did_not_hold),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
