/*
 * probe.c - reads /proc and /sys; see probe.h.
 */
#include "harness/machine/probe.h"

#include "harness/record/clock.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

int probe_memory(pid_t pid, struct memory *memory)
{
	char path[64], line[128];
	long long kib;
	int found = 0;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
	file = fopen(path, "re");
	if (!file)
		return -1;
	while (fgets(line, sizeof line, file)) {
		if (sscanf(line, "Pss: %lld", &kib) == 1) {
			memory->pss += kib * 1024;
			found++;
		} else if (sscanf(line, "Pss_Anon: %lld", &kib) == 1) {
			memory->anon += kib * 1024;
			found++;
		}
	}
	fclose(file);
	return found == 2 ? 0 : -1;
}

/* The first number after a word in a small file; NAN if there is none. */
static double number_after(const char *path, const char *word)
{
	char text[1024], *at;
	double number = NAN;
	FILE *file = fopen(path, "re");
	size_t got;

	if (!file)
		return NAN;
	got = fread(text, 1, sizeof text - 1, file);
	fclose(file);
	text[got] = '\0';
	at = strstr(text, word);
	if (!at || sscanf(at + strlen(word), "%lf", &number) != 1)
		return NAN;
	return number;
}

static void read_stat(struct noise *noise)
{
	double tick[8] = {0};
	FILE *file = fopen("/proc/stat", "re");

	noise->total_ticks = noise->steal_ticks = noise->busy_ticks = NAN;
	if (!file)
		return;
	if (fscanf(file, "cpu %lf %lf %lf %lf %lf %lf %lf %lf", &tick[0],
		   &tick[1], &tick[2], &tick[3], &tick[4], &tick[5], &tick[6],
		   &tick[7]) == 8) {
		noise->total_ticks = 0;
		for (int i = 0; i < 8; i++)
			noise->total_ticks += tick[i];
		noise->steal_ticks = tick[7];
		noise->busy_ticks = noise->total_ticks - tick[7] - tick[3] -
				    tick[4]; /* neither idle nor waiting */
	}
	fclose(file);
}

static int64_t own_cpu(int who)
{
	struct rusage used;

	if (getrusage(who, &used) < 0)
		return 0;
	return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * NS_PER_S +
	       (used.ru_utime.tv_usec + used.ru_stime.tv_usec) * INT64_C(1000);
}

void probe_noise(struct noise *noise)
{
	noise->at_ns = clock_now();
	noise->own_ns = own_cpu(RUSAGE_SELF) + own_cpu(RUSAGE_CHILDREN);
	read_stat(noise);
	noise->pressure_us = number_after("/proc/pressure/cpu", "total=");
	noise->throttled =
		number_after("/sys/fs/cgroup/cpu.stat", "nr_throttled ");
	if (isnan(noise->throttled))
		noise->throttled = number_after("/sys/fs/cgroup/cpu/cpu.stat",
						"nr_throttled ");
}
