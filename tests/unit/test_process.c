/*
 * test_process.c - programs that are missing, fail, talk too much, never end,
 * or leave others behind; and how each is told from the rest.
 */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define MS 1000000L

/* A shell that does something: the shortest way to any program. */
#define SHELL(does) ((const char *const[]){"sh", "-c", does, NULL})

/* Runs it; the caller frees. */
static struct process run(struct process process)
{
	process_run(&process);
	return process;
}

static void an_end_is_data(void **state)
{
	const char *const nowhere[] = {"avt-no-such-program", NULL};
	struct process end;

	(void)state;
	end = run((struct process){.words = SHELL("exit 7")});
	assert_true(end.status == 7 && !end.signal && !end.error);
	end = run((struct process){.words = SHELL("kill -SEGV $$")});
	assert_true(end.status == -1 && end.signal == SIGSEGV);
	end = run((struct process){.words = nowhere});
	assert_true(end.error == ENOENT && end.status == -1);
	end = run((struct process){.words = nowhere, .program = "/dev/null"});
	assert_int_equal(end.error, EACCES);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* all reaped */
}

/* 127 is what a shell says of a missing program; here it is a status. */
static void a_missing_program_is_no_status(void **state)
{
	struct process end = run((struct process){.words = SHELL("exit 127")});

	(void)state;
	assert_true(end.error == 0 && end.status == 127);
}

static void output_is_collected(void **state)
{
	struct process end =
		run((struct process){.words = SHELL("printf 'one\\ntwo\\n'; "
						    "head -c 20000 /dev/zero"),
				     .most_output = 1 << 16});

	(void)state;
	assert_int_equal(end.status, 0);
	assert_int_equal(end.length, 20008);
	assert_memory_equal(end.output, "one\ntwo\n\0", 9);
	process_free(&end);
	assert_null(end.output);
}

static void endless_output_is_cut(void **state)
{
	struct process end = run((struct process){.words = SHELL("yes"),
						  .most_output = 10000,
						  .own_group = true});

	(void)state;
	assert_true(end.overflow && end.signal == SIGKILL && !end.timed_out);
	assert_in_range(end.length, 10000, 1 << 15);
	process_free(&end);
}

static void time_runs_out(void **state)
{
	struct process end = run((struct process){.words = SHELL("sleep 60"),
						  .limit_ns = 50 * MS,
						  .own_group = true});

	(void)state;
	assert_true(end.timed_out && end.signal == SIGKILL && !end.overflow);
}

