/*
 * hist_csv.c - see hist_csv.h. A reader trusts nothing: each bucket must be one
 * of ours, they must ascend, and minimum and maximum must lie in the first and
 * the last, because hist_merge() walks between these two.
 */
#include "harness/record/hist_csv.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

#define COLUMNS "lowest_ns,highest_ns,count\n"

enum { LINE = 256 };

/* What stands in the first line cannot be had from buckets, and merging must
 * lose nothing: so 17 digits, which are a double exactly. */
int hist_csv_write(const struct hist *hist, FILE *to)
{
	fprintf(to,
		"# min_ns=%" PRId64 " max_ns=%" PRId64 " sum_ns=%" PRIu64
		" sum_squares=%.17g beyond=%" PRIu64 "\n" COLUMNS,
		hist->total ? hist->min : 0, hist->max, hist->sum,
		hist->sum_squares, hist->beyond);
	for (unsigned i = 0; i < HIST_BUCKETS; i++) {
		int64_t lowest = hist_value_at(i);

		if (hist->counts[i])
			fprintf(to, "%" PRId64 ",%" PRId64 ",%" PRIu64 "\n",
				lowest, hist_highest(lowest), hist->counts[i]);
	}
	return ferror(to) ? -1 : 0;
}

/* A file that could not be written whole is left: the run that it belongs to is
 * marked as not valid, and names the reason. */
int hist_csv_beside(const struct hist *hist, const char *hgrm)
{
	size_t length = strlen(hgrm);
	char path[PATH_MAX];
	FILE *file;
	int wrong;

	if (length > 5 && strcmp(hgrm + length - 5, ".hgrm") == 0)
		length -= 5;
	if (snprintf(path, sizeof path, "%.*s.csv", (int)length, hgrm) >=
	    PATH_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	file = fopen(path, "we");
	if (!file)
		return -1;
	wrong = hist_csv_write(hist, file);
	return fclose(file) || wrong ? -1 : 0;
}

/* Reads the first line; min and max are trusted once the buckets are read. */
static bool read_head(struct hist *hist, const char *line)
{
	char end;

	return sscanf(line,
		      "# min_ns=%" SCNd64 " max_ns=%" SCNd64 " sum_ns=%" SCNu64
		      " sum_squares=%lg beyond=%" SCNu64 "%c",
		      &hist->min, &hist->max, &hist->sum, &hist->sum_squares,
		      &hist->beyond, &end) == 6 &&
	       end == '\n' && hist->min >= 0 && hist->min <= hist->max &&
	       hist->max <= HIST_MOST;
}

/* Adds one bucket, which lies above all before it. */
static bool read_bucket(struct hist *hist, const char *line, unsigned *next)
{
	int64_t lowest, highest;
	uint64_t count;
	unsigned index;
	char end;

	if (sscanf(line, "%" SCNd64 ",%" SCNd64 ",%" SCNu64 "%c", &lowest,
		   &highest, &count, &end) != 4 ||
	    end != '\n' || lowest < 0 || lowest > HIST_MOST || count == 0)
		return false;
	index = hist_index(lowest);
	if (index < *next || hist_value_at(index) != lowest ||
	    hist_highest(lowest) != highest)
		return false;
	if (hist->total == 0 && index != hist_index(hist->min))
		return false;
	hist->counts[index] = count;
	hist->total += count;
	*next = index + 1;
	return true;
}

/* The last bucket must be that of the maximum, or the file was cut off. */
long hist_csv_read(struct hist *hist, FILE *from)
{
	char line[LINE];
	unsigned next = 0;
	long number = 1;

	if (!fgets(line, sizeof line, from) || !read_head(hist, line))
		return number;
	number++;
	if (!fgets(line, sizeof line, from) || strcmp(line, COLUMNS) != 0)
		return number;
	while (number++, fgets(line, sizeof line, from))
		if (!read_bucket(hist, line, &next))
			return number;
	if (ferror(from))
		return number;
	if (hist->total == 0) {
		hist_reset(hist);
		return 0;
	}
	return next == hist_index(hist->max) + 1 ? 0 : number;
}
