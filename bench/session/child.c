/*
 * child.c - executes this program anew as `avt measure`.
 *
 * The order lies in a memory file that is the child's standard input, so that
 * only one pipe is left, its line, and neither side can wait for the other.
 */
#include "bench/session/child.h"

#include "base/process.h"
#include "harness/record/clock.h"
#include "harness/result.h"
#include "harness/run.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

#define BATCH_LIMIT_NS (600 * NS_PER_S) /* a batch has no duration */
#define SLACK_NS       (60 * NS_PER_S)  /* set-up, drain, tear-down */
#define START_NS       (RUN_START_LIMIT_S * NS_PER_S) /* the child says so */

enum {
	MOST_LINE = 16 << 20, /* longer than any result */
	MOST_PADDING = 4096,
};

/* The order as a file to read from its start: a descriptor, or -1. */
static int order_file(const struct job *job)
{
	json_t *json = job_to_json(job);
	int fd = memfd_create("order", MFD_CLOEXEC);

	if (fd >= 0 && (json_dumpfd(json, fd, JSON_COMPACT) != 0 ||
			lseek(fd, 0, SEEK_SET) != 0)) {
		close(fd);
		fd = -1;
	}
	json_decref(json);
	return fd;
}

/* A variable that shifts the stack of the new program by a random distance. */
static void write_padding(char *to, size_t size)
{
	uint16_t length = 0;

	if (getrandom(&length, sizeof length, 0) != sizeof length)
		length = (uint16_t)clock_now();
	snprintf(to, size, "AVT_PADDING=%0*d", length % MOST_PADDING + 1, 0);
}

/* How long a run may take before it counts as hung. */
static int64_t time_limit(const struct cell *cell)
{
	int64_t load = cell->tasks ? BATCH_LIMIT_NS
				   : cell->warmup_ns + cell->duration_ns;

	return START_NS + load + SLACK_NS;
}

/* Why the child gave no line to believe: false if it ended as it should. */
static bool went_wrong(const struct process *child, enum check *check,
		       char why[REASON_TEXT])
{
	const char *name = sigabbrev_np(child->signal);

	*check = CHECK_CRASHED;
	if (child->error) {
		*check = CHECK_SETUP;
		snprintf(why, REASON_TEXT, "no process for the run: %s",
			 strerror(child->error));
	} else if (child->timed_out) {
		*check = CHECK_TIMEOUT;
		snprintf(why, REASON_TEXT, "timed out after %" PRId64 " s",
			 child->limit_ns / NS_PER_S);
	} else if (child->overflow) {
		snprintf(why, REASON_TEXT, "its result has no end");
	} else if (child->signal && child->interrupted) {
		*check = CHECK_INTERRUPTED;
		snprintf(why, REASON_TEXT, "interrupted");
	} else if (child->signal) {
		snprintf(why, REASON_TEXT, "crashed: SIG%s", name ? name : "?");
	} else if (child->status != 0) {
		snprintf(why, REASON_TEXT, "ended with status %d",
			 child->status);
	} else {
		return false;
	}
	return true;
}

/* The child's own line, as it wrote it; NULL if that is not one whole line of
 * JSON and nothing behind it. */
static json_t *own_line(const struct process *child, char **text)
{
	json_t *line;

	if (!child->length || strcspn(child->output, "\n") + 1 != child->length)
		return NULL;
	line = json_loadb(child->output, child->length, 0, NULL);
	if (!json_is_object(line)) {
		json_decref(line);
		return NULL;
	}
	*text = strdup(child->output);
	if (!*text)
		abort();
	return line;
}

/* The line that counts: the child's own, word for word, or one that says what
 * went wrong. */
static json_t *judge(const struct process *child, const struct job *job,
		     char **text)
{
	char why[REASON_TEXT] = "its result is not a line of JSON";
	enum check check;
	json_t *line = NULL;

	if (!went_wrong(child, &check, why))
		line = own_line(child, text);
	if (!line) {
		line = result_failed(job, check, why);
		*text = result_text(line);
	}
	return line;
}

json_t *child_measure(const struct job *job, char **text)
{
	static const char *const words[] = {"avt", "measure", NULL};
	char padding[sizeof "AVT_PADDING=" + MOST_PADDING];
	const char *const environment[] = {padding, NULL};
	struct process child = {.words = words,
				.program = "/proc/self/exe",
				.environment = environment,
				.in = order_file(job),
				.most_output = MOST_LINE,
				.limit_ns = time_limit(&job->cell),
				.own_group = true};
	char *written;
	json_t *line;

	write_padding(padding, sizeof padding);
	if (child.in < 0)
		child.error = errno;
	else
		process_run(&child);
	line = judge(&child, job, &written);
	if (text)
		*text = written;
	else
		free(written);
	if (child.in >= 0)
		close(child.in);
	process_free(&child);
	return line;
}
