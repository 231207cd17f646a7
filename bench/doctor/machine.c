/*
 * machine.c - reads /proc, /sys and limits; nothing here is required.
 *
 * The fields here are numbers that the report and `avt compare` look up by
 * name. What a person should make of them is in the doctor's findings, which go
 * along whole.
 */
#include "bench/doctor/machine.h"

#include "base/sorted.h"
#include "base/process.h"
#include "base/sysfile.h"
#include "bench/doctor/doctor.h"
#include "bench/session/child.h"
#include "bench/session/runline.h"
#include "bench/suite/placement.h"
#include "harness/contract/workload.h"
#include "harness/record/clock.h"
#include "harness/version.h"

#include <ev.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

/* 2 ms of reading; runs enough for a median that one disturbance leaves
 * alone. */
enum { CLOCK_READS = 100000, HARNESS_RUNS = 3 };

/* The first line of a small file, or null. */
static json_t *line_of(const char *path)
{
	char line[256];

	return sysfile_line("", line, sizeof line, "%s", path)
		       ? json_string(line)
		       : json_null();
}

/* The number in a small file, or null. */
static json_t *number_of(const char *path)
{
	double number = sysfile_number("", "%s", path);

	return isfinite(number) ? json_integer((json_int_t)number)
				: json_null();
}

void machine_cpu(char *to, size_t size)
{
	FILE *file = fopen("/proc/cpuinfo", "re");
	struct utsname name;
	char line[512];

	*to = '\0';
	/* x86 has "model name"; where it is absent (ARM) the architecture must
	 * do. */
	while (file && !*to && fgets(line, sizeof line, file)) {
		const char *colon = strchr(line, ':');

		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, "model name", 10) == 0 && colon)
			snprintf(to, size, "%s", colon + 2);
	}
	if (file)
		fclose(file);
	if (!*to && uname(&name) == 0)
		snprintf(to, size, "%s", name.machine);
}

/* What one read of the clock costs. */
static double clock_cost_ns(void)
{
	int64_t start = clock_now(), now = start;

	for (int i = 0; i < CLOCK_READS; i++)
		now = clock_now();
	return (double)(now - start) / CLOCK_READS;
}

/* A hard limit, since runs raise theirs to it; null: none. */
static json_t *limit(int which)
{
	struct rlimit limit;

	if (getrlimit((__rlimit_resource_t)which, &limit) < 0 ||
	    limit.rlim_max == RLIM_INFINITY)
		return json_null();
	return json_integer((json_int_t)limit.rlim_max);
}

/* Hard limits; null: none, or not exposed. */
static json_t *limits(void)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "descriptors",
			 limit(RLIMIT_NOFILE), "processes", limit(RLIMIT_NPROC),
			 "pids", number_of("/proc/sys/kernel/pid_max"),
			 "threads", number_of("/proc/sys/kernel/threads-max"),
			 "maps", number_of("/proc/sys/vm/max_map_count"));
}

/* What a program says of its version, or null. */
static json_t *version_of(const char *program)
{
	const char *const words[] = {program, "--version", NULL};
	char line[128];
	int error;

	return process_first_line(words, line, sizeof line, &error)
		       ? json_string(line)
		       : json_null();
}

/* Of what is measured with, and of what draws. */
static json_t *versions(void)
{
	char libev[32];

	snprintf(libev, sizeof libev, "%d.%d", ev_version_major(),
		 ev_version_minor());
	return json_pack("{s:s, s:s, s:s, s:o, s:o}", "libev", libev, "jansson",
			 JANSSON_VERSION, "compiler", __VERSION__, "gnuplot",
			 version_of("gnuplot"), "hyperfine",
			 version_of("hyperfine"));
}

/* This instant, ISO 8601. */
static json_t *utc_now(void)
{
	char text[32];
	time_t now = time(NULL);
	struct tm utc;

	gmtime_r(&now, &utc);
	strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
	return json_string(text);
}

json_t *machine_describe(const char *suite, const char *folder,
			 double calibration)
{
	char host[65] = "unknown", cpu[256], list[CELL_CPUS];
	char error[CELL_ERROR], kernel[256] = "unknown";
	struct utsname name;

	gethostname(host, sizeof host - 1);
	machine_cpu(cpu, sizeof cpu);
	if (!placement_resolve("all", list, error))
		*list = '\0';
	if (uname(&name) == 0)
		snprintf(kernel, sizeof kernel, "%s %s %s", name.sysname,
			 name.release, name.machine);
	return json_pack(
		"{s:s, s:s, s:s, s:i, s:s, s:s, s:o, s:s, s:o, s:f, s:i, s:I, "
		"s:f, s:o, s:o, s:o}",
		"avt", AVT_VERSION, "host", host, "cpu", cpu, "cpus",
		(int)placement_cpus(), "cpu_list", list, "kernel", kernel,
		"started", utc_now(), "suite", suite, "clock_source",
		line_of("/sys/devices/system/clocksource/clocksource0/"
			"current_clocksource"),
		"clock_ns", clock_cost_ns(), "page_size",
		(int)sysconf(_SC_PAGESIZE), "memory",
		(json_int_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE),
		"calibration", calibration, "limits", limits(), "versions",
		versions(), "doctor", doctor_to_json(folder));
}

/* One short run of empty tasks: ns each, or NAN with the reason in error. With
 * one worker time over tasks is their cost; several share CPUs, so there it is
 * CPU time. */
static double empty_task_ns(const struct job *job, char error[CELL_ERROR])
{
	json_t *line = child_measure(job, NULL);
	double ns = NAN;

	if (!runline_valid(line))
		runline_reasons(line, error, CELL_ERROR);
	else if (job->cell.concurrency == 1)
		ns = 1e9 / runline_number(line, NULL, "throughput");
	else
		ns = (runline_number(line, "cpu_ns", "user") +
		      runline_number(line, "cpu_ns", "system")) /
		     runline_number(line, NULL, "completed");
	json_decref(line);
	return ns;
}

/* The median of so many runs; such short ones are easily disturbed, so as many
 * again may be made. */
static double median_task_ns(const struct job *job, unsigned runs,
			     char error[CELL_ERROR])
{
	double ns[HARNESS_RUNS];
	size_t n = 0;

	for (unsigned i = 0; i < 2 * runs && n < runs; i++) {
		ns[n] = empty_task_ns(job, error);
		n += !isnan(ns[n]);
	}
	return sorted_median_of(ns, n);
}

const unsigned machine_workers[MACHINE_WORKERS] = {1, 100, 1000};

void machine_harness_ns(const char *folder, double calibration,
			double ns[MACHINE_WORKERS], char error[CELL_ERROR])
{
	struct job job = {.calibration = calibration};

	job.cell = (struct cell){.experiment = "run",
				 .unsteady = true,
				 .duration_ns = 100 * MS,
				 .warmup_ns = 20 * MS};
	snprintf(job.scratch, sizeof job.scratch, "%s", folder);
	for (int i = 0; i < MACHINE_WORKERS; i++) {
		char name[32];

		ns[i] = NAN;
		snprintf(name, sizeof name, "threads:%u", machine_workers[i]);
		job.cell.concurrency = machine_workers[i];
		if (cell_set_workload(&job.cell, "noop", error) &&
		    contestant_parse(name, &job.cell.contestant, error))
			ns[i] = median_task_ns(&job, i ? 1 : HARNESS_RUNS,
					       error);
	}
}
