/*
 * session_print.c - what a bench says of itself, before and after.
 */
#include "bench/session/session.h"

#include "bench/session/capacity.h"
#include "bench/session/progress.h"
#include "bench/stopwatch/stopwatch.h"

#include <math.h>

/* One row of the plan. */
static void print_section(const struct session *session, unsigned number,
			  FILE *to)
{
	const struct section *section = &session->suite.sections[number];
	unsigned cells = 0;

	for (unsigned i = 0; i < session->plan.n_cells; i++)
		cells += session->plan.cells[i].section == number;
	fprintf(to, "  %-24s %5u %6u %6u%s%s\n", section->name, cells,
		section->rounds, cells * section->rounds,
		*section->fault ? "  with the fault " : "", section->fault);
}

void session_print_plan(const struct session *session, FILE *to)
{
	unsigned runs = plan_runs(&session->plan);
	char time[32];

	fprintf(to, "suite %s%s%s\n\n", session->suite.name,
		*session->suite.defaults.title ? ": " : "",
		session->suite.defaults.title);
	fprintf(to, "  %-24s %5s %6s %6s\n", "experiment", "cells", "rounds",
		"runs");
	for (unsigned i = 0; i < session->suite.n_sections; i++)
		print_section(session, i, to);
	fprintf(to, "  %-24s %5u %6u %6u\n\n", "all", session->plan.n_cells,
		session->plan.rounds, runs);
	progress_time(tally_left_ns(&session->tally) +
			      stopwatch_guess_ns(&session->plan) +
			      (session->resumed
				       ? 0
				       : capacity_guess_ns(&session->plan)),
		      time);
	if (session->resumed)
		fprintf(to,
			"%u of %u runs are there; the others take about "
			"%s\n",
			session->tally.n_done, runs, time);
	else
		fprintf(to, "estimated time: %s\n", time);
	if (!isnan(session->harness_ns))
		fprintf(to, "the suite itself costs %.0f ns a task\n",
			session->harness_ns);
	fprintf(to, "order by seed %llu; results in %s/\n\n",
		(unsigned long long)session->plan.seed, session->folder);
	fflush(to);
}

void session_print_end(const struct session *session, FILE *to)
{
	unsigned replaced = tally_replaced(&session->tally);

	if (replaced)
		fprintf(to, "\n%u noisy round%s replaced.\n", replaced,
			replaced == 1 ? " was" : "s were");
}
