/*
 * results.h - small results folders for tests, and what is made of them.
 *
 * Each test writes the runs it needs into a folder of its own, loads it, and
 * looks. What goes to stderr meanwhile lands in the folder too.
 */
#ifndef TESTS_UNIT_RESULTS_H
#define TESTS_UNIT_RESULTS_H

#include "analysis/analysis.h"

#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* The folder of the test that runs. */
static char folder[64];
static struct analysis *analysis;
static char error[256];
static const char *cpus; /* of the runs that are put next */

static inline const char *path_of(const char *name)
{
	static char path[PATH_MAX];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

/* Adds text at the end of a file of the folder. */
__attribute__((format(printf, 2, 3))) static inline void put(const char *name,
							     const char *format,
							     ...)
{
	FILE *file = fopen(path_of(name), "a");
	va_list arguments;

	assert_non_null(file);
	va_start(arguments, format);
	vfprintf(file, format, arguments);
	va_end(arguments);
	assert_int_equal(fclose(file), 0);
}

/* All of a file of the folder. */
static inline const char *contents(const char *name)
{
	static char text[16384];
	FILE *file = fopen(path_of(name), "r");

	assert_non_null(file);
	text[fread(text, 1, sizeof text - 1, file)] = '\0';
	fclose(file);
	return text;
}

/* One run of a cell of experiment "e"; its p99 falls as throughput grows. */
static inline void put_run(const char *contestant, int concurrency,
			   const char *mode, int round, double throughput,
			   bool valid)
{
	put("runs.jsonl",
	    "{\"schema\":2,\"cell\":\"%s-%d-%s\",\"experiment\":\"e\","
	    "\"workload\":\"w\",\"params\":{\"mode\":\"%s\",\"delay\":\"5ms\"},"
	    "\"contestant\":\"%s\",\"runner\":\"r\",\"workers\":1,"
	    "\"concurrency\":%d,\"tasks\":100,\"cpus\":\"%s\",\"round\":%d,"
	    "\"valid\":%s,\"reasons\":[%s],\"completed\":100,\"failed\":1,"
	    "\"elapsed_ns\":2000000000,\"throughput\":%.17g,"
	    "\"cpu_ns\":{\"user\":300,\"system\":200},"
	    "\"response_ns\":{\"p50\":null,\"p99\":%.17g},"
	    "\"distribution\":[[0,10],[0.5,%d]%s]}\n",
	    contestant, concurrency, mode, mode, contestant, concurrency, cpus,
	    round, valid ? "true" : "false",
	    valid ? "" : "{\"check\":\"noise\",\"text\":\"steal\"}", throughput,
	    1e9 / throughput, 20 + round, round ? ",[0.75,30]" : "");
}

/* So many rounds of a contestant around a throughput, alone at one point. */
static inline void put_rounds(const char *contestant, int rounds,
			      double throughput)
{
	for (int round = 0; round < rounds; round++)
		put_run(contestant, 64, "x", round,
			throughput * (1 + 0.002 * (round % 3)), true);
}

/* Loads the folder, with stderr in its file "said". */
static inline void load(void)
{
	int keep = dup(STDERR_FILENO);
	int file = open(path_of("said"), O_CREAT | O_WRONLY | O_APPEND, 0600);

	assert_true(keep >= 0 && file >= 0);
	fflush(stderr);
	dup2(file, STDERR_FILENO);
	analysis = analysis_load(folder, error, sizeof error);
	fflush(stderr);
	dup2(keep, STDERR_FILENO);
	close(keep);
	close(file);
}

static inline const struct summary *cell_of(const char *contestant)
{
	for (size_t i = 0; i < analysis->n_summaries; i++)
		if (!strcmp(analysis->summaries[i].contestant, contestant))
			return &analysis->summaries[i];
	fail_msg("no cell of %s", contestant);
	return NULL;
}

/* What the suite of the folder says of experiment e. */
#define EXPERIMENT                                                          \
	"'name':'e','title':'Title','question':'Why?','figure':'fraction'," \
	"'contestants':['b','a','c'],'axes':[{'name':'mode','kind':"        \
	"'choice','values':[{'text':'z','number':null},{'text':'x'},"       \
	"{'text':'y'}]}]"

/* Replaces the suite by these experiments: JSON with ' for ", as a bench writes
 * it (docs/results.md). */
static inline void suite_is(const char *experiments)
{
	char text[4096];

	snprintf(text, sizeof text, "{'title':'T','experiments':[%s]}\n",
		 experiments);
	for (char *c = text; *c; c++)
		if (*c == '\'')
			*c = '"';
	unlink(path_of("suite.json"));
	put("suite.json", "%s", text);
}

static inline int results_begin(void **state)
{
	(void)state;
	analysis = NULL;
	cpus = "0";
	strcpy(folder, "/tmp/avt-test-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	suite_is("{" EXPERIMENT "}");
	put("machine.json", "{\"host\":\"h\",\"cpus\":2}");
	return 0;
}

static inline int results_end(void **state)
{
	static const char *const names[] = {
		"suite.json",  "machine.json",     "runs.jsonl",
		"said",        "cells.csv",        "verdicts.csv",
		"pilots.json", "claims.csv",       "cells.json",
		"bench.txt",   "hyperfine/e.json", "hyperfine/e.jsonl"};

	(void)state;
	analysis_free(analysis);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unlink(path_of(names[i]));
	rmdir(path_of("hyperfine"));
	return rmdir(folder);
}

#endif
