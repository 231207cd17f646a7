/*
 * export.c - which formats there are; each is in a file of its own.
 */
#include "analysis/export/export.h"

#include "base/whole_file.h"

static const struct {
	const char *name;
	void (*write)(const struct analysis *analysis, FILE *to);
} formats[] = {
	{"cells.csv", csv_cells},       {"verdicts.csv", csv_verdicts},
	{"claims.csv", csv_claims},     {"cells.json", hyperfine_write},
	{"bench.txt", benchstat_write},
};

bool export_counts(const struct measured *run)
{
	return run_counts(run) && !run->dropped && run->value[THROUGHPUT] > 0;
}

int export_write(const struct analysis *analysis)
{
	char path[PATH_MAX];
	struct whole_file file;

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		snprintf(path, sizeof path, "%s/%s", analysis->folder,
			 formats[i].name);
		if (!whole_file_open(&file, path))
			return -1;
		formats[i].write(analysis, file.to);
		if (whole_file_close(&file) < 0)
			return -1;
	}
	return 0;
}
