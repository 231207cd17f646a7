/*
 * bench.c - avt bench [SUITE]: measures a suite, plots it, reports on it.
 *
 * bench/session/session.h makes the runs; what they say is analysed here, at
 * the end, or after Ctrl-C as soon as one round is complete. Measuring can fail
 * only where nothing can be kept any more; whatever fails afterwards is said,
 * shows in the exit status, and `avt report` does it again.
 */
#include "cli/cli.h"

#include "analysis/analysis.h"
#include "base/process.h"
#include "bench/session/session.h"
#include "cli/products.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was asked for. */
struct wish {
	const char *suite, *folder, *resume, *pilots, *longer;
};

static const struct cli_option options[] = {
	{NULL, 'o', "DIR", offsetof(struct wish, folder),
	 "Put results there (default: results/STAMP-HOST)"},
	{"resume", 'R', "DIR", offsetof(struct wish, resume),
	 "Resume the interrupted bench in DIR"},
	{"pilots", 'P', "DIR", offsetof(struct wish, pilots),
	 "Take run lengths, pool sizes and capacities from the bench in DIR"},
	{"longer", 'L', "N", offsetof(struct wish, longer),
	 "Make every run N times as long as needed (see make lengths)"},
	{0},
};

static const struct cli_syntax syntax = {
	.options = options,
	.words = "[SUITE]",
	.offset = offsetof(struct wish, suite),
	.most = 1,
	.help = "Measure a suite (default, quick, full, or a file NAME.ini), "
		"plot it, and write the report. Ctrl-C keeps what has been "
		"measured.",
};

/* Words for metric in a suite: the names of cells.csv without their unit. */
static const char *const *metric_words(void)
{
	/* Static: a suite keeps the words as long as the session lives. */
	static char names[METRICS][CELL_NAME];
	static const char *words[METRICS + 1];

	for (int i = 0; i < METRICS; i++) {
		const char *const units[] = {"_ns", "_bytes"};
		size_t length = strlen(metric_info[i].name);

		for (int u = 0; u < 2; u++) {
			const char *end = strstr(metric_info[i].name, units[u]);

			if (end && strlen(end) == strlen(units[u]))
				length = (size_t)(end - metric_info[i].name);
		}
		snprintf(names[i], CELL_NAME, "%.*s", (int)length,
			 metric_info[i].name);
		words[i] = names[i];
	}
	return words;
}

/* Analyses, draws and writes the report: each part even if one before it
 * failed. */
static bool report(const struct session *session)
{
	char error[SESSION_ERROR];
	struct analysis *analysis =
		analysis_load(session->folder, error, sizeof error);
	bool fine;

	if (!analysis) {
		cli_say("%s", error);
		return false;
	}
	fine = products_tables(analysis);
	fine = products_figures(analysis, false) && fine;
	summary_print(analysis, stdout);
	session_print_end(session, stdout);
	if (products_report(analysis))
		printf("\nreport: %s/report.html\n", session->folder);
	else
		fine = false;
	analysis_free(analysis);
	return fine;
}

/* Says what Ctrl-C left, and how to go on. */
static void say_interrupted(const struct session *session)
{
	cli_say("interrupted: %u of %u runs are kept; resume with: avt bench "
		"--resume %s",
		session->tally.n_done, plan_runs(&session->plan),
		session->folder);
}

/* What is worth an exit status of its own. */
static bool all_well(const struct session *session)
{
	const struct tally *tally = &session->tally;

	if (tally->n_invalid)
		cli_say("%u of %u runs are invalid and excluded",
			tally->n_invalid, tally->n_done);
	if (tally->n_differing)
		cli_say("ANSWERS DIFFER in %u runs: not all contestants did "
			"the same work",
			tally->n_differing);
	return !tally->n_differing && tally->n_invalid < tally->n_done;
}

/* Measures and reports; the exit status. */
static int conduct(struct session *session)
{
	char error[SESSION_ERROR];
	enum session_end end = session_run(session, error);
	bool fine;

	signal(SIGINT, SIG_DFL); /* what follows need not be kept */
	signal(SIGTERM, SIG_DFL);
	if (end == SESSION_UNWRITTEN) {
		cli_say("%s; %u runs are kept; resume with: avt bench --resume "
			"%s",
			error, session->tally.n_done, session->folder);
		return CLI_INVALID;
	}
	if (end == SESSION_INTERRUPTED)
		say_interrupted(session);
	fine = all_well(session);
	/* A second Ctrl-C means: at once. */
	if (process_interrupted < 2 && tally_rounds(&session->tally))
		fine = report(session) && fine;
	if (end == SESSION_INTERRUPTED)
		return CLI_INTERRUPTED;
	return fine ? CLI_FINE : CLI_INVALID;
}

/* --longer: a number of times, or 0 where it was not given. */
static unsigned read_longer(const char *text)
{
	char *end;
	long times = text ? strtol(text, &end, 10) : 0;

	if (text &&
	    (end == text || *end || times < 1 || times > PLAN_MOST_LONGER))
		cli_usage("--longer '%s' is not a number from 1 to %d", text,
			  PLAN_MOST_LONGER);
	return (unsigned)times;
}

int cli_bench(int argc, char **argv)
{
	static struct session session; /* too large for a stack */
	struct wish wish = {0};
	char error[SESSION_ERROR];
	enum session_end end;
	unsigned longer;
	int status;

	cli_read(&syntax, argc, argv, &wish);
	longer = read_longer(wish.longer);
	/* What is there of a session decides: nothing may contradict it. */
	if (wish.resume && (wish.suite || wish.folder))
		cli_usage("--resume takes suite and folder from %s: leave out "
			  "SUITE and -o",
			  wish.resume);
	if (wish.resume && (wish.pilots || wish.longer))
		cli_usage("--resume takes lengths from %s: leave out --pilots "
			  "and --longer",
			  wish.resume);
	process_catch_signals();
	if (wish.resume)
		end = session_resume(&session, wish.resume, metric_words(),
				     error);
	else
		end = session_create(&session,
				     wish.suite ? wish.suite : "default",
				     wish.folder, metric_words(), error);
	if (end != SESSION_FINE) {
		cli_say("%s", error);
		return end == SESSION_WRONG_WORD ? CLI_USAGE : CLI_INVALID;
	}
	session.pilots_from = wish.pilots;
	session.longer = longer;
	session_print_plan(&session, stdout);
	status = conduct(&session);
	if (!session_end(&session, error)) {
		cli_say("%s", error);
		status = CLI_INVALID;
	}
	return cli_flush() ? status : CLI_INVALID;
}