static double seconds_of(struct process process)
{
	struct timespec from, to;

	clock_gettime(CLOCK_MONOTONIC, &from);
	process = run(process);
	process_free(&process);
	clock_gettime(CLOCK_MONOTONIC, &to);
	return (double)(to.tv_sec - from.tv_sec) +
	       (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* What it started holds its output open, and must not hold us up. */
static void a_group_ends_with_its_leader(void **state)
{
	struct process end = {
		.words = SHELL("sleep 60 & echo $!"),
		.most_output = 100,
		.own_group = true,
	};
	pid_t left;

	(void)state;
	assert_true(seconds_of(end) < 30);
	end = run(end);
	left = atoi(end.output);
	assert_true(left > 0);
	process_free(&end);
	for (int i = 0; i < 200 && kill(left, 0) == 0; i++)
		nanosleep(&(struct timespec){.tv_nsec = 10 * MS}, NULL);
	assert_true(kill(left, 0) < 0 && errno == ESRCH);
}

static void descriptors_and_environment(void **state)
{
	const char *const added[] = {"HOME=/there", "AVT_NEW=1", NULL};
	char does[160];
	int in[2];
	struct process end;

	(void)state;
	setenv("HOME", "/here", 1);
	setenv("AVT_OLD", "2", 1);
	assert_int_equal(pipe2(in, O_CLOEXEC), 0);
	assert_int_equal(write(in[1], "said", 4), 4);
	close(in[1]);
	snprintf(does, sizeof does,
		 "echo $HOME $AVT_NEW $AVT_OLD `cat` >&2; "
		 "test -e /proc/self/fd/%d && echo leaked",
		 in[0]);
	end = run((struct process){.words = SHELL(does),
				   .environment = added,
				   .in = in[0],
				   .err = STDOUT_FILENO,
				   .most_output = 1000});
	close(in[0]);
	assert_string_equal(end.output, "/there 1 2 said\n");
	process_free(&end);
	end = run((struct process){.words = SHELL("cat"), .most_output = 10});
	assert_true(end.status == 0 && end.length == 0); /* nothing to read */
	assert_string_equal(end.output, "");
	process_free(&end);
}

/* A signal for us is passed on, once; a second one kills. It may come between
 * the start and the wait. */
static void an_interruption_is_passed_on(void **state)
{
	struct process polite = {
		.words = SHELL("trap 'exit 3' INT; while :; do sleep 0.01; "
			       "done"),
		.own_group = true,
	};
	struct process stubborn = {.words = SHELL("trap '' INT; sleep 60"),
				   .own_group = true};

	(void)state;
	process_catch_signals();
	assert_true(process_start(&polite));
	nanosleep(&(struct timespec){.tv_nsec = 100 * MS}, NULL);
	raise(SIGTERM);
	process_wait(&polite);
	assert_true(polite.interrupted && polite.status == 3);
	assert_true(process_start(&stubborn));
	raise(SIGINT);
	raise(SIGINT);
	process_wait(&stubborn);
	assert_true(stubborn.interrupted && stubborn.signal == SIGKILL);
	/* What was before does not count. */
	polite = run((struct process){.words = SHELL("exit 0")});
	assert_true(!polite.interrupted && polite.status == 0);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
}

/* The program of a program that is killed dies too. */
static void it_dies_with_its_parent(void **state)
{
	int said[2];
	pid_t parent, child = 0;

	(void)state;
	assert_int_equal(pipe(said), 0);
	parent = fork();
	if (parent == 0) {
		struct process process = {.words = SHELL("sleep 60"),
					  .own_group = true};

		process_start(&process);
		if (write(said[1], &process.pid, sizeof process.pid) < 0)
			_exit(1);
		pause();
	}
	assert_int_equal(read(said[0], &child, sizeof child), sizeof child);
	assert_int_equal(kill(child, 0), 0);
	kill(parent, SIGKILL);
	waitpid(parent, NULL, 0);
	/* Orphaned, it is init's to reap: dead or gone will do. */
	for (int i = 0; i < 200; i++) {
		char path[64], line[256] = "";
		FILE *file;

		snprintf(path, sizeof path, "/proc/%d/stat", (int)child);
		file = fopen(path, "re");
		if (!file)
			return;
		if (!fgets(line, sizeof line, file))
			*line = '\0';
		fclose(file);
		if (strstr(line, ") Z ") || !*line)
			return;
		nanosleep(&(struct timespec){.tv_nsec = 10 * MS}, NULL);
	}
	fail_msg("it is still there");
}

static void a_first_line(void **state)
{
	char line[8];
	int error;

	(void)state;
	assert_true(process_first_line(SHELL("echo to err >&2; echo more"),
				       line, sizeof line, &error));
	assert_string_equal(line, "to err");
	assert_false(process_first_line(SHELL("echo x; exit 1"), line,
					sizeof line, &error));
	assert_int_equal(error, 0);
	assert_false(process_first_line(SHELL(":"), line, sizeof line, &error));
	assert_false(process_first_line((const char *const[]){"avt-none", NULL},
					line, sizeof line, &error));
	assert_int_equal(error, ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_end_is_data),
		cmocka_unit_test(a_missing_program_is_no_status),
		cmocka_unit_test(output_is_collected),
		cmocka_unit_test(endless_output_is_cut),
		cmocka_unit_test(time_runs_out),
		cmocka_unit_test(a_group_ends_with_its_leader),
		cmocka_unit_test(descriptors_and_environment),
		cmocka_unit_test(an_interruption_is_passed_on),
		cmocka_unit_test(it_dies_with_its_parent),
		cmocka_unit_test(a_first_line),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("process", tests, NULL, NULL);
}
