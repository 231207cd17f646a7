/*
 * memory.c - see memory.h.
 *
 * The kernel keeps the most that was ever resident (VmHWM) and no such mark for
 * the proportional share, in which a page of libc counts once for all processes
 * together. So the share is that of now, and the mark says what was given back.
 */
#include "harness/machine/memory.h"

#include <stdio.h>

/* A field of a file of /proc/PID, in KiB. */
struct field {
	const char *format;
	long long kib;
};

/* Reads all n fields of one file: 0, or -1 if one is missing. */
static int read_fields(pid_t pid, const char *name, struct field *fields, int n)
{
	char path[64], line[128];
	int found = 0;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
	file = fopen(path, "re");
	if (!file)
		return -1;
	while (fgets(line, sizeof line, file))
		for (int i = 0; i < n; i++)
			found += sscanf(line, fields[i].format,
					&fields[i].kib) == 1;
	fclose(file);
	return found == n ? 0 : -1;
}

int memory_read(pid_t pid, struct memory *memory)
{
	struct field share[] = {{"Pss: %lld", 0},
				{"Pss_Anon: %lld", 0},
				{"Pss_Shmem: %lld", 0}};
	struct field resident[] = {{"VmHWM: %lld", 0}, {"VmRSS: %lld", 0}};

	if (read_fields(pid, "smaps_rollup", share, 3) < 0 ||
	    read_fields(pid, "status", resident, 2) < 0)
		return -1;
	memory->anon += share[1].kib * 1024;
	memory->peak += (share[0].kib - share[2].kib + resident[0].kib -
			 resident[1].kib) *
			1024;
	return 0;
}
